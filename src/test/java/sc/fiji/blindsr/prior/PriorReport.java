package sc.fiji.blindsr.prior;

import java.io.IOException;
import java.util.Random;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.model.TorchFile;

/**
 * Prints how good the built-in priors are beside the authors' weights, on the same kernels:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=prior.PriorReport
 * </pre>
 */
public final class PriorReport {

    private static final int FRESH = 5000;
    private static final int SAMPLES = 500;

    private PriorReport() {}

    public static void main(final String... arguments) throws IOException {
        System.out.println(
                "| scale | weights | −log p, 5000 fresh kernels | −log p, validation grid | sums of 500 samples:"
                        + " mean ± sd (least, most) | PSNR of samples against the Gaussian with their moments (dB) |");
        System.out.println("|---|---|---|---|---|---|");
        for (int scale = 2; scale <= 4; scale++) {
            report(scale, "ours", KernelPriors.builtIn(scale));
            report(scale, "authors'", KernelFlow.of(TorchFile.read(Golden.weights("FKP_x" + scale + ".pt"))));
        }
    }

    private static void report(final int scale, final String name, final KernelFlow prior) {
        System.out.printf(
                "| ×%d | %s | %.2f | %.2f | %s |%n",
                scale, name, fresh(scale, prior), grid(scale, prior), samples(prior));
    }

    private static double fresh(final int scale, final KernelFlow prior) {
        final Random random = new Random(20261123);
        double sum = 0;
        for (int i = 0; i < FRESH; i++)
            sum -= logProbability(
                    prior, AnisotropicGaussian.random(scale, random).kernel(scale), random);
        return sum / FRESH;
    }

    /** The authors' validation kernels: variances in steps of 0.3 over their range, directions in steps of 0.2. */
    private static double grid(final int scale, final KernelFlow prior) {
        final Random random = new Random(7);
        final double least = AnisotropicGaussian.smallestVariance(scale),
                most = AnisotropicGaussian.largestVariance(scale);
        double sum = 0;
        int count = 0;
        for (double first = least; first < most; first += 0.3)
            for (double second = least; second < most; second += 0.3)
                for (double theta = 0; theta < Math.PI; theta += 0.2, count++)
                    sum -= logProbability(prior, new AnisotropicGaussian(first, second, theta).kernel(scale), random);
        return sum / count;
    }

    private static double logProbability(final KernelFlow prior, final BlurKernel kernel, final Random random) {
        final double[] noise = random.doubles(prior.latentSize())
                .map(v -> v / LogitTransform.LEVELS)
                .toArray();
        return prior.encode(prior.logits(kernel.values(), noise)).logProbability();
    }

    /** Random kernels from the sphere of radius K − 1. */
    private static String samples(final KernelFlow prior) {
        final Random random = new Random(3);
        double sum = 0, squares = 0, least = Double.MAX_VALUE, most = 0, psnr = 0;
        for (int i = 0; i < SAMPLES; i++) {
            final BlurKernel kernel =
                    BlurKernel.square(prior.generate(prior.randomLatent(random)).values());
            final double total = kernel.sum();
            sum += total;
            squares += total * total;
            least = Math.min(least, total);
            most = Math.max(most, total);
            psnr += ImageQuality.kernelPsnr(kernel.normalised(), gaussianLike(kernel)) / SAMPLES;
        }
        final double mean = sum / SAMPLES;
        return String.format(
                "%.3f ± %.3f (%.3f, %.3f) | %.2f", mean, Math.sqrt(squares / SAMPLES - mean * mean), least, most, psnr);
    }

    /** The Gaussian with a kernel's centre and second moments. */
    private static BlurKernel gaussianLike(final BlurKernel kernel) {
        final KernelFigures figures = KernelFigures.of(kernel);
        final double major = Math.pow(figures.fwhmMajor() / KernelFigures.FWHM_PER_SIGMA, 2);
        final double minor = Math.pow(figures.fwhmMinor() / KernelFigures.FWHM_PER_SIGMA, 2);
        return new AnisotropicGaussian(major, minor, -Math.toRadians(figures.angle()))
                .sampled(kernel.width(), figures.centreX(), figures.centreY());
    }
}
