package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.PRIOR;

import ij.ImagePlus;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.estimate.FieldEstimator;
import sc.fiji.blindsr.estimate.FieldEstimator.FieldEstimate;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/** Finds the blur over the field of an image. */
final class FieldSearch {

    /** Where Info says how the blur is over the field, and how that begins where it is not the same everywhere. */
    static final String FIELD = "Blur over the field", VARIES = "varies";

    private final BlurredImage image;
    private final FieldEstimator estimator;
    private final KernelFlow prior;

    /**
     * @throws UserError if the estimator does not see the blur place by place, or not with this prior
     */
    FieldSearch(final BlurredImage image) {
        this.image = image;
        estimator = estimator(image.settings());
        prior = prior(image.settings(), image.scale());
    }

    /**
     * The kernel prior that was asked for.
     *
     * @throws UserError if the estimator does not see the blur place by place, or not with this prior
     */
    static KernelFlow prior(final Settings settings, final int scale) {
        final KernelFlow prior = KernelSearch.prior(settings, scale);
        estimator(settings).checkFieldPrior(prior, scale);
        return prior;
    }

    /**
     * The estimator that was asked for.
     *
     * @throws UserError if it does not see the blur place by place
     */
    static FieldEstimator estimator(final Settings settings) {
        final KernelEstimator asked = settings.get(ESTIMATOR);
        if (asked instanceof FieldEstimator estimator) return estimator;
        throw new UserError(
                "estimator",
                asked.name() + " finds one kernel for the whole image",
                "the blur over the field is seen by "
                        + Estimators.all().stream()
                                .filter(FieldEstimator.class::isInstance)
                                .map(KernelEstimator::name)
                                .collect(Collectors.joining(", ")));
    }

    FieldEstimator estimator() {
        return estimator;
    }

    /**
     * Searches.
     *
     * @param choice the channel, and its noise
     * @param planes numbers of its planes in the image's stack, from 1, that are put together
     * @param report told what came out
     */
    FieldEstimate run(
            final PlaneChoice choice, final IntStream planes, final RunReport report, final Progress progress) {
        final Settings settings = image.settings();
        final LongSummaryStatistics masked = new LongSummaryStatistics(), unknown = new LongSummaryStatistics();
        final FieldEstimate found = estimator.field(
                planes.mapToObj(choice.camera()::read)
                        .peek(plane -> {
                            masked.accept(plane.masked());
                            unknown.accept(plane.unknown());
                        })
                        .iterator(),
                KernelSearch.problem(image, prior, choice, Optional.empty()),
                progress);
        final ImagePlus input = image.input();
        report.masked(
                masked.getSum(), unknown.getSum(), masked.getCount() * input.getWidth() * (long) input.getHeight());
        report.set("Estimator", estimator.name())
                .set("Prior", settings.get(PRIOR))
                .set("Device", found.whole().device());
        tell(found.field(), report);
        return found;
    }

    /**
     * The kernels of an image's channels with the blur over the field, where it varies, of the plane on which each kernel was
     * found.
     */
    List<ChannelKernel> along(final List<ChannelKernel> kernels) {
        final List<PlaneChoice> choices =
                kernels.stream().map(kernel -> kernel.choice().orElseThrow()).toList();
        final Map<PlaneChoice, Optional<BlurField>> fields = new HashMap<>();
        for (final PlaneChoice choice :
                image.hasKernelPerChannel() ? choices : List.of(KernelSearch.best(image, choices)))
            fields.put(
                    choice,
                    varying(
                            run(choice, IntStream.of(choice.plane()), image.report(choice.channel()), image.progress())
                                    .field(),
                            image.progress()));
        return kernels.stream()
                .map(kernel -> kernel.with(
                        image.hasKernelPerChannel()
                                ? fields.get(kernel.choice().orElseThrow())
                                : fields.values().iterator().next()))
                .toList();
    }

    /** A field, if it varies; the log says what it is like. */
    static Optional<BlurField> varying(final BlurField field, final Progress progress) {
        progress.log("The blur over the field: " + described(field)
                + (field.isUniform() ? "; it is restored with one kernel." : "."));
        return field.isUniform() ? Optional.empty() : Optional.of(field);
    }

    /**
     * Checks that an image can be restored with a blur that changes over the field.
     *
     * @param restorer empty for an estimator's own image
     * @throws UserError if it cannot; the message names the restorers that can
     */
    static void checkTakesField(final Optional<Restorer> restorer, final String name) {
        if (restorer.isPresent() && restorer.get().takesField()) return;
        throw new UserError(
                "restorer",
                name + " restores with one kernel for the whole image",
                "with a blur over the field there are "
                        + Restorers.all().stream()
                                .filter(Restorer::takesField)
                                .map(Restorer::name)
                                .collect(Collectors.joining(", ")));
    }

    /** Says what a field is like. */
    static void tell(final BlurField field, final RunReport report) {
        report.detail(FIELD, described(field))
                .detail(
                        "Evidence for a field",
                        String.format(
                                Locale.ROOT,
                                "%.1f (natural logarithm; strong from %.0f)",
                                field.evidence(),
                                BlurField.STRONG));
        final long seen = IntStream.range(0, field.grid().count())
                .filter(i -> field.structured()[i])
                .count();
        report.detail("Cells with structure", seen + " of " + field.grid().count());
        if (2 * seen < field.grid().count())
            report.warn("in " + (field.grid().count() - seen) + " of "
                    + field.grid().count() + " cells there is too little structure to see the blur");
    }

    /** "uniform within its ±", or the widths from the sharpest cell to the softest. */
    static String described(final BlurField field) {
        if (field.isUniform()) return "uniform within its ±";
        final double[] widths = field.cells().stream()
                .mapToDouble(c -> width(c.gaussian(1)))
                .sorted()
                .toArray();
        return String.format(Locale.ROOT, VARIES + ", FWHM %.2f to %.2f pixels", widths[0], widths[widths.length - 1]);
    }

    /** The geometric mean of both widths. */
    static double width(final AnisotropicGaussian blur) {
        return KernelFigures.width(Math.sqrt(blur.lambda1() * blur.lambda2()));
    }
}
