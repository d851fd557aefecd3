package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.prior.KernelFlow;

/**
 * Kernels drawn from a prior, with their {@linkplain KernelComponents entries} and widths: among them the answer is chosen, and
 * they tell what a difference of entries means in pixels.
 * <p>
 * What is read is a distribution, and often a wide one. The answer is the kernel with which restored pictures err the least
 * over that distribution (Berger, "Statistical decision theory and Bayesian analysis", 1985, section 4.4), not the most
 * probable one: that is off to either side alike, but only too wide a kernel does much harm.
 * </p>
 */
final class KernelCatalogue {

    /** Kernels; four times as many restore no better. */
    private static final int COUNT = 4000;

    /** The most probable kernels, of which the answer is chosen. */
    private static final int CANDIDATES = 300;

    /** Kernels less probable than this, relative to the most probable one, do not count. */
    private static final double LEAST = 1e-4;

    /**
     * What squares of standardised errors of the entries count for: errors that are several standard deviations large are more
     * frequent than those of a normal distribution.
     */
    private static final double OF_SQUARES = 0.4;

    /**
     * How much less sure than of Gaussians the built-in reader is of the second moments of other kernels, which it reads as
     * Gaussians too: on held-out photographs and scenes its errors are 1.4 to 2.1 times the standard deviations that it gives.
     */
    private static final double OF_OTHER_SHAPES = 1.4;

    /**
     * What the logarithm of the spectrum's misfit counts for. On 21 held-out photographs and textures, ×2, discs, rings, lines
     * and Airy patterns lose 1.27 dB to the true kernel without it, 0.84 with 100, 1.10 with 250; 60 to 100 are alike.
     */
    private static final double OF_SPECTRUM = 80;

    /** Kernels around one whose widths tell how widths depend on entries; there are a dozen entries. */
    private static final int NEIGHBOURS = 200;

    /**
     * By how much a width's standard deviation is larger than independent errors of the entries would make it: they err together. On
     * held-out photographs, scenes and kernels of General, 1 to 1.2 make it true without noise or with a noise of 3 grey levels
     * of 255, for each scale factor, and 1.3 to 1.4 with cameras of all kinds.
     */
    private static final double TOGETHER = 1.25;

    private static final long SEED = 1;

    /**
     * A kernel.
     *
     * @param transfer its transfer function
     * @param entries its entries
     * @param figures its widths
     * @param covariance the logarithm of its second moments
     */
    record Item(
            BlurKernel kernel,
            TransferFunction transfer,
            double[] entries,
            KernelFigures figures,
            LogCovariance covariance) {}

    private final KernelFlow prior;
    private final List<Item> items;
    /** What spectra the items' images have; drawn when they are first needed. */
    private float[][] spectra;

    KernelCatalogue(final KernelFlow prior, final KernelComponents components) {
        this.prior = prior;
        final Random random = new Random(SEED);
        final List<double[]> latents = IntStream.range(0, COUNT)
                .mapToObj(i -> prior.randomLatent(random))
                .toList();
        items = latents.parallelStream()
                .map(z -> {
                    final KernelFlow.Generation generation = prior.generate(z);
                    final TransferFunction transfer = components.transfer(generation.values(), prior.scale());
                    final BlurKernel kernel = generation.kernel();
                    final KernelFigures figures = KernelFigures.of(kernel);
                    return new Item(
                            kernel,
                            transfer,
                            components.entries(transfer),
                            figures,
                            LogCovariance.ofFigures(figures, prior.scale()));
                })
                .toList();
    }

    /**
     * The kernel with which pictures are restored with the least error, in the mean of its logarithm over what was seen.
     *
     * @param seen of the entries, by the prior's own reader
     * @param moments what the reader of Gaussians sees, if that should count
     * @param spectrum the image's, if it is known
     */
    Item best(final ExpertProduct seen, final Optional<Reading> moments, final Optional<ImageSpectrum> spectrum) {
        final Optional<Reading> doubted = moments.map(m -> m.widened(OF_OTHER_SHAPES));
        final double[] misfits = spectrum.map(this::misfits).orElseGet(() -> new double[items.size()]);
        final List<Guess> guesses = IntStream.range(0, items.size())
                .parallel()
                .mapToObj(i -> new Guess(
                        items.get(i),
                        (moments.isPresent() ? OF_SQUARES : 1) * distance(items.get(i).entries, seen)
                                + doubted.map(m -> m.distance(items.get(i).covariance))
                                        .orElse(0.0)
                                + OF_SPECTRUM * misfits[i]))
                .sorted(Comparator.comparingDouble(Guess::distance))
                .limit(CANDIDATES)
                .toList();
        final double least = guesses.get(0).distance;
        final List<Guess> probable = guesses.stream()
                .filter(g -> Math.exp((least - g.distance) / 2) > LEAST)
                .toList();
        return guesses.parallelStream()
                .min(Comparator.comparingDouble(candidate -> {
                    final WienerFilter filter = new WienerFilter(candidate.item.transfer);
                    double sum = 0;
                    for (final Guess truth : probable)
                        sum += Math.exp((least - truth.distance) / 2) * Math.log(filter.error(truth.item.transfer));
                    return sum;
                }))
                .orElseThrow()
                .item;
    }

    /** Logarithms of how far the spectra of images with these blurs are from an image's. */
    private double[] misfits(final ImageSpectrum spectrum) {
        return Arrays.stream(spectra())
                .parallel()
                .mapToDouble(s -> Math.log(spectrum.misfit(s)))
                .toArray();
    }

    private synchronized float[][] spectra() {
        if (spectra == null) {
            final ExpectedSpectra expected = new ExpectedSpectra(prior.scale(), prior.size());
            spectra = items.parallelStream()
                    .map(item -> expected.of(item.kernel.values()))
                    .toArray(float[][]::new);
        }
        return spectra;
    }

    /** A kernel and −2 times the logarithm of its probability, but for a constant. */
    private record Guess(Item item, double distance) {}

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
    KernelSpread spread(final Item item, final ExpertProduct read) {
        final double[] entries = item.entries;
        final KernelFigures figures = item.figures;
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
