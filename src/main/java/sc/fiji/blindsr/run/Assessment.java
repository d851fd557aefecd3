package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.SEED;

import java.awt.Rectangle;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.CameraProfile.Kind;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.evidence.LeftOut;
import sc.fiji.blindsr.evidence.Rehearsal;
import sc.fiji.blindsr.image.MostTexturedWindow;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/**
 * Puts the restoration of a channel to the test, on a part of its plane: is it better than interpolation, or, at scale factor 1,
 * than the image as it is? Warns if not.
 */
final class Assessment {

    /** Side of the part on which a restoration is tried, low-resolution pixels. */
    private static final int TRIED = 96;
    /** Least side of an image that tells anything. */
    private static final int SMALLEST = 48;

    /**
     * Gains on pixels left out below these, in dB, say that a result is worse than interpolation. They are predicted better by 0.2
     * dB at the least where a result is better by 0.5 dB, and by less in most cases in which its noise makes it worse: on 21
     * photographs and textures that no weight has seen, scale factors 2 to 4, noise of 0, 3 and 10 grey levels of 255. Of a kernel
     * that was given half of it suffices; where it is rehearsed, which tells more, they only tell of what is worse by far. So too
     * of a kernel that is what the image shows, at scale factor 1, where a narrow blur leaves neighbours little to say of each other.
     */
    private static final double LEAST_LEFT_OUT = 0.2, LEAST_LEFT_OUT_OF_GIVEN = 0.1, LEAST_LEFT_OUT_OF_REHEARSED = -1;

    /**
     * Below the first, pixels left out tell by themselves. Else a rehearsal is asked too, since restorers say little of pixels that
     * they were not given where the blur is narrow: if it gains as much as the second, the result is good. Where no pixel can be left
     * out, it must gain the third. On photographs and textures, scale factors 2 to 4, nine cameras, 20 of 564 good results of Sparse
     * MAP and Richardson-Lucy are warned of so, with pixels left out alone 54 were; and 29 of 102 that are worse than interpolation
     * are not, 41 were not.
     */
    private static final double SURE_LEFT_OUT = -0.5, REHEARSED_WELL = 3, LEAST_REHEARSED_ALONE = 2;

    /**
     * A kernel that was found is rehearsed with a blur that is narrower. A rehearsal flatters, since its truth is smoother than the
     * real one: by about 0.8 dB on ten photographs with noise of 0, 3 and 10.
     */
    private static final double LEAST_REHEARSED = 0.8;

    /**
     * The same for JPEG files, where noise is rehearsed instead of compression. Of 44 results above it, of qualities 60 to 90 and
     * with an uncertain blur, 35 were better than interpolation by 0.1 dB and more, and two worse by so much, whatever was
     * rehearsed.
     */
    private static final double LEAST_REHEARSED_OF_JPEG = -0.5;

    /**
     * Of restorers that take no weights, so that no pixel can be left out, with the kernel that was found. Of 34
     * images with USRNet six were below it, four of which were worse than interpolation and two alike; all others were above 0.3.
     */
    private static final double LEAST_REHEARSED_WITHOUT_WEIGHTS = -0.7;

    /**
     * What a kernel that was given gains is what there is to be gained, of which a rehearsal promises too much, less what the
     * kernel loses by not fitting; and less again for each factor of e by which its area is larger than the blur's, since a
     * rehearsal lacks the texture that such a kernel spoils. In dB. Fitted to 555 results worse than interpolation and 410 better
     * ones of 20 photographs and textures that no weight has seen, with the true kernel's widths times 0.5 to 2.
     */
    private static final double SHARE_OF_BEST = 0.75, LOSS_OF_WIDER = 2.5, LEAST_EXPECTED = -0.4;

    /**
     * A kernel no larger than the blur that was read, whose rehearsal gains so much, is not warned of: what harms is a kernel that is
     * too wide.
     */
    private static final double SURE_OF_NARROWER = 1;

    /**
     * Gradients over noise of the least structure that a result can be better for: between pixels, and between means of 2×2 of
     * them, which tell more if each pixel's noise is its own. Faint textures with noise of 10 grey levels of 255 have 1.02 and
     * 1.15, noise alone 1.
     */
    private static final double SMALLEST_SNR = 1.06, SMALLEST_SNR_OF_MEANS = 1.1;
    /**
     * The same for JPEG files, of whose noise less is in these gradients than in others. Of 190 results of qualities 70 to 90 that
     * were 0.5 dB better than interpolation and more, it warns of 32; of 14 that were 0.1 dB worse and more, of nine.
     */
    private static final double SMALLEST_SNR_OF_JPEG = 0.9;

    private final BlurredImage image;
    private final Restorer restorer;
    private final Progress progress;
    /** Whether the log has said what would be better. */
    private boolean advised;

    Assessment(final BlurredImage image, final Restorer restorer) {
        this.image = image;
        this.restorer = restorer;
        progress = image.progress();
    }

    /**
     * Assesses.
     *
     * @param kernel with the plane on which it was found
     * @param problem with the channel's kernel and noise
     */
    void of(final ChannelKernel kernel, final RestorationProblem problem) {
        final PlaneChoice choice = kernel.choice().orElseThrow();
        final Observation pixels = kernel.read(choice.plane(), image.scale(), progress);
        final RunReport report = image.report(kernel.channel());
        final Rectangle tried = MostTexturedWindow.find(pixels.levels(), pixels.bounds(), TRIED);
        // The trials know one kernel, not a blur that varies over the field.
        if (restorer == Restorers.BASELINE
                || Math.min(tried.width, tried.height) < SMALLEST
                || kernel.field().isPresent()) {
            if (kernel.estimate().uncertain()) warnOfUncertain(report, kernel.estimate());
            return;
        }
        final RandomAccessibleInterval<FloatType> low = Planes.crop(pixels.levels(), tried),
                weights = Planes.crop(pixels.weights(), tried);
        final Kind noise = choice.camera().profile().kind();
        final double leftOut = restorer.usesWeights() && noise.isIndependent()
                ? LeftOut.gain(low, weights, problem, restorer, progress)
                : Double.NaN;
        if (!Double.isNaN(leftOut)) report.detail("Pixels left out", decibels(leftOut, "interpolation"));
        final Estimate found = kernel.estimate();
        if (image.settings().has(ESTIMATOR) && noise == Kind.STRONG_JPEG) {
            report.warn(
                    "the image is so strongly compressed that its blur may be far from what was found; take the file"
                            + " before compression"
                            + (image.scale() > 1 ? ", or the restorer " + Restorers.BASELINE.name() : ""));
            return;
        }
        if (isByReader()) {
            final Supplier<Rehearsal> itself = () -> rehearsal(low, weights, found.kernel(), problem);
            checkLeftOut(leftOut, LEAST_LEFT_OUT, itself, report);
            if (restorer.usesWeights() && !noise.isIndependent())
                checkRehearsal(itself.get(), LEAST_REHEARSED_ALONE, report);
            if (!found.uncertain()) {
                if (!restorer.usesWeights()) checkRehearsal(itself.get(), LEAST_REHEARSED_WITHOUT_WEIGHTS, report);
                return;
            }
            final double least = noise.isCompression() ? LEAST_REHEARSED_OF_JPEG : LEAST_REHEARSED;
            final boolean bearable = hasStructure(choice)
                    && rehearsal(low, weights, narrower(found, problem.scale()), problem)
                                    .gain()
                            >= least;
            if (bearable) report.detail("Blur", "not well known, which hardly matters to this result");
            else warnOfUncertain(report, found);
            return;
        }
        final GivenKernel given = new GivenKernel(problem.kernel(), problem.scale());
        final BlurReading reading = new BlurReading(pixels, problem.scale(), noise);
        final Optional<Estimate> read = reading.found();
        // A rehearsal with the same blur would only say that the kernel fits itself.
        final boolean agree = read.filter(
                        r -> given.agreesWith(r) || given.isSeenIn(reading.part(), BlurReading.READER))
                .isPresent();
        final double expected =
                read.isPresent() && !agree ? expected(given, read.get(), low, weights, problem, report) : Double.NaN;
        checkLeftOut(
                leftOut,
                Double.isNaN(expected) && !(agree && image.scale() == 1)
                        ? LEAST_LEFT_OUT_OF_GIVEN
                        : LEAST_LEFT_OUT_OF_REHEARSED,
                () -> rehearsal(low, weights, problem.kernel(), problem),
                report);
        if (expected < LEAST_EXPECTED)
            worse(
                    report,
                    String.format(
                            Locale.ROOT,
                            "the kernel, %s, does not fit the blur that the image seems to have, %s",
                            widths(given.core()),
                            widths(KernelFigures.of(read.get().kernel()))));
        if (found.uncertain()) warnOfUncertain(report, found);
    }

    private static boolean hasStructure(final PlaneChoice choice) {
        final Kind noise = choice.camera().profile().kind();
        return noise.isIndependent()
                ? choice.camera().gradientSnrOfMeans(choice.pixels(), choice.region()) >= SMALLEST_SNR_OF_MEANS
                : choice.snr() >= (noise.isCompression() ? SMALLEST_SNR_OF_JPEG : SMALLEST_SNR);
    }

    /** Whether the kernel is what the reader says, with which others are compared. */
    private boolean isByReader() {
        return image.settings().has(ESTIMATOR) && image.settings().get(ESTIMATOR) instanceof AmortizedFkp;
    }

    private static void warnOfUncertain(final RunReport report, final Estimate estimate) {
        estimate.warning().ifPresent(report::warn);
    }

    private Rehearsal rehearsal(
            final RandomAccessibleInterval<FloatType> low,
            final RandomAccessibleInterval<FloatType> weights,
            final BlurKernel blur,
            final RestorationProblem problem) {
        return new Rehearsal(
                low, weights, blur, problem, restorer, image.settings().get(SEED), progress);
    }

    /** What a kernel is expected to gain in an image with a blur that was read, dB; NaN if it cannot be rehearsed. */
    private double expected(
            final GivenKernel given,
            final Estimate read,
            final RandomAccessibleInterval<FloatType> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RestorationProblem problem,
            final RunReport report) {
        final Rehearsal rehearsal = rehearsal(low, weights, given.asRead(read), problem);
        final double gain = told(rehearsal, report);
        if (Double.isNaN(gain) || gain >= SURE_OF_NARROWER && given.areaOver(read.kernel()) <= 1) return gain;
        final double best = rehearsal.bestGain(), wider = Math.max(0, Math.log(given.areaOver(read.kernel())));
        return SHARE_OF_BEST * best - (best - gain) - LOSS_OF_WIDER * wider;
    }

    /** A blur narrower than what was found by its ±: what harms a result is a kernel that is wider than the blur. */
    private static BlurKernel narrower(final Estimate found, final int scale) {
        final KernelSpread spread = found.spread().orElseThrow();
        final AnisotropicGaussian gaussian = KernelSpread.beside(
                KernelFigures.of(found.kernel()), scale, -spread.fwhmMajor(), -spread.fwhmMinor(), 0);
        return gaussian.kernel(scale, gaussian.sizeWithRoom(scale));
    }

    private void checkLeftOut(
            final double gain, final double least, final Supplier<Rehearsal> rehearsal, final RunReport report) {
        if (!(gain < least) || gain >= SURE_LEFT_OUT && told(rehearsal.get(), report) >= REHEARSED_WELL) return;
        worse(
                report,
                "pixels that were left out are predicted worse by it; structure may be taken for noise, or noise for"
                        + " structure");
    }

    private void checkRehearsal(final Rehearsal rehearsal, final double least, final RunReport report) {
        if (told(rehearsal, report) < least)
            worse(report, "of its own result, blurred and sampled again, it makes too little");
    }

    /** What a rehearsal gains, which Info tells too; NaN if that is not known. */
    private double told(final Rehearsal rehearsal, final RunReport report) {
        final double gain = rehearsal.gain();
        if (!Double.isNaN(gain)) report.detail("Rehearsal", decibels(gain, yardstick()));
        return gain;
    }

    /** Says it first, and what would be better. */
    private void worse(final RunReport report, final String cause) {
        report.warnFirst("the result is probably no better than " + yardstick() + ": " + cause);
        if (image.scale() > 1 && !advised)
            progress.log("The restorer " + Restorers.BASELINE.name() + " probably serves \""
                    + image.input().getTitle() + "\" better.");
        advised = true;
    }

    /** What a result must be better than: at scale factor 1 the spline is the image itself. */
    private String yardstick() {
        return image.scale() == 1 ? "the image itself" : "interpolation";
    }

    private static String decibels(final double gain, final String against) {
        return String.format(Locale.ROOT, "%+.2f dB against %s", gain, against);
    }

    private String widths(final KernelFigures figures) {
        return String.format(
                Locale.ROOT,
                "%.1f × %.1f pixels",
                figures.fwhmMajor() / image.scale(),
                figures.fwhmMinor() / image.scale());
    }
}
