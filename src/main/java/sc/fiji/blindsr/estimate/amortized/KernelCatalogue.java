package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /**
     * How kernels of one's own prior are looked for between those of the catalogue: of so many the children, generation by
     * generation, and the standard deviation of the steps, in units of that of the latent space. Of eight lines on Set5's
     * butterfly, without noise, seven come within 0.5 dB of the true kernel's image so, and three without.
     */
    private static final int PARENTS = 30, CHILDREN = 10, GENERATIONS = 16;

    private static final double FIRST_STEP = 0.3, STEP_DECAY = 0.85;

    /** Of General the kernels most probable by what was read, of which the spectra are compared. */
    private static final int LOOKED_AT = 1500;

    /** Kernels around one whose widths tell how widths depend on entries; there are a dozen entries. */
    private static final int NEIGHBOURS = 200;

    /**
     * By how much a width's standard deviation is larger than independent errors of the entries would make it: they err
     * together. On held-out photographs, scenes and kernels of General, 1 to 1.2 make it true without noise or with a noise of
     * 3 grey levels of 255, for each scale factor, and 1.3 to 1.4 with cameras of all kinds.
     */
    private static final double TOGETHER = 1.25;

    private static final long SEED = 1;

    /**
     * A kernel.
     *
     * @param number its place in the catalogue; {@value #COUNT} if it is not from there
     * @param latent its place in the latent space
     * @param transfer its transfer function
     * @param entries its entries
     * @param figures its widths
     * @param covariance the logarithm of its second moments
     */
    record Item(
            int number,
            double[] latent,
            BlurKernel kernel,
            TransferFunction transfer,
            double[] entries,
            KernelFigures figures,
            LogCovariance covariance) {}

    private final KernelFlow prior;
    private final KernelComponents components;
    private final List<Item> items;
    /** Those of the items whose spectra were needed, by their numbers. */
    private final Map<Integer, float[]> spectra = new ConcurrentHashMap<>();

    /** Made when it is first needed. */
    private ExpectedSpectra expected;

    KernelCatalogue(final KernelFlow prior, final KernelComponents components) {
        this.prior = prior;
        this.components = components;
        final Random random = new Random(SEED);
        final List<double[]> latents = IntStream.range(0, COUNT)
                .mapToObj(i -> prior.randomLatent(random))
                .toList();
        items = IntStream.range(0, COUNT)
                .parallel()
                .mapToObj(i -> item(i, latents.get(i)))
                .toList();
    }

    private Item item(final int number, final double[] latent) {
        final KernelFlow.Generation generation = prior.generate(latent);
        final BlurKernel kernel = generation.kernel();
        final TransferFunction transfer = components.transfer(kernel.values(), prior.scale());
        final KernelFigures figures = KernelFigures.of(kernel);
        return new Item(
                number,
                latent,
                kernel,
                transfer,
                components.entries(transfer),
                figures,
                LogCovariance.ofFigures(figures, prior.scale()));
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
        final Function<Item, Guess> byReader = item -> new Guess(
                item,
                (moments.isPresent() ? OF_SQUARES : 1) * distance(item.entries, seen)
                        + doubted.map(m -> m.distance(item.covariance)).orElse(0.0));
        if (spectrum.isEmpty())
            return leastHarmful(nearest(items.parallelStream().map(byReader), CANDIDATES));
        // Before the streams begin, since it uses all cores itself:
        // one of their threads must not wait for the others in it.
        final ExpectedSpectra all = expected();
        final Function<Guess, Guess> bySpectrum = guess -> new Guess(
                guess.item,
                guess.distance + OF_SPECTRUM * Math.log(spectrum.get().misfit(spectrum(guess.item, all))));
        // With kernels of all kinds all that would take longer than all the rest, and gain little.
        final List<Guess> looked =
                nearest(items.parallelStream().map(byReader), moments.isPresent() ? LOOKED_AT : COUNT);
        final List<Guess> guesses = nearest(looked.parallelStream().map(bySpectrum), CANDIDATES);
        return leastHarmful(moments.isPresent() ? guesses : bred(guesses, byReader.andThen(bySpectrum)));
    }

    /** More kernels near the most probable ones, in smaller and smaller steps in the latent space. */
    private List<Guess> bred(final List<Guess> listed, final Function<Item, Guess> judged) {
        List<Guess> guesses = listed;
        final Random random = new Random(SEED);
        double step = FIRST_STEP;
        for (int generation = 0; generation < GENERATIONS; generation++, step *= STEP_DECAY) {
            final List<double[]> near = new ArrayList<>();
            for (final Guess parent : guesses.subList(0, PARENTS))
                for (int i = 0; i < CHILDREN; i++) {
                    final double[] z = parent.item.latent.clone();
                    for (int j = 0; j < z.length; j++) z[j] += step * random.nextGaussian();
                    near.add(prior.onSphere(z));
                }
            guesses = nearest(
                    Stream.concat(
                            guesses.stream(),
                            near.parallelStream().map(z -> item(COUNT, z)).map(judged)),
                    CANDIDATES);
        }
        return guesses;
    }

    /** The one with which restored pictures err the least in the mean over all of them. */
    private static Item leastHarmful(final List<Guess> guesses) {
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

    private static List<Guess> nearest(final Stream<Guess> guesses, final int count) {
        return guesses.sorted(Comparator.comparingDouble(Guess::distance))
                .limit(count)
                .toList();
    }

    /** The spectrum that images with a kernel have. It is kept for those of the catalogue, which are asked for again. */
    private float[] spectrum(final Item item, final ExpectedSpectra all) {
        final double[] values = item.kernel.values();
        return item.number < COUNT ? spectra.computeIfAbsent(item.number, n -> all.of(values)) : all.of(values);
    }

    private synchronized ExpectedSpectra expected() {
        if (expected == null) expected = new ExpectedSpectra(prior.scale(), prior.size());
        return expected;
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
