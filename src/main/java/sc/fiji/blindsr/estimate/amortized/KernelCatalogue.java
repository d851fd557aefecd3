package sc.fiji.blindsr.estimate.amortized;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import sc.fiji.blindsr.estimate.KernelSpread;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.prior.KernelFlow;

/**
 * Kernels drawn from a prior, with their {@linkplain KernelComponents entries} and widths: where a search begins, and what a
 * difference of entries means in pixels.
 */
final class KernelCatalogue {

    /** Kernels; a search that begins at one of fewer more often ends beside the best. */
    private static final int COUNT = 2000;

    /** Kernels around one whose widths tell how widths depend on entries; there are a dozen entries. */
    private static final int NEIGHBOURS = 200;

    /**
     * By how much a width's standard deviation is larger than independent errors of the entries would make it: they err together. On
     * held-out photographs, scenes and kernels of General, for each scale factor and without or with noise, 1.5 to 1.7 make it true.
     */
    private static final double TOGETHER = 1.55;

    private static final long SEED = 1;

    private record Item(double[] latent, double[] entries, KernelFigures figures) {}

    private final List<Item> items;

    KernelCatalogue(final KernelFlow prior, final KernelComponents components) {
        final Random random = new Random(SEED);
        final List<double[]> latents = IntStream.range(0, COUNT)
                .mapToObj(i -> prior.randomLatent(random))
                .toList();
        items = latents.parallelStream()
                .map(z -> {
                    final KernelFlow.Generation generation = prior.generate(z);
                    return new Item(
                            z,
                            components
                                    .describe(generation.values(), prior.scale())
                                    .entries(),
                            KernelFigures.of(generation.kernel()));
                })
                .toList();
    }

    /** The latent vector of the kernel that is the most probable. */
    double[] nearest(final ExpertProduct read) {
        return items.stream()
                .min(Comparator.comparingDouble(i -> distance(i.entries, read)))
                .orElseThrow()
                .latent;
    }

    /** Σ precision·(entry − mean)². */
    static double distance(final double[] entries, final ExpertProduct read) {
        double sum = 0;
        for (int i = 0; i < entries.length; i++)
            sum += read.precision()[i] * (entries[i] - read.mean()[i]) * (entries[i] - read.mean()[i]);
        return sum;
    }

    /**
     * The standard deviations of a kernel's figures that those of its entries make, to first order: logarithms of the widths
     * and the direction are linear in the entries among the kernels nearby.
     */
    KernelSpread spread(final double[] entries, final KernelFigures figures, final ExpertProduct read) {
        final List<Item> near = items.stream()
                .sorted(Comparator.comparingDouble(i -> {
                    double sum = 0;
                    for (int e = 0; e < entries.length; e++) sum += Math.pow(i.entries[e] - entries[e], 2);
                    return sum;
                }))
                .limit(NEIGHBOURS)
                .toList();
        final double[] elongation = elongation(figures);
        final double length = Math.hypot(elongation[0], elongation[1]);
        // Across the present direction: a small turn by φ changes it by 2φ times its length.
        final double u = length > 0 ? -elongation[1] / length : 0, v = length > 0 ? elongation[0] / length : 1;
        final double across = deviation(near, read, i -> {
            final double[] e = elongation(i.figures);
            return u * e[0] + v * e[1];
        });
        return new KernelSpread(
                figures.fwhmMajor() * deviation(near, read, i -> Math.log(i.figures.fwhmMajor())),
                figures.fwhmMinor() * deviation(near, read, i -> Math.log(i.figures.fwhmMinor())),
                Math.min(
                        KernelSpread.ANY_DIRECTION,
                        length > 0 ? Math.toDegrees(across / (2 * length)) : KernelSpread.ANY_DIRECTION));
    }

    /** ln(major/minor) as a vector of twice the direction, so that it does not jump. */
    private static double[] elongation(final KernelFigures figures) {
        final double log = Math.log(figures.fwhmMajor() / figures.fwhmMinor()),
                angle = 2 * Math.toRadians(figures.angle());
        return new double[] {log * Math.cos(angle), log * Math.sin(angle)};
    }

    private interface Figure {
        double of(Item item);
    }

    private static double deviation(final List<Item> near, final ExpertProduct read, final Figure figure) {
        final OLSMultipleLinearRegression line = new OLSMultipleLinearRegression();
        line.newSampleData(
                near.stream().mapToDouble(figure::of).toArray(),
                near.stream().map(Item::entries).toArray(double[][]::new));
        final double[] slopes = line.estimateRegressionParameters();
        return TOGETHER
                * Math.sqrt(IntStream.range(1, slopes.length)
                        .mapToDouble(i -> slopes[i] * slopes[i] / read.precision()[i - 1])
                        .sum());
    }
}
