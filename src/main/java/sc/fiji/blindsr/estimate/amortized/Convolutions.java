package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.posterior.Pool;
import sc.fiji.blindsr.progress.Progress;

/**
 * A stack of convolutional layers without padding, in plain Java: a body, whose outputs are rectified, and a head of 1×1
 * kernels. It gives the same bits on any number of cores, and for any part of an image that has the same grid.
 */
public final class Convolutions {

    /** Rows and columns of the output that are made at a time, at the most, so that large images need no more memory. */
    private static final int TILE = 128;

    private final List<Convolution> layers = new ArrayList<>();
    /** Room for runs of pixels, kept from one image to the next. */
    private final Pool<Convolution.Room> rooms = new Pool<>();

    /**
     * @param model tensors {@code body.0.weight}, {@code body.0.bias}, {@code body.1.weight} and so on, then
     *     {@code head.weight}, {@code head.bias}; the metadata's {@code strides} names the body layers' strides, 1 or 2, with
     *     commas
     * @throws IllegalArgumentException if tensors and strides do not make such a stack
     */
    public Convolutions(final SafeTensors model) {
        final String strides = model.metadata().getOrDefault("strides", "");
        int body = 0;
        for (final String stride : strides.split(","))
            add(model, "body." + body++, Integer.parseInt(stride.trim()), true);
        if (model.tensors().containsKey("body." + body + ".weight"))
            throw new IllegalArgumentException("strides: \"" + strides + "\" names no stride for body." + body);
        add(model, "head", 1, false);
    }

    private void add(final SafeTensors model, final String name, final int stride, final boolean rectified) {
        final Tensor weight = model.tensors().get(name + ".weight"),
                bias = model.tensors().get(name + ".bias");
        if (weight == null || bias == null)
            throw new IllegalArgumentException("the model has no " + name + ".weight or no " + name + ".bias");
        final Convolution layer;
        try {
            layer = new Convolution(weight, bias, stride, rectified);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        if (!layers.isEmpty() && layer.inputs() != layers.get(layers.size() - 1).outputs())
            throw new IllegalArgumentException(name + " takes " + layer.inputs() + " channels; the layer before gives "
                    + layers.get(layers.size() - 1).outputs());
        layers.add(layer);
    }

    /** Number of channels that the stack takes. */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /** Number of channels that the stack gives. */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /** How many input pixels lie between neighbours of the output, along each axis. */
    public int stride() {
        return layers.stream().mapToInt(Convolution::stride).reduce(1, (a, b) -> a * b);
    }

    /** How many input rows (or columns) one output pixel sees. */
    public int fieldOfView() {
        return inputLength(1);
    }

    private int inputLength(final int length) {
        int needed = length;
        for (int i = layers.size() - 1; i >= 0; i--) needed = layers.get(i).inputLength(needed);
        return needed;
    }

    int outputLength(final int length) {
        return Math.floorDiv(length - fieldOfView(), stride()) + 1;
    }

    /**
     * Runs the stack: output pixel (x, y) sees the input from column x · stride and row y · stride on, as far as the field of
     * view.
     *
     * @throws IllegalArgumentException if the input has other channels, or is smaller than the field of view
     */
    public FeatureMaps apply(final FeatureMaps input) {
        return apply(input, Progress.NONE);
    }

    /** The same of a large input: is told of each tile, and may cancel. */
    FeatureMaps apply(final FeatureMaps input, final Progress progress) {
        if (input.channels() != inputs())
            throw new IllegalArgumentException(input.channels() + " channels were given, " + inputs() + " are needed.");
        final int width = outputLength(input.width()), height = outputLength(input.height());
        if (width < 1 || height < 1)
            throw new IllegalArgumentException("The image has " + input.width() + "×" + input.height()
                    + " pixels; at least " + fieldOfView() + "×" + fieldOfView() + " are needed.");
        final FeatureMaps output = new FeatureMaps(outputs(), width, height, new float[outputs() * width * height]);
        final int across = (width + TILE - 1) / TILE, down = (height + TILE - 1) / TILE;
        final int length = memory((width + across - 1) / across, (height + down - 1) / down);
        final float[] one = new float[length], other = new float[length];
        for (int j = 0; j < down; j++)
            for (int i = 0; i < across; i++) {
                progress.update("Reading the blur", j * across + i, across * down);
                final int left = i * width / across, top = j * height / down;
                final int right = (i + 1) * width / across, bottom = (j + 1) * height / down;
                FeatureMaps maps = new FeatureMaps(inputs(), inputLength(right - left), inputLength(bottom - top), one);
                input.copyWindow(left * stride(), top * stride(), maps);
                for (final Convolution layer : layers)
                    maps = layer.apply(maps, maps.values() == one ? other : one, rooms);
                output.pasteWindow(left, top, maps);
            }
        return output;
    }

    /** Numbers in the largest maps that are met on the way to an output of this size. */
    private int memory(final int width, final int height) {
        int w = width, h = height, most = 0;
        for (int i = layers.size() - 1; i >= 0; i--) {
            most = Math.max(most, Math.multiplyExact(layers.get(i).outputs(), Math.multiplyExact(w, h)));
            w = layers.get(i).inputLength(w);
            h = layers.get(i).inputLength(h);
        }
        return Math.max(most, Math.multiplyExact(inputs(), Math.multiplyExact(w, h)));
    }
}
