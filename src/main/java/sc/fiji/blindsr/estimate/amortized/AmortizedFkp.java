package sc.fiji.blindsr.estimate.amortized;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.estimate.KernelSpread;
import sc.fiji.blindsr.estimate.SphereAdam;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/**
 * Amortized FKP, an estimator of this project: a small network, trained once on simulated images, reads the blur's covariance
 * off the image in one pass, with how sure it is ({@link BlurReader}); the answer is the kernel FKP(z) of the prior that is
 * nearest to it, z on the latent sphere (Liang et al., CVPR 2021, section 3.3). Amortized inference: Cranmer, Brehmer, Louppe,
 * "The frontier of simulation-based inference", PNAS 2020.
 */
public final class AmortizedFkp implements KernelEstimator {

    /** The name users choose it by. */
    public static final String NAME = "Amortized FKP";

    /** Low-resolution pixels that are read: of larger images the most textured part. */
    private static final int PIXELS = 160_000;

    private static final int LATENT_STEPS = 60;
    private static final double LATENT_RATE = 0.2;
    /** A ± of more than this share of the width says that the image tells little. */
    private static final double LARGEST_RELATIVE_SPREAD = 0.35;

    private final ConcurrentHashMap<Integer, BlurReader> readers = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int largestRegion(final int scale) {
        return (int) Math.sqrt(PIXELS);
    }

    @Override
    public boolean readsWhole(final int width, final int height) {
        return (long) width * height <= PIXELS;
    }

    @Override
    public int smallestRegion(final int scale) {
        return 32;
    }

    @Override
    public long memory(final int width, final int height, final int scale) {
        return 600L * width * height;
    }

    @Override
    public <T extends RealType<T>> Estimate estimate(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final int scale = problem.scale();
        progress.update(NAME + ": reading", 0, 2);
        final BlurReader reader = readers.computeIfAbsent(scale, BlurReader::builtIn);
        final Reading reading = reader.read(Channels.luminanceOf(low), (int) low.dimension(0), (int) low.dimension(1));
        progress.update(NAME + ": kernel", 1, 2);
        final BlurKernel kernel = nearest(reading, problem);
        final KernelSpread spread = reading.spread(scale);
        return new Estimate(
                kernel,
                Optional.empty(),
                ComputeDevice.CPU.name(),
                Optional.of(spread),
                warning(KernelFigures.of(kernel), spread));
    }

    /** The prior's kernel nearest to the Gaussian that was read: least squares, from where the flow encodes it. */
    private static BlurKernel nearest(final Reading reading, final EstimationProblem problem) {
        final int scale = problem.scale();
        final KernelFlow prior = problem.prior();
        final BlurKernel read = inRange(reading.mean().gaussian(scale), scale).kernel(scale);
        final double[] target = read.values();
        final double[] start = prior.encode(prior.logits(target.clone(), new double[target.length]))
                .latent();
        final SphereAdam search = new SphereAdam(prior, prior.onSphere(start), LATENT_RATE);
        double best = Double.POSITIVE_INFINITY;
        BlurKernel nearest = read;
        for (int step = 0; step <= LATENT_STEPS; step++) {
            final KernelFlow.Generation generation = search.generate();
            final double[] values = generation.values(), gradient = new double[values.length];
            double error = 0;
            for (int i = 0; i < values.length; i++) {
                gradient[i] = 2 * (values[i] - target[i]);
                error += (values[i] - target[i]) * (values[i] - target[i]);
            }
            if (error < best) {
                best = error;
                nearest = generation.kernel();
            }
            search.step(generation.latentGradient(gradient));
        }
        return nearest;
    }

    /** The prior knows no narrower and no wider blurs. */
    private static AnisotropicGaussian inRange(final AnisotropicGaussian gaussian, final int scale) {
        final double smallest = AnisotropicGaussian.smallestVariance(scale),
                largest = AnisotropicGaussian.largestVariance(scale);
        return new AnisotropicGaussian(
                Math.max(smallest, Math.min(largest, gaussian.lambda1())),
                Math.max(smallest, Math.min(largest, gaussian.lambda2())),
                gaussian.theta());
    }

    private static Optional<String> warning(final KernelFigures figures, final KernelSpread spread) {
        if (spread.fwhmMajor() > LARGEST_RELATIVE_SPREAD * figures.fwhmMajor()
                || spread.fwhmMinor() > LARGEST_RELATIVE_SPREAD * figures.fwhmMinor())
            return Optional.of(
                    "the region is so flat or noisy that it says little about the blur; select a part with more"
                            + " edges");
        return Optional.empty();
    }
}
