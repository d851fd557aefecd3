package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.imglib2.Dimensions;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Finds the kernel without a network for the image: the image is integrated out, which removes the bias of joint
 * estimation towards blurred images with narrow kernels (Levin et al., CVPR 2011; Wipf and Zhang, "Revisiting Bayesian blind
 * deconvolution", JMLR 2014), and the kernel is searched in the flow's latent space (FKP, section 3.3), while the noise that
 * is allowed for falls from step to step. The formulas are in {@link VariationalSearch}. Plain Java, no native library.
 * <p>
 * Uncertainty: each quarter of the region is then optimised independently for a few steps. Image content and random samples
 * make the kernels of the quarters differ, and the error of the kernel is estimated from that difference.
 */
public final class VariationalFkp implements KernelEstimator {

    /** The name users choose it by. */
    public static final String NAME = "Variational FKP";

    /** Number of random kernels to choose the start from. */
    private static final int STARTS = 64;
    /**
     * Number of random kernels of any shape to which the search may go over: between the lines of two movements no small steps
     * lead. On eight lines the loss against the true kernel's image fell by that from 1.95 to 0.99 dB with one prior, and grew
     * from 1.21 to 1.40 with another.
     */
    private static final int OTHERS = 1000;
    /** Smallest region, low-resolution pixels along each axis: a smaller one is mostly rim, which the data do not determine. */
    private static final int SMALLEST = 16;
    /** Largest region, high-resolution pixels along each axis: a larger one takes longer and gains nothing. */
    private static final int LARGEST = 384;
    /** Each region is scaled to this root mean square difference of neighbours, times the scale factor. */
    private static final double TARGET_DIFFERENCE = 0.0275;
    /** Smallest measured difference that is used; smaller ones are rounding. */
    private static final double SMALLEST_DIFFERENCE = 0.001;
    /** σ falls from the first to the last value over this part of the steps. */
    private static final double SIGMA_FIRST = 0.04, SIGMA_LAST = 0.004, SIGMA_FALL = 0.6;
    /**
     * The first value for kernels of any shape. There are wrong ones nearby at which the search would stay: it begins where details
     * do not count, and takes its time.
     */
    private static final double SIGMA_FIRST_OF_SHAPES = 0.1;
    /** Steps at scale factor s, over s + 1: a finer grid has more unknowns for each pixel of the data. */
    private static final int STEPS = 9, STEPS_OF_SHAPES = 50;
    /** Number of steps in which each quarter of the region is optimised by itself. */
    private static final int QUARTER_STEPS = 6;
    /**
     * One standard deviation of the error over that of the quarters' mean; calibrated on Set5 with noise of 0, 3 and 10 grey
     * levels of 255.
     */
    private static final double ERROR_OF_QUARTERS = 2.5;
    /** Smallest relative standard deviation of a width that is reported: the quarters share some errors. */
    private static final double SMALLEST_ERROR = 0.05;
    /** Relative standard deviation of a width above which the user is warned. */
    private static final double LARGEST_RELATIVE_SPREAD = 0.5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String citation() {
        return "kernel prior of Liang et al., CVPR 2021";
    }

    @Override
    public int largestRegion(final int scale) {
        return LARGEST / scale;
    }

    @Override
    public int smallestRegion(final int scale) {
        return SMALLEST;
    }

    @Override
    public long memory(final int width, final int height, final int scale) {
        return 400L * scale * scale * width * height;
    }

    @Override
    public <T extends RealType<T>> Estimate estimate(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        final float[] y = luminance(low);
        final float[] weights = weights(low, problem);
        final double ofWeightOne = GradientSnr.noiseOfLuminance(problem.noise(), low.dimension(2)),
                given = ofWeightOne * referToEdges(weights, y, width);
        final double mean = given * meanNoise(weights);
        final double stretch = stretch(y, width, mean, problem.scale());
        final double noise = stretch * given;
        for (int i = 0; i < y.length; i++) y[i] *= (float) stretch;
        final boolean gaussian = problem.prior() == KernelPriors.builtIn(problem.scale());
        final int steps = problem.iterationsOr((gaussian ? STEPS : STEPS_OF_SHAPES) * (problem.scale() + 1)),
                all = steps + QUARTER_STEPS;
        final double first = gaussian ? SIGMA_FIRST : SIGMA_FIRST_OF_SHAPES;
        final VariationalSearch search = new VariationalSearch(
                y, noise, weights, width, height, problem, start(problem), gaussian ? List.of() : others(problem));
        for (int step = 0; step < steps; step++) {
            progress.update(status(search.kernel()), step, all);
            progress.kernel(search.kernel().image());
            final double fallen = Math.min(1, step / (SIGMA_FALL * steps));
            search.step(first * Math.pow(SIGMA_LAST / first, fallen));
        }
        final Optional<KernelSpread> spread = spread(
                search,
                y,
                noise,
                weights,
                width,
                height,
                problem,
                step -> progress.update(status(search.kernel()), steps + step, all));
        final boolean flat = GradientSnr.of(low, problem.noise() * mean / ofWeightOne) < GradientSnr.SMALLEST_USEFUL,
                uncertain = !flat && isUncertain(search.kernel(), spread);
        return new Estimate(
                search.kernel(),
                Optional.empty(),
                ComputeDevice.CPU.name(),
                spread,
                warning(flat, uncertain),
                uncertain);
    }

    /**
     * The factor that brings a region to the contrast for which the schedule of σ was calibrated, so that the result does not
     * depend on contrast. The part of noise in the differences of neighbours is subtracted.
     */
    private static double stretch(final float[] y, final int width, final double noise, final int scale) {
        final double difference = GradientSnr.difference(y, width),
                squared = difference * difference - 2 * noise * noise;
        return scale * TARGET_DIFFERENCE / Math.max(SMALLEST_DIFFERENCE, Math.sqrt(Math.max(0, squared)));
    }

    /**
     * The shortest of some random kernels. A search that starts too wide may stay there, one that starts too narrow does not;
     * and the start should not prefer a direction.
     */
    private static double[] start(final EstimationProblem problem) {
        final KernelFlow prior = problem.prior();
        final Random random = new Random(problem.seed());
        return Stream.generate(() -> prior.randomLatent(random))
                .limit(STARTS)
                .min(Comparator.comparingDouble(
                        z -> KernelFigures.of(prior.generate(z).kernel()).fwhmMajor()))
                .orElseThrow();
    }

    /** Random kernels. */
    private static List<VariationalSearch.Place> others(final EstimationProblem problem) {
        final KernelFlow prior = problem.prior();
        final Random random = new Random(problem.seed() + 1);
        return Stream.generate(() -> prior.randomLatent(random))
                .limit(OTHERS)
                .map(z -> new VariationalSearch.Place(
                        z, prior.generate(z).kernel().values()))
                .toList();
    }

    private static String status(final BlurKernel kernel) {
        return NAME + ": " + KernelFigures.of(kernel).widths();
    }

    /** Luminance with mean 0: blurring with a kernel of sum 1 leaves means alone. */
    private static <T extends RealType<T>> float[] luminance(final RandomAccessibleInterval<T> image) {
        final float[] luminance = Channels.luminanceOf(image);
        double sum = 0;
        for (final float v : luminance) sum += v;
        for (int j = 0; j < luminance.length; j++) luminance[j] -= (float) (sum / luminance.length);
        return luminance;
    }

    /** The weights of the luminance, w·h values: 1 over the mean of its channels' variances. */
    private static float[] weights(final Dimensions low, final EstimationProblem problem) {
        final int n = (int) (low.dimension(0) * low.dimension(1));
        final float[] weights = new float[n];
        Arrays.fill(weights, 1);
        if (problem.weights().isEmpty()) return weights;
        final float[] channels = Pixels.floats(problem.weights().get());
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = i; j < channels.length; j += n) sum += 1 / Math.max(0, channels[j]);
            weights[i] = (float) (channels.length / n / sum);
        }
        return weights;
    }

    /**
     * Refers the weights to the noise where the edges are: it counts there, and the search takes its steps for a weight of 1.
     *
     * @return the factor from the noise of the former reference to that of the new one
     */
    private static double referToEdges(final float[] weights, final float[] y, final int width) {
        double energy = 0, variance = 0;
        for (int i = 0; i + width < y.length; i++) {
            if (weights[i] == 0 || weights[i + 1] == 0 || weights[i + width] == 0) continue;
            final double edge = Math.pow(y[i + 1] - y[i], 2) + Math.pow(y[i + width] - y[i], 2);
            energy += edge;
            variance += edge / weights[i];
        }
        if (energy == 0) return 1;
        final double factor = variance / energy;
        for (int i = 0; i < weights.length; i++) weights[i] *= (float) factor;
        return Math.sqrt(factor);
    }

    /** The root mean square of the noise over that of the weight 1. */
    private static double meanNoise(final float[] weights) {
        double sum = 0;
        int n = 0;
        for (final float weight : weights)
            if (weight > 0) {
                sum += 1 / weight;
                n++;
            }
        return n == 0 ? 1 : Math.sqrt(sum / n);
    }

    private static float[] part(
            final float[] plane, final int at, final int width, final int partWidth, final int partHeight) {
        final float[] part = new float[partWidth * partHeight];
        for (int v = 0; v < partHeight; v++) System.arraycopy(plane, at + v * width, part, v * partWidth, partWidth);
        return part;
    }

    private interface Watcher {

        void atStep(int step);
    }

    private static Optional<KernelSpread> spread(
            final VariationalSearch whole,
            final float[] y,
            final double noise,
            final float[] weights,
            final int width,
            final int height,
            final EstimationProblem problem,
            final Watcher watcher) {
        final int w = width / 2, h = height / 2;
        if (Math.min(w, h) < whole.kernel().width()) return Optional.empty();
        final VariationalSearch[] quarters = new VariationalSearch[4];
        for (int q = 0; q < quarters.length; q++) {
            final int at = q / 2 * (height - h) * width + q % 2 * (width - w);
            quarters[q] = new VariationalSearch(
                    part(y, at, width, w, h),
                    noise,
                    part(weights, at, width, w, h),
                    w,
                    h,
                    problem,
                    whole.latent(),
                    List.of());
        }
        for (int step = 0; step < QUARTER_STEPS; step++) {
            watcher.atStep(step);
            Arrays.stream(quarters).parallel().forEach(quarter -> quarter.step(SIGMA_LAST));
        }
        final KernelFigures centre = KernelFigures.of(whole.kernel());
        double major = 0, minor = 0, angle = 0;
        for (final VariationalSearch quarter : quarters) {
            final KernelFigures figures = KernelFigures.of(quarter.kernel());
            major += Math.pow(figures.fwhmMajor() - centre.fwhmMajor(), 2);
            minor += Math.pow(figures.fwhmMinor() - centre.fwhmMinor(), 2);
            angle += Math.pow((figures.angle() - centre.angle() + 270) % 180 - 90, 2);
        }
        // The mean square of four, and that of their mean, which is a quarter of it.
        final double factor = ERROR_OF_QUARTERS / 4;
        return Optional.of(new KernelSpread(
                Math.max(SMALLEST_ERROR * centre.fwhmMajor(), factor * Math.sqrt(major)),
                Math.max(SMALLEST_ERROR * centre.fwhmMinor(), factor * Math.sqrt(minor)),
                Math.min(KernelSpread.ANY_DIRECTION, factor * Math.sqrt(angle))));
    }

    private static Optional<String> warning(final boolean flat, final boolean uncertain) {
        if (flat) return Optional.of(Estimate.SAYS_LITTLE);
        if (uncertain)
            return Optional.of(
                    "the parts of the region disagree about the width of the blur; select a part with more edges");
        return Optional.empty();
    }

    private static boolean isUncertain(final BlurKernel kernel, final Optional<KernelSpread> spread) {
        final KernelFigures figures = KernelFigures.of(kernel);
        return spread.isPresent()
                && (spread.get().fwhmMajor() > LARGEST_RELATIVE_SPREAD * figures.fwhmMajor()
                        || spread.get().fwhmMinor() > LARGEST_RELATIVE_SPREAD * figures.fwhmMinor());
    }
}
