package sc.fiji.blindsr.restore;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Pixels;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.Usrnet;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.PeriodicExtension.Axis;

/**
 * Restores with {@link Usrnet}, the non-blind step of FKP's authors (Liang et al., CVPR 2021, section 4). The network
 * assumes circular boundaries; an image that is not periodic is {@linkplain PeriodicExtension continued} first. A grey image
 * is given to all three channels of the network, whose results are averaged. The network knows one noise for all: where it grows
 * with the light, the image is {@linkplain VarianceStabilisation stabilised} before, and the result, which then lacks some of the
 * light, {@linkplain FluxCorrection corrected}.
 */
public final class UsrnetRestorer implements Restorer {

    private static final String NAME = "USRNet";

    /** The largest noise that the authors trained for. */
    private static final double LARGEST_NOISE = 25 / 255.0;

    /** Noise that the network is told for a stabilised image, over what there is: measured on images with photon noise. */
    private static final double STABILISED = 1.6;

    private final Supplier<Map<String, Tensor>> weights;

    /** @param weights supplies the network's tensors when they are needed */
    public UsrnetRestorer(final Supplier<Map<String, Tensor>> weights) {
        this.weights = weights;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void checkReady() {
        weights.get();
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        return new UsrnetRestoration(problem, weights.get());
    }

    /** Chooses how an image is continued, given the mirrored continuation along each axis. */
    private interface ExtensionChoice {

        PeriodicExtension of(float[] mean, Axis x, Axis y);
    }

    private static final class UsrnetRestoration implements Restoration {

        /** Block size of the U-Net, high-resolution pixels along each axis: its three halvings make one pixel of a block. */
        private static final int BLOCK = 8;

        /**
         * Distance in high-resolution pixels beyond which the edge of a tile or image changes the result by less than 1e-3,
         * mostly 1e-4. The network's six iterations reach further, with ever smaller effect.
         */
        private static final int NETWORK_REACH = 128;

        /** Smallest number of low-resolution pixels that are added at an edge. */
        private static final int SMALLEST_MARGIN = 6;

        private final ComputeDevice device;
        private final Usrnet network;
        private final BlurKernel kernel;
        private final int scale;
        /** As it is, and as the network knows it. */
        private final double problemNoise, noise;

        UsrnetRestoration(final RestorationProblem problem, final Map<String, Tensor> tensors) {
            device = ComputeDevice.of(problem.device());
            scale = problem.scale();
            problemNoise = problem.noise();
            noise = Math.min(problemNoise, LARGEST_NOISE);
            final BlurKernel given = problem.kernel();
            kernel =
                    new BlurKernel(given.width(), given.height(), problem.grid().correlated(given.values()));
            network = new Usrnet(device, tensors);
        }

        @Override
        public String device() {
            return device.name();
        }

        @Override
        public int reach() {
            return (NETWORK_REACH + Math.max(kernel.width(), kernel.height()) + scale - 1) / scale;
        }

        @Override
        public int step() {
            // The U-Net treats the pixels of a block differently: tiles must have the same blocks as the whole.
            int step = 1;
            while (step * scale % BLOCK != 0) step++;
            return step;
        }

        @Override
        public long memory(final int width, final int height, final int channels) {
            final long pixels = (long) mirrored(width, kernel.width()).period()
                    * mirrored(height, kernel.height()).period()
                    * scale
                    * scale;
            return network.memory(pixels);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            return restore(low, weights, new Periodicity(this::deconvolved, scale)::of, progress);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restoreTile(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            return restore(low, weights, (mean, x, y) -> new PeriodicExtension(x, y), progress);
        }

        /** Where the noise grows with the light, the network gets an image in which it does not. */
        private <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final ExtensionChoice choice,
                final Progress progress) {
            final int width = (int) low.dimension(0),
                    height = (int) low.dimension(1),
                    channels = (int) low.dimension(2);
            final float[] levels = Pixels.floats(low), worth = Pixels.floats(weights);
            final Optional<VarianceStabilisation> stable = VarianceStabilisation.of(levels, worth, problemNoise);
            final float[] planes = stable.map(s -> s.apply(levels)).orElse(levels);
            final double sigma = stable.map(s -> Math.min(STABILISED * s.sigma(), LARGEST_NOISE))
                    .orElse(noise);
            try {
                final PeriodicExtension extension = choice.of(
                        mean(planes, width * height),
                        mirrored(width, kernel.width()),
                        mirrored(height, kernel.height()));
                final float[] high = extension.cropped(
                        restored(
                                extension.extended(planes),
                                extension.width(),
                                extension.height(),
                                channels,
                                sigma,
                                progress),
                        scale);
                stable.ifPresent(s -> {
                    s.invert(high);
                    new FluxCorrection(scale, width, height).apply(levels, worth, high);
                });
                return ArrayImgs.floats(high, (long) scale * width, (long) scale * height, channels);
            } catch (final EngineException e) {
                if (!Failure.isOutOfMemoryOfNetworks(e)) throw e;
                throw (Error) new OutOfMemoryError(NAME + ": " + e.getMessage()).initCause(e);
            }
        }

        private Axis mirrored(final int length, final int kernelLength) {
            final int halfKernel = (kernelLength / 2 + scale - 1) / scale;
            return Axis.mirrored(length, Math.max(SMALLEST_MARGIN, halfKernel), step());
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

        private float[] restored(
                final float[] planes,
                final int width,
                final int height,
                final int channels,
                final double sigma,
                final Progress progress) {
            try (NDManager manager = network.manager().newSubManager()) {
                final NDArray low = manager.create(planes, new Shape(1, channels, height, width));
                if (channels == Usrnet.CHANNELS)
                    return network.forward(low, kernel, scale, sigma, progress).toFloatArray();
                return network.forward(low.repeat(1, Usrnet.CHANNELS), kernel, scale, sigma, progress)
                        .mean(new int[] {1})
                        .toFloatArray();
            }
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
