package sc.fiji.blindsr.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.ModelKind;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.model.NamedTensors;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;

/**
 * The weights of USRNet, the unfolding super-resolution network (Zhang, Van Gool, Timofte, CVPR 2020), under the names
 * of its authors' code. The numbers of channels on the four levels, of residual blocks on each, of hidden units and of
 * iterations may be any: they are read off the shapes.
 */
public final class UsrnetModel implements ModelKind {

    /** Its name in the models folder. */
    public static final String NAME = "usrnet";

    /** The weights that come with the plugin: those that FKP's authors use, by the authors of USRNet. */
    private static final String BUILT_IN = "usrnet_tiny.safetensors";

    private static final String LABEL = "USRNet";

    private static final int LEVELS = 4;

    /** Colours, and colours with the noise map. */
    private static final int OUTPUTS = 3, INPUTS = 4;

    /**
     * The weights in use: those that were imported, else those that come with the plugin.
     *
     * @throws UserError if those that were imported are broken, or have been replaced by something else
     */
    public static Map<String, Tensor> weights() {
        try {
            final Optional<Map<String, Tensor>> imported = Models.find(NAME);
            imported.ifPresent(new UsrnetModel()::check);
            return imported.orElseGet(UsrnetModel::builtIn);
        } catch (final UserError e) {
            throw e.as("restorer", "the imported USRNet cannot be used: ");
        }
    }

    /** The weights that come with the plugin. */
    public static Map<String, Tensor> builtIn() {
        try (InputStream in = UsrnetModel.class.getResourceAsStream(BUILT_IN)) {
            return SafeTensors.read(in.readAllBytes()).tensors();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public boolean recognises(final Map<String, Tensor> tensors) {
        return tensors.containsKey("p.m_head.weight") || tensors.containsKey("h.mlp.0.weight");
    }

    @Override
    public void check(final Map<String, Tensor> tensors) {
        final NamedTensors named = new NamedTensors(LABEL, tensors);
        final Map<String, int[]> shapes = shapes(named);
        shapes.forEach(named::values);
        final TreeSet<String> others = new TreeSet<>(tensors.keySet());
        others.removeAll(shapes.keySet());
        if (!others.isEmpty()) throw new UserError("file", "tensor \"" + others.first() + "\" is no part of USRNet.");
    }

    @Override
    public String name(final String source) {
        return NAME;
    }

    /**
     * About how many bytes of memory the network with these weights takes for a high-resolution image. About six arrays of the
     * finest level exist at the same time, and about as much again is lost to fragmentation.
     *
     * @param pixels number of pixels of the image
     */
    public static long memory(final Map<String, Tensor> weights, final long pixels) {
        final long widest = weights.get("p.m_head.weight").shape()[0];
        return 2 * (6 * Float.BYTES * widest + 20) * pixels;
    }

    /** The shape that each tensor must have, given those of some: output × input channels × rows × columns. */
    private static Map<String, int[]> shapes(final NamedTensors tensors) {
        final int[] channels = new int[LEVELS];
        channels[0] = length(tensors, "p.m_head.weight");
        final int blocks = (int) tensors.tensors().keySet().stream()
                .filter(n -> n.matches("p\\.m_body\\.\\d+\\.res\\.0\\.weight"))
                .count();
        for (int level = 1; level < LEVELS; level++)
            channels[level] = length(tensors, "p.m_down" + level + "." + blocks + ".weight");
        final int hidden = length(tensors, "h.mlp.0.bias"), parameters = length(tensors, "h.mlp.4.bias");
        if (parameters % 2 != 0)
            throw new UserError(
                    "file",
                    "tensor \"h.mlp.4.bias\" has " + parameters + " values; USRNet needs two for each iteration.");

        final Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put("p.m_head.weight", new int[] {channels[0], INPUTS, 3, 3});
        for (int level = 1; level < LEVELS; level++) {
            final int finer = channels[level - 1], coarser = channels[level];
            addBlocks(shapes, "p.m_down" + level + ".", 0, blocks, finer);
            shapes.put("p.m_down" + level + "." + blocks + ".weight", new int[] {coarser, finer, 2, 2});
            // A transposed convolution has its input channels first.
            shapes.put("p.m_up" + level + ".0.weight", new int[] {coarser, finer, 2, 2});
            addBlocks(shapes, "p.m_up" + level + ".", 1, blocks, finer);
        }
        addBlocks(shapes, "p.m_body.", 0, blocks, channels[LEVELS - 1]);
        shapes.put("p.m_tail.weight", new int[] {OUTPUTS, channels[0], 3, 3});
        // from noise level and scale factor to the two parameters of each iteration
        addLayer(shapes, "h.mlp.0.", hidden, 2);
        addLayer(shapes, "h.mlp.2.", hidden, hidden);
        addLayer(shapes, "h.mlp.4.", parameters, hidden);
        return shapes;
    }

    private static void addBlocks(
            final Map<String, int[]> shapes,
            final String prefix,
            final int first,
            final int blocks,
            final int channels) {
        for (int block = first; block < first + blocks; block++)
            for (final int layer : new int[] {0, 2})
                shapes.put(prefix + block + ".res." + layer + ".weight", new int[] {channels, channels, 3, 3});
    }

    private static void addLayer(
            final Map<String, int[]> shapes, final String prefix, final int outputs, final int inputs) {
        shapes.put(prefix + "weight", new int[] {outputs, inputs, 1, 1});
        shapes.put(prefix + "bias", new int[] {outputs});
    }

    /** The length of a tensor's first axis. */
    private static int length(final NamedTensors tensors, final String name) {
        final int[] shape = tensors.get(name).shape();
        if (shape.length > 0 && shape[0] > 0) return shape[0];
        throw new UserError(
                "file",
                "tensor \"" + name + "\" has the shape " + Arrays.toString(shape) + ", which USRNet cannot have.");
    }
}
