package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.network.Adam;
import sc.fiji.blindsr.network.BlurAndSample;
import sc.fiji.blindsr.network.DipNetwork;
import sc.fiji.blindsr.network.StructuralSimilarity;
import sc.fiji.blindsr.progress.Progress;

/**
 * Finds kernel and image together (Liang et al., CVPR 2021, section 3.3, algorithm 1): the image is what a network
 * makes of fixed noise (Ulyanov et al., "Deep Image Prior", CVPR 2018), the kernel comes from a {@link KernelModel}.
 * Both are optimised until the image x, blurred and sampled, equals the given image y:
 *
 * <pre>
 * min over network and kernel model of  loss((x ⋆ k)↓s, y),  x = network(noise)
 * </pre>
 *
 * The loss is 1 − SSIM at first, then the mean square. Boundaries are circular. The result is an exponential
 * average of the network's images, since a single one is noisier (Ulyanov et al., section 3.1); the authors of
 * DIP-FKP take the last one. On two CPU cores an iteration takes about 12 µs for each high-resolution pixel, and some
 * 20 kB of native memory.
 */
public abstract class JointEstimator implements KernelEstimator {

    private static final int ITERATIONS = 1000;
    private static final int SIMILARITY_ITERATIONS = 80;
    private static final double NETWORK_RATE = 5e-3;
    /** Weight of the previous average in each update of the average of the network's images. */
    private static final double AVERAGE_DECAY = 0.99;

    /** High-resolution pixels along each axis of the largest region: 700 MB and about half a second an iteration. */
    private static final int LARGEST = 192;
    /** Smallest image, high-resolution pixels along each axis: the network halves it five times. */
    private static final int SMALLEST = 33;

    private final String name;
    private final int frozenIterations;

    /**
     * @param name the name users choose it by
     * @param frozenIterations number of first iterations in which the kernel stays as it is, while the network learns the image
     */
    JointEstimator(final String name, final int frozenIterations) {
        this.name = name;
        this.frozenIterations = frozenIterations;
    }

    /**
     * Makes the kernel model of one search.
     *
     * @param manager of arrays that live as long as the search
     */
    abstract KernelModel kernelModel(EstimationProblem problem, NDManager manager);

    /**
     * Finishes the estimate; by default it stays as found.
     *
     * @param found kernel and image
     */
    Estimate finished(final Estimate found, final EstimationProblem problem) {
        return found;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean usesPyTorch() {
        return true;
    }

    @Override
    public final boolean makesImage() {
        return true;
    }

    @Override
    public final String citation() {
        return "Liang et al., CVPR 2021";
    }

    @Override
    public final int largestRegion(final int scale) {
        return LARGEST / scale;
    }

    @Override
    public final int smallestRegion(final int scale) {
        return Math.max(BlurKernel.sizeFor(scale), (SMALLEST + scale - 1) / scale);
    }

    @Override
    public final long memory(final int width, final int height, final int scale) {
        return 20_000L * width * height * scale * scale;
    }

    @Override
    public final <T extends RealType<T>> Estimate estimate(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final ComputeDevice device = ComputeDevice.of(problem.device());
        final int width = (int) low.dimension(0), height = (int) low.dimension(1), channels = (int) low.dimension(2);
        final int scale = problem.scale(), iterations = problem.iterationsOr(ITERATIONS);
        final BlurAndSample degradation = new BlurAndSample(scale, BlurKernel.sizeFor(scale));

        try (DipNetwork network = new DipNetwork(device, problem.seed())) {
            final NDManager manager = network.manager();
            final KernelModel model = kernelModel(problem, manager);
            final float[] levels = Channels.threeOf(low);
            final float[] limits = limits(levels);
            for (int i = 0; i < levels.length; i++) levels[i] = (levels[i] - limits[0]) / (limits[1] - limits[0]);
            final NDArray observed = manager.create(levels, new Shape(DipNetwork.IMAGE_CHANNELS, 1, height, width));
            final StructuralSimilarity similarity = new StructuralSimilarity(manager, observed);
            final NDArray noise = network.noise(problem.seed(), width * scale, height * scale);
            final float[] average = new float[(int) noise.size()];
            final Adam networkAdam = new Adam(network.parameters().values(), NETWORK_RATE);

            for (int i = 1; ; i++) {
                try (NDManager iteration = manager.newSubManager();
                        GradientSession session = GradientSession.open(progress)) {
                    final NDArray image = network.forward(iteration, noise), weights = model.weights(iteration);
                    final boolean kernelIsFrozen = i <= frozenIterations;
                    final NDArray predicted =
                            degradation.apply(image, kernelIsFrozen ? weights.stopGradient() : weights);
                    final NDArray loss = i <= SIMILARITY_ITERATIONS
                            ? similarity.of(predicted).neg().add(1)
                            : predicted.sub(observed).square().mean();
                    final float value = loss.getFloat();
                    if (!Float.isFinite(value))
                        throw new UserError(
                                "seed",
                                name + " diverged in iteration " + i + " (loss " + value + "); try another seed.");
                    progress.update(
                            String.format(
                                    Locale.ROOT,
                                    "%s: loss %.3g, %s",
                                    name,
                                    value,
                                    KernelFigures.of(model.kernel()).widths()),
                            i - 1,
                            iterations);
                    progress.kernel(model.kernel().image());
                    accumulate(image.toFloatArray(), average, i);
                    if (i == iterations) {
                        for (int j = 0; j < average.length; j++)
                            average[j] = limits[0] + average[j] * (limits[1] - limits[0]);
                        return finished(
                                new Estimate(
                                        model.kernel(),
                                        Optional.of(image(average, width * scale, height * scale, channels)),
                                        device.name()),
                                problem);
                    }
                    session.backward(loss);
                    networkAdam.step();
                    if (!kernelIsFrozen) model.step();
                }
            }
        }
    }

    /**
     * The grey levels that are mapped to 0 and 1 for the network, whose image cannot leave that range. They are 0 and 1,
     * unless the image has levels outside: the quantiles of 16- and 32-bit images leave some.
     */
    private static float[] limits(final float[] levels) {
        float min = 0, max = 1;
        for (final float v : levels) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new float[] {min, max};
    }

    /** Updates the exponential average by image i (from 1). The weights of the images seen so far are normalised to sum 1. */
    private static void accumulate(final float[] image, final float[] average, final int i) {
        final float weight = (float) ((1 - AVERAGE_DECAY) / (1 - Math.pow(AVERAGE_DECAY, i)));
        for (int j = 0; j < average.length; j++) average[j] += weight * (image[j] - average[j]);
    }

    /** Values, channel by channel, as X×Y×C; the mean of the network's channels for a grey image. */
    private static Img<FloatType> image(final float[] values, final int width, final int height, final int channels) {
        if (channels == DipNetwork.IMAGE_CHANNELS) return ArrayImgs.floats(values, width, height, channels);
        final int plane = width * height;
        final float[] grey = new float[plane];
        for (int j = 0; j < values.length; j++) grey[j % plane] += values[j] / DipNetwork.IMAGE_CHANNELS;
        return ArrayImgs.floats(grey, width, height, 1);
    }
}
