package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.FIELD;
import static sc.fiji.blindsr.option.Options.ITERATIONS;
import static sc.fiji.blindsr.option.Options.PRIOR;
import static sc.fiji.blindsr.option.Options.REGION;
import static sc.fiji.blindsr.option.Options.SEED;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.engine.MachineMemory;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.MostTexturedWindow;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.option.FieldMode;
import sc.fiji.blindsr.option.KernelRegion;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/** Estimates the kernel of each channel of an image, or one for all on the channel that shows the blur best. */
final class KernelSearch {

    /** Part of the machine's memory that a method may need. */
    private static final double MEMORY_SHARE = 0.8;

    /**
     * Full width at half maximum, pixels of the image, from which on a Gaussian leaves less than 1 % of the finest wave that these
     * pixels show: a finer grid has nothing more to show.
     */
    private static final double SAMPLED = 2.3;

    /** Side of the most textured part on which the shape is checked, low-resolution pixels. */
    private static final int SEEN = 128;

    /**
     * A Gaussian whose misfit is larger may be the wrong shape. On photographs and textures without noise, at scale factor 2, this
     * is said of 22 of 62 lines of movement, 6 of 63 discs and 2 of 125 true Gaussians.
     */
    private static final double LARGEST_MISFIT = 3;

    /** The scale factor at which that is a warning: at 3 it would be said of 4 of 117 true Gaussians, and at 4 of 6 of 86. */
    private static final int SHAPE_IS_SEEN = 2;

    private static final AmortizedFkp READER = new AmortizedFkp();

    private final BlurredImage image;
    private final KernelEstimator estimator;
    private final KernelFlow prior;

    /**
     * @throws UserError if the method does not exist for the scale factor, or there is no such prior
     */
    KernelSearch(final BlurredImage image) {
        this.image = image;
        estimator = image.settings().get(ESTIMATOR);
        prior = prior(image.settings(), image.scale());
        image.report().set("Estimator", estimator.name());
        if (estimator.usesPrior()) image.report().set("Prior", image.settings().get(PRIOR));
    }

    /**
     * The kernel prior that was asked for.
     *
     * @throws UserError if the estimator does not exist for the scale factor, or there is no such prior
     */
    static KernelFlow prior(final Settings settings, final int scale) {
        final KernelEstimator estimator = settings.get(ESTIMATOR);
        final KernelFlow prior = KernelPriors.find(settings.get(PRIOR), estimator.priorScale(scale));
        estimator.checkPrior(prior, scale);
        return prior;
    }

    /**
     * Searches.
     *
     * @param whole whether in the whole image, whatever the options say
     * @return one for each channel, in their order
     */
    List<ChannelKernel> run(final boolean whole) {
        final Settings settings = image.settings();
        final Region region = Region.of(
                image.input(),
                whole || settings.get(REGION) == KernelRegion.WHOLE,
                estimator,
                image.scale(),
                image.progress());
        region.selection().ifPresent(bounds -> image.report()
                .selected(bounds, image.input().getRoi().getTypeAsString()));
        final List<PlaneChoice> choices = image.planeChoices(region);
        final List<ChannelKernel> kernels =
                image.hasKernelPerChannel() ? kernelPerChannel(choices, region) : oneKernel(choices, region);
        image.report().set("Device", kernels.get(0).estimate().device());
        return kernels;
    }

    private List<ChannelKernel> kernelPerChannel(final List<PlaneChoice> choices, final Region region) {
        choices.forEach(choice -> FlatSelection.check(region, choice));
        final List<ChannelKernel> kernels = new ArrayList<>();
        for (final PlaneChoice choice : choices) {
            final String label = choice.channel().label();
            image.reportNoise(image.report(choice.channel()), choice);
            kernels.add(image.known(
                    choice, estimate(choice, image.progress().part(label, kernels.size(), choices.size()))));
        }
        return kernels;
    }

    private List<ChannelKernel> oneKernel(final List<PlaneChoice> choices, final Region region) {
        final PlaneChoice best = best(image, choices);
        FlatSelection.check(region, best);
        image.reportNoise(choices, best);
        final Estimate estimate = estimate(best, image.progress());
        return choices.stream().map(choice -> image.known(choice, estimate)).toList();
    }

    /** Warns of kernels of which little is known, where no restoration tells whether that matters. */
    void warnOfUncertain(final List<ChannelKernel> kernels) {
        for (final ChannelKernel kernel : image.hasKernelPerChannel() ? kernels : kernels.subList(0, 1))
            if (kernel.estimate().uncertain())
                kernel.estimate().warning().ifPresent(image.report(kernel.channel())::warn);
    }

    /** The channel of the plane that was named, or the first of the best. */
    static PlaneChoice best(final BlurredImage image, final List<PlaneChoice> choices) {
        return choices.stream()
                .filter(choice -> image.namedPlane().isPresent()
                        && choice.plane() == image.namedPlane().getAsInt())
                .findFirst()
                .or(() -> choices.stream().reduce((a, b) -> b.snr() > a.snr() ? b : a))
                .orElseThrow();
    }

    private Estimate estimate(final PlaneChoice choice, final Progress progress) {
        final Rectangle part = choice.region();
        checkMemory(part.width, part.height, "region", "select a smaller part, or choose Auto: ");
        final RunReport report = image.report(choice.channel())
                .detail(RunReport.REGION, RunReport.text(part))
                .detail("Plane", choice.plane());
        final Settings settings = image.settings();
        final Observation pixels = choice.pixels();
        if (pixels.isNearlyAllMasked())
            throw new UserError(
                    "input",
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of the pixels of plane %d are saturated, defective or without data",
                            100 * pixels.maskedShare(),
                            choice.plane()),
                    "at least 5 % of them must show the light; crop the image, or choose another plane");
        report.masked(
                pixels.masked(),
                pixels.unknown(),
                pixels.levels().dimension(0) * pixels.levels().dimension(1));
        final Estimate estimate = estimator.estimate(
                Planes.crop(pixels.levels(), part),
                problem(image, prior, choice, Optional.of(Planes.crop(pixels.weights(), part))),
                progress);
        estimate.spread().ifPresent(spread -> report.spread(spread, image.scale()));
        if (!estimate.uncertain()) estimate.warning().ifPresent(report::warn);
        if (image.scale() > 1) {
            if (!isOverField()) adviseScale(estimate, report, progress);
            if (estimate.warning().isEmpty()) checkShape(estimate, pixels, part, report, progress);
        }
        return estimate;
    }

    /**
     * What an estimator is asked for.
     *
     * @param weights of the pixels that it gets; empty where it gets them otherwise
     */
    static EstimationProblem problem(
            final BlurredImage image,
            final KernelFlow prior,
            final PlaneChoice choice,
            final Optional<RandomAccessibleInterval<FloatType>> weights) {
        final Settings settings = image.settings();
        return new EstimationProblem(
                image.scale(),
                prior,
                image.grid(),
                choice.noise(),
                weights,
                settings.get(ITERATIONS),
                settings.get(SEED),
                settings.get(DEVICE),
                choice.camera().profile().kind());
    }

    /** Where the prior knows one shape, it may be the wrong one. */
    private void checkShape(
            final Estimate estimate,
            final Observation pixels,
            final Rectangle part,
            final RunReport report,
            final Progress progress) {
        if (!estimator.usesPrior() || prior != KernelPriors.builtIn(image.scale())) return;
        final Rectangle seen = MostTexturedWindow.find(pixels.levels(), part, SEEN);
        if (Math.min(seen.width, seen.height) < READER.smallestRegion(image.scale())) return;
        final double misfit = READER.misfit(estimate.kernel(), Planes.crop(pixels.levels(), seen), image.scale());
        report.detail("Misfit as a Gaussian", misfit);
        if (misfit <= LARGEST_MISFIT) return;
        final String cause = "the blur seems to be no Gaussian, which is all that the prior " + KernelPriors.BUILT_IN
                + " knows; the prior " + KernelPriors.GENERAL
                + " knows discs, lines of movement and spots of lenses too";
        if (image.scale() == SHAPE_IS_SEEN && !READER.showsFewLights(pixels.levels())) report.warn(cause);
        else progress.log(image.input().getTitle() + ": " + cause + ".");
    }

    /** Whether the blur is also looked for place by place: then it may be narrower somewhere. */
    private boolean isOverField() {
        return image.settings().has(FIELD) && image.settings().get(FIELD) == FieldMode.VARYING;
    }

    /** A blur may be well known, and yet so wide that a finer grid is of no use. */
    private void adviseScale(final Estimate estimate, final RunReport report, final Progress progress) {
        if (KernelFigures.of(estimate.kernel()).fwhmMinor() < SAMPLED * image.scale()) return;
        report.detail(
                "Finer grid", "of no use: the blur is so wide that the image's own pixels show all that it has left");
        progress.log("The blur of \"" + image.input().getTitle()
                + "\" is so wide that scale=1, deconvolution on the image's own pixels, shows as much.");
    }

    /**
     * Checks that the machine has the memory that the method needs.
     *
     * @param parameter the option to be changed if not
     * @param remedy how
     */
    void checkMemory(final int width, final int height, final String parameter, final String remedy) {
        final long needed = estimator.memory(width, height, image.scale());
        final long there = MachineMemory.total();
        if (needed > MEMORY_SHARE * there)
            throw new UserError(
                    parameter,
                    remedy + estimator.name() + " on " + width + "×" + height + " pixels at scale factor "
                            + image.scale()
                            + " needs about " + (needed >> 30) + " GB of memory, and this machine has " + (there >> 30)
                            + " GB.");
    }
}
