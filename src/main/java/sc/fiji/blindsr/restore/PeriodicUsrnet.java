package sc.fiji.blindsr.restore;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.network.Usrnet;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.PeriodicExtension.Axis;

/**
 * {@link Usrnet} for images as they are. The network assumes circular boundaries; an image that is not periodic is {@linkplain
 * PeriodicExtension continued} first. A grey image is given to all three channels of the network, whose results are averaged.
 */
final class PeriodicUsrnet {

    /** The largest noise that the authors trained for. */
    private static final double LARGEST_NOISE = 25 / 255.0;

    /**
     * Noise that the network is told at scale factor 1, over what there is. Told the truth it takes noise for detail, and its
     * results are worse than the image itself, even with the true kernel; with 2 to 3 times as much they are about as good as
     * those of {@link SparseMap}. Tried on two photographs with noise of 1, 3 and 8 of 255 grey levels.
     */
    private static final double TOLD_AT_SCALE_1 = 2.5;

    /** The network that was used last, and of what model and on what device; it takes little room. */
    private static Usrnet latest;

    private static byte[] modelOfLatest;
    private static String deviceOfLatest;

    private final Usrnet network;
    private final BlurKernel kernel;
    private final int scale;
    private final double noise;
    private final UsrnetMargins margins;

    /** @param model the network's weights, in the form of their file */
    PeriodicUsrnet(final RestorationProblem problem, final byte[] model) {
        scale = problem.scale();
        noise = Math.min(told(problem), LARGEST_NOISE);
        final BlurKernel given = problem.kernel();
        kernel = new BlurKernel(given.width(), given.height(), problem.grid().correlated(given.values()));
        margins = new UsrnetMargins(problem);
        network = network(ComputeDevice.of(problem.device()), model);
    }

    /** The largest noise of an image, at a scale factor, that the network can be told. */
    static double largestNoise(final int scale) {
        return scale == 1 ? LARGEST_NOISE / TOLD_AT_SCALE_1 : LARGEST_NOISE;
    }

    private static double told(final RestorationProblem problem) {
        return problem.scale() == 1
                ? TOLD_AT_SCALE_1 * Math.max(problem.noise(), EightBitRounding.STANDARD_DEVIATION)
                : problem.noise();
    }

    /** Tile after tile comes with the same model. */
    private static synchronized Usrnet network(final ComputeDevice device, final byte[] model) {
        if (latest != null && device.name().equals(deviceOfLatest) && Arrays.equals(model, modelOfLatest))
            return latest;
        if (latest != null) latest.close();
        latest = null;
        try {
            latest = new Usrnet(device, SafeTensors.read(model).tensors());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        deviceOfLatest = device.name();
        modelOfLatest = model;
        return latest;
    }

    /**
     * Restores an image or a tile.
     *
     * @param planes channels×height×width grey levels in about [0,1]
     * @param whole whether it is a whole image, which may be periodic
     * @return channels×(s·height)×(s·width) values
     */
    float[] restored(
            final float[] planes,
            final int width,
            final int height,
            final int channels,
            final boolean whole,
            final Progress progress) {
        final Axis x = margins.alongX(width), y = margins.alongY(height);
        final PeriodicExtension extension = whole
                ? new Periodicity(this::deconvolved, scale).of(mean(planes, width * height), x, y)
                : new PeriodicExtension(x, y);
        return extension.cropped(
                periodic(extension.extended(planes), extension.width(), extension.height(), channels, progress), scale);
    }

    private static float[] mean(final float[] planes, final int size) {
        final float[] mean = new float[size];
        for (int i = 0; i < planes.length; i++) mean[i % size] += planes[i] * size / planes.length;
        return mean;
    }

    private float[] deconvolved(final float[] plane, final int width, final int height) {
        try (NDManager manager = network.manager().newSubManager()) {
            return network.fit(manager.create(plane, new Shape(1, 1, height, width)), kernel, scale, noise)
                    .toFloatArray();
        }
    }

    private float[] periodic(
            final float[] planes, final int width, final int height, final int channels, final Progress progress) {
        try (NDManager manager = network.manager().newSubManager()) {
            final NDArray low = manager.create(planes, new Shape(1, channels, height, width));
            if (channels == Usrnet.CHANNELS)
                return network.forward(low, kernel, scale, noise, progress).toFloatArray();
            return network.forward(low.repeat(1, Usrnet.CHANNELS), kernel, scale, noise, progress)
                    .mean(new int[] {1})
                    .toFloatArray();
        }
    }
}
