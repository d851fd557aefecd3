package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AdaptiveMoments;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.pixel.RobustStatistics;
import sc.fiji.blindsr.progress.Progress;

/**
 * The kernel from beads: found, fitted each with a Gaussian, then in turns the {@link EffectivePsf} from all beads and the
 * places, fluxes and backgrounds of the beads from it. Beads that it does not explain are left out.
 *
 * @param kernel on the fine grid, sum 1, centre at (K − s)/2
 * @param beads all spots, also those that were not used
 * @param fwhmMajorError one standard deviation of the kernel's full width at half maximum, high-resolution pixels: how much
 *     it changes when tenths of the beads are left out (jackknife)
 * @param fwhmMinorError the same for the shorter axis
 */
public record BeadKernel(BlurKernel kernel, Beads beads, double fwhmMajorError, double fwhmMinorError) {

    private static final int ROUNDS = 4, GROUPS = 10, FEWEST = 3, MOST = 300;
    /** Numbers that are kept of all pixels of beads together: 200 MB. */
    private static final long MOST_WEIGHTS = 25_000_000;
    /** Standard deviations from the middle at which a bead is unlike the others. */
    private static final double UNLIKE = 4;
    /** Part of the spots' variance that may come of the beads' own size. */
    private static final double LARGEST_SPHERE = 0.4;
    /** The error over what the jackknife says, which does not see what all beads share; from simulated fields. */
    private static final double ERROR_OF_JACKKNIFE = 1.2;
    /** Signal-to-noise ratio above which beads count the same. */
    private static final double MOST_SIGNAL = 100;
    /** Relative error of a bead's width times its signal-to-noise ratio; from simulated fields. */
    private static final double ERROR_OF_WIDTH = 1.3;
    /** The part of a normal distribution below one standard deviation above its middle. */
    private static final double ONE_DEVIATION = 0.8413;
    /** Relative spread of widths and misfits that even perfect beads have. */
    private static final double TOLERANCE = 0.03;

    /**
     * @param planes images with beads
     * @param scale the scale factor
     * @param size of the beads
     * @throws UserError if fewer than three beads can be used
     */
    public static BeadKernel of(
            final List<Plane> planes, final int scale, final BeadSize size, final Progress progress) {
        final BeadFinder.Found found = BeadFinder.in(planes, progress);
        final int reach = found.reach();
        Beads beads = checked(found.beads());
        beads = checked(new Focus(beads, reach).judged(progress));
        beads = checked(withoutFaint(withoutUnlikeWidths(beads), scale, size));
        checkSize(beads.used(), size);
        EffectivePsf psf = gaussian(beads.used(), scale, reach, size);
        double gain = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final int done = round;
            final Runnable step = () -> progress.update("Registering beads", done, ROUNDS);
            step.run();
            final Registration registration = new Registration(psf);
            beads = beads.withUsed(registration::registered);
            gain = gain(beads.used(), registration);
            if (round > 0) beads = withoutMisfits(beads, registration, gain);
            psf = fit(checked(beads).used(), scale, reach, size, gain, step);
        }
        final double variance = gain;
        final double[] errors = jackknife(
                beads.used(),
                (some, step) -> fit(some, scale, reach, size, variance, step).kernel(scale),
                progress);
        return new BeadKernel(psf.kernel(scale), beads.withGain(variance), errors[0], errors[1]);
    }

    private static EffectivePsf fit(
            final List<Bead> beads,
            final int scale,
            final int reach,
            final BeadSize size,
            final double gain,
            final Runnable iterated) {
        return gaussian(beads, scale, reach, size).fitted(beads, gain, iterated);
    }

    /** The mean of the beads' own Gaussians, weighted with the squares of their signal-to-noise ratios. */
    private static EffectivePsf gaussian(
            final List<Bead> beads, final int scale, final int reach, final BeadSize size) {
        double weights = 0, xx = 0, xy = 0, yy = 0;
        for (final Bead bead : beads) {
            // A bead ten times as bright is no better registered.
            final double weight = Math.pow(Math.min(MOST_SIGNAL, bead.light().signalToNoise()), 2);
            final AdaptiveMoments moments = bead.light().moments();
            weights += weight;
            xx += weight * moments.xx();
            xy += weight * moments.xy();
            yy += weight * moments.yy();
        }
        return new EffectivePsf(scale, reach, size, xx / weights, xy / weights, yy / weights);
    }

    /**
     * How much the widths of the beads that were used differ, or their forms: the relative standard deviation of what noise and the
     * place within a pixel do not explain. Beads of one size in an evenly sharp field have nearly 0.
     */
    public double variety() {
        final List<Bead> used = beads.used();
        // Half the difference of two widths is as uncertain as their mean.
        final double all = Stream.<ToDoubleFunction<AdaptiveMoments>>of(
                        moments -> Math.log(moments.xx() * moments.yy() - moments.xy() * moments.xy()) / 4,
                        moments -> (moments.xx() - moments.yy()) / (moments.xx() + moments.yy()) / 2,
                        moments -> moments.xy() / (moments.xx() + moments.yy()))
                .mapToDouble(value -> StatUtils.populationVariance(used.stream()
                        .map(bead -> bead.light().moments())
                        .mapToDouble(value)
                        .toArray()))
                .max()
                .orElseThrow();
        final double noise = used.stream()
                .mapToDouble(bead -> Math.pow(ERROR_OF_WIDTH / bead.light().signalToNoise(), 2))
                .average()
                .orElse(0);
        return Math.sqrt(Math.max(0, all - noise - TOLERANCE * TOLERANCE));
    }

    /** Which part of those that could be measured is unlike the others: of one size, hardly any but a few that touch. */
    public double unlike() {
        final long unlike = beads.count(Bead.Use.UNLIKE);
        return (double) unlike / (unlike + beads.count(Bead.Use.USED) + beads.count(Bead.Use.NOT_NEEDED));
    }

    /** The same, if enough can be used. */
    private static Beads checked(final Beads beads) {
        final int used = beads.used().size();
        if (used < FEWEST)
            throw new UserError(
                    "input",
                    beads.all().size() + " bright spots were found, and " + used
                            + " of them can be used (alone, not saturated in any plane, not at the rim, alike)",
                    "at least " + FEWEST + " beads are needed, and some ten are better");
        return beads;
    }

    /** Some of the width must be left to the optics. */
    private static void checkSize(final List<Bead> beads, final BeadSize size) {
        final double xx = median(beads, AdaptiveMoments::xx),
                xy = median(beads, AdaptiveMoments::xy),
                yy = median(beads, AdaptiveMoments::yy);
        // The larger eigenvalue of C⁻¹S, with the covariances C of the spots and S of the spheres
        final double det = xx * yy - xy * xy,
                half = (yy * size.varianceX() + xx * size.varianceY()) / det / 2,
                share = half + Math.sqrt(Math.max(0, half * half - size.varianceX() * size.varianceY() / det));
        if (share > LARGEST_SPHERE)
            throw new UserError(
                    "diameter",
                    String.format(
                            Locale.ROOT,
                            "beads of %.3g pixels were given, but the spots have a full width at half maximum of %.3g pixels",
                            size.largest(),
                            KernelFigures.width(median(beads, moments -> moments.eigenvalues()[1]))),
                    "beads of that width or more say nothing of the optics");
    }

    private static double median(final List<Bead> beads, final ToDoubleFunction<AdaptiveMoments> value) {
        return RobustStatistics.median(beads.stream()
                .map(bead -> bead.light().moments())
                .mapToDouble(value)
                .toArray());
    }

    /** The gain of the middle one of all beads, which two beads in one do not spoil; at least 0. */
    private static double gain(final List<Bead> beads, final Registration registration) {
        final double[] gains = beads.stream().mapToDouble(registration::gain).toArray();
        return gains.length == 0 ? 0 : Math.max(0, RobustStatistics.median(gains));
    }

    /** More beads than some hundred, or fewer large ones, of which the faint ones say least, would only take time and memory. */
    private static Beads withoutFaint(final Beads beads, final int scale, final BeadSize size) {
        final long weights = beads.used().stream()
                .mapToLong(bead -> bead.light().count() * EffectivePsf.weights(scale, size))
                .max()
                .orElse(1);
        return beads.without(
                beads.used().stream()
                        .sorted(Comparator.comparingDouble(bead -> -bead.light().signalToNoise()))
                        .skip(Math.max(GROUPS, Math.min(MOST, MOST_WEIGHTS / weights)))
                        .toList(),
                Bead.Use.NOT_NEEDED);
    }

    /** Several beads in one are wider than one. */
    private static Beads withoutUnlikeWidths(final Beads beads) {
        final List<Bead> used = beads.used(), unlike = new ArrayList<>();
        for (final ToDoubleFunction<Bead> width : List.<ToDoubleFunction<Bead>>of(Bead::fwhmMajor, Bead::fwhmMinor)) {
            final double[] widths = used.stream()
                    .mapToDouble(bead -> Math.log(width.applyAsDouble(bead)))
                    .toArray();
            final double middle = RobustStatistics.median(widths),
                    spread = Math.max(TOLERANCE, RobustStatistics.deviation(widths, middle));
            for (int i = 0; i < widths.length; i++)
                if (Math.abs(widths[i] - middle) > UNLIKE * spread) unlike.add(used.get(i));
        }
        return beads.without(unlike, Bead.Use.UNLIKE);
    }

    private static Beads withoutMisfits(final Beads beads, final Registration registration, final double gain) {
        final List<Bead> used = beads.used(), unlike = new ArrayList<>();
        final double[] misfits = used.stream()
                .mapToDouble(bead -> Math.log(registration.misfit(bead, gain)))
                .toArray();
        if (misfits.length == 0) return beads;
        final double middle = RobustStatistics.median(misfits),
                spread = Math.max(5 * TOLERANCE, RobustStatistics.deviation(misfits, middle));
        for (int i = 0; i < misfits.length; i++) if (!(misfits[i] - middle <= UNLIKE * spread)) unlike.add(used.get(i));
        return beads.without(unlike, Bead.Use.UNLIKE);
    }

    /** How much farther than from ten groups the truth may lie from what few groups say, by Student's distribution. */
    private static double ofFew(final int groups) {
        return new TDistribution(groups - 1.0).inverseCumulativeProbability(ONE_DEVIATION)
                / new TDistribution(GROUPS - 1.0).inverseCumulativeProbability(ONE_DEVIATION);
    }

    /** Standard deviations of the two widths. */
    private static double[] jackknife(
            final List<Bead> beads, final BiFunction<List<Bead>, Runnable, BlurKernel> fit, final Progress progress) {
        final int groups = Math.min(GROUPS, beads.size());
        final double[][] widths = new double[groups][];
        for (int g = 0; g < groups; g++) {
            final int done = g;
            final Runnable step = () -> progress.update("Estimating the error", done, groups);
            step.run();
            final List<Bead> kept = new ArrayList<>();
            for (int i = 0; i < beads.size(); i++) if (i % groups != g) kept.add(beads.get(i));
            final KernelFigures figures = KernelFigures.of(fit.apply(kept, step));
            widths[g] = new double[] {figures.fwhmMajor(), figures.fwhmMinor()};
        }
        final double[] errors = new double[2];
        for (int axis = 0; axis < 2; axis++) {
            double mean = 0, squares = 0;
            for (final double[] width : widths) mean += width[axis] / groups;
            for (final double[] width : widths) squares += Math.pow(width[axis] - mean, 2);
            errors[axis] = ERROR_OF_JACKKNIFE * ofFew(groups) * Math.sqrt(squares * (groups - 1) / groups);
        }
        return errors;
    }
}
