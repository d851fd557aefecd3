package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/**
 * Finds the kernel without a network for the image: the image is integrated out, which takes away the bias of joint
 * estimation towards blurred images with narrow kernels (Levin et al., CVPR 2011; Wipf and Zhang, "Revisiting Bayesian blind
 * deconvolution", JMLR 2014), and the kernel is searched in the flow's latent space (FKP, section 3.3), while the noise that
 * is allowed for falls from step to step. The formulas are in {@link VariationalSearch}. Plain Java, no native library.
 * <p>
 * How sure it is: each quarter of the region is then let go its own way for some steps. The quarters' kernels differ by what
 * the image's content and the random samples do to them.
 */
public final class VariationalFkp implements KernelEstimator {

    /** The name users choose it by. */
    public static final String NAME = "Variational FKP";

    /** Number of random kernels to choose the start from. */
    private static final int STARTS = 64;
    /** Low-resolution pixels along each axis below which there is little but the rim, where everything is guessed. */
    private static final int SMALLEST = 16;
    /** High-resolution pixels along each axis from which on more are not worth their time. */
    private static final int LARGEST = 384;
    /** Root mean square difference of neighbours for each unit of the scale factor that a region is brought to. */
    private static final double DIFFERENCE = 0.0275;
    /** The least one that is believed; less is rounding. */
    private static final double LEAST_DIFFERENCE = 0.001;
    /** σ falls from the first to the last value over this part of the steps. */
    private static final double SIGMA_FIRST = 0.04, SIGMA_LAST = 0.004, FALLING = 0.6;
    /** Steps that each quarter of the region makes by itself. */
    private static final int QUARTER_STEPS = 6;
    /**
     * One standard deviation of the error over that of the quarters' mean; calibrated on Set5 with noise of 0, 3 and 10 grey
     * levels of 255.
     */
    private static final double ERROR_OF_QUARTERS = 2.5;
    /** Relative standard deviation of a width at the least: quarters may be wrong together. */
    private static final double LEAST_ERROR = 0.05;
    /** Standard deviation of a direction of which nothing is known: 180°/√12. */
    private static final double ANY_DIRECTION = 180 / Math.sqrt(12);
    /** Relative standard deviation of a width from which on it is as good as unknown. */
    private static final double UNKNOWN = 0.5;

    @Override
    public String name() {
        return NAME;
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
        final double given = GradientSnr.noiseOfLuminance(problem.noise(), low.dimension(2));
        final double stretch = stretch(y, width, given, problem.scale()), noise = stretch * given;
        for (int i = 0; i < y.length; i++) y[i] *= (float) stretch;
        final int steps = problem.iterationsOr(steps(problem.scale())), all = steps + QUARTER_STEPS;
        final VariationalSearch search = new VariationalSearch(y, width, height, problem, start(problem));
        for (int step = 0; step < steps; step++) {
            progress.update(status(search.kernel()), step, all);
            progress.kernel(search.kernel().image());
            final double fallen = Math.min(1, step / (FALLING * steps));
            search.step(Math.max(SIGMA_FIRST * Math.pow(SIGMA_LAST / SIGMA_FIRST, fallen), noise));
        }
        final Optional<KernelSpread> spread = spread(
                search,
                y,
                width,
                height,
                problem,
                Math.max(SIGMA_LAST, noise),
                step -> progress.update(status(search.kernel()), steps + step, all));
        return new Estimate(
                search.kernel(),
                Optional.empty(),
                ComputeDevice.CPU.name(),
                spread,
                warning(GradientSnr.of(low, problem.noise()), search.kernel(), spread));
    }

    /** The finer the grid, the more unknowns for each pixel that is known, and the slower the search. */
    private static int steps(final int scale) {
        return 9 * (scale + 1);
    }

    /**
     * What brings a region to the contrast that σ is made for: the search shall find the same, whatever the contrast. What is
     * noise in the differences of neighbours is left out.
     */
    private static double stretch(final float[] y, final int width, final double noise, final int scale) {
        final double difference = GradientSnr.difference(y, width),
                squared = difference * difference - 2 * noise * noise;
        return scale * DIFFERENCE / Math.max(LEAST_DIFFERENCE, Math.sqrt(Math.max(0, squared)));
    }

    /**
     * Of some random kernels the one of the least length: a search that begins too wide may stay there, one too narrow does
     * not; nor shall it begin with a direction.
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

    private interface Watcher {

        void atStep(int step);
    }

    private static Optional<KernelSpread> spread(
            final VariationalSearch whole,
            final float[] y,
            final int width,
            final int height,
            final EstimationProblem problem,
            final double sigma,
            final Watcher watcher) {
        final int w = width / 2, h = height / 2;
        if (Math.min(w, h) < whole.kernel().width()) return Optional.empty();
        final VariationalSearch[] quarters = new VariationalSearch[4];
        for (int q = 0; q < quarters.length; q++) {
            final float[] part = new float[w * h];
            for (int v = 0; v < h; v++)
                System.arraycopy(y, (q / 2 * (height - h) + v) * width + q % 2 * (width - w), part, v * w, w);
            quarters[q] = new VariationalSearch(part, w, h, problem, whole.latent());
        }
        for (int step = 0; step < QUARTER_STEPS; step++) {
            watcher.atStep(step);
            Arrays.stream(quarters).parallel().forEach(quarter -> quarter.step(sigma));
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
                Math.max(LEAST_ERROR * centre.fwhmMajor(), factor * Math.sqrt(major)),
                Math.max(LEAST_ERROR * centre.fwhmMinor(), factor * Math.sqrt(minor)),
                Math.min(ANY_DIRECTION, factor * Math.sqrt(angle))));
    }

    private static Optional<String> warning(
            final double contrast, final BlurKernel kernel, final Optional<KernelSpread> spread) {
        if (contrast < GradientSnr.LEAST)
            return Optional.of("the region is so flat or noisy that it says little about the blur;"
                    + " select a part with more edges");
        final KernelFigures figures = KernelFigures.of(kernel);
        if (spread.isPresent()
                && (spread.get().fwhmMajor() > UNKNOWN * figures.fwhmMajor()
                        || spread.get().fwhmMinor() > UNKNOWN * figures.fwhmMinor()))
            return Optional.of(
                    "the parts of the region disagree about the width of the blur; select a part with more edges");
        return Optional.empty();
    }
}
