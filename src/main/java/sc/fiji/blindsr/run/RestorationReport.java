package sc.fiji.blindsr.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.evidence.ResidualFigures;
import sc.fiji.blindsr.image.Channel;

/**
 * What is reported of a restoration when all planes are there: what was masked, what the result leaves unexplained, how fine it
 * is, and how many steps it took.
 */
final class RestorationReport {

    /** A residual above so many times the noise, plus {@link EightBitRounding#STEP}, says that the model does not fit. */
    private static final double LARGEST_RESIDUAL_PER_NOISE = 2;

    private final BlurredImage image;
    private final List<ChannelKernel> kernels;
    private final List<PlaneFigures> figures;
    private final IntFunction<OptionalInt> steps;

    /**
     * @param kernels one for each channel, in their order
     * @param figures of all planes and channels, in the order of the planes
     * @param steps number of steps for each channel, of methods that have steps
     */
    RestorationReport(
            final BlurredImage image,
            final List<ChannelKernel> kernels,
            final List<PlaneFigures> figures,
            final IntFunction<OptionalInt> steps) {
        this.image = image;
        this.kernels = kernels;
        this.figures = figures;
        this.steps = steps;
    }

    /** Writes it into the reports of image and channels. */
    void write() {
        reportMasked();
        reportResidual();
        if (ResolutionGain.isAsked(image.settings())) reportResolution();
        for (int c = 0; c < kernels.size(); c++) {
            final RunReport report = image.report(kernels.get(c).channel());
            if (image.hasKernelPerChannel()) steps.apply(c).ifPresent(count -> report.set("Steps", count));
            if (of(c).anyMatch(PlaneFigures::shortOfMemory))
                report.warn("memory was short, so that smaller tiles were taken; seams may show");
        }
        if (!image.hasKernelPerChannel()) reportSteps();
    }

    /** Channels with one kernel may differ in their noise, and so in their steps. */
    private void reportSteps() {
        final int[] counts = IntStream.range(0, kernels.size())
                .mapToObj(steps::apply)
                .flatMapToInt(OptionalInt::stream)
                .toArray();
        if (counts.length == 0) return;
        image.report().set("Steps", Arrays.stream(counts).max().orElseThrow());
        if (Arrays.stream(counts).distinct().count() > 1)
            image.report()
                    .detail(
                            "Steps of the channels",
                            IntStream.range(0, kernels.size())
                                    .mapToObj(c -> kernels.get(c).channel().label() + ": "
                                            + (steps.apply(c).isPresent()
                                                    ? steps.apply(c).getAsInt()
                                                    : "none"))
                                    .collect(Collectors.joining(", ")));
    }

    private Stream<PlaneFigures> of(final int channel) {
        return figures.stream().filter(plane -> plane.channel() == channel);
    }

    private long[] inChannels(final ToLongFunction<PlaneFigures> number) {
        return IntStream.range(0, kernels.size())
                .mapToLong(c -> of(c).mapToLong(number).sum())
                .toArray();
    }

    private void reportMasked() {
        final long[] masked = inChannels(PlaneFigures::masked), unknown = inChannels(PlaneFigures::unknown);
        final long area = (long) image.input().getWidth() * image.input().getHeight();
        if (image.hasKernelPerChannel())
            for (int c = 0; c < masked.length; c++) {
                final Channel channel = kernels.get(c).channel();
                image.report(channel)
                        .masked(masked[c], unknown[c], area * channel.planes().count());
            }
        else
            image.report()
                    .masked(
                            Arrays.stream(masked).sum(),
                            Arrays.stream(unknown).sum(),
                            area * image.input().getStackSize());
        final String blank = figures.stream()
                .filter(PlaneFigures::blank)
                .map(figure -> String.valueOf(figure.plane()))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!blank.isEmpty())
            image.report().warn("nothing is known of plane " + blank + "; what it has in the result shows nothing");
    }

    /** Reports the residual, and warns where it is well above the noise. */
    private void reportResidual() {
        for (int c = 0; c < kernels.size(); c++) {
            final Channel channel = kernels.get(c).channel();
            final double residual = Math.sqrt(mean(of(c), PlaneFigures::square)),
                    noise = Math.sqrt(mean(of(c), PlaneFigures::noise));
            final RunReport report = image.report(channel);
            if (image.hasKernelPerChannel()) reportFigures(of(c).toList(), report);
            final double step = image.range(channel).spanFromUnit(EightBitRounding.STEP);
            if (Double.isNaN(residual) && of(c).anyMatch(plane -> !plane.blank()))
                report.warn(
                        "the kernel reaches from one rim of the image to the other, so that nothing tells whether the result"
                                + " explains the image");
            if (residual > LARGEST_RESIDUAL_PER_NOISE * noise + step)
                report.warn(String.format(
                        Locale.ROOT,
                        "the result does not explain the image%s: the residual, %.3g grey levels, is well above the noise, %.3g",
                        image.hasKernelPerChannel() || kernels.size() == 1 ? "" : " in " + channel.label(),
                        residual,
                        noise));
        }
        if (!image.hasKernelPerChannel()) reportFigures(figures, image.report());
    }

    /** The table has the residual's size, and Info what it looks like: means over the planes. */
    private void reportFigures(final List<PlaneFigures> planes, final RunReport report) {
        final List<ResidualFigures> looks =
                planes.stream().map(PlaneFigures::residual).toList();
        report.set("Residual", Math.sqrt(mean(planes.stream(), PlaneFigures::square)))
                .detail("Residual over noise", mean(looks.stream(), ResidualFigures::size))
                .detail("Residual correlation of neighbours", mean(looks.stream(), ResidualFigures::correlation))
                .detail("Residual growth with intensity", mean(looks.stream(), ResidualFigures::growth))
                .detail("Residual growth with gradients", mean(looks.stream(), ResidualFigures::edges));
    }

    /** The mean over the planes of which anything is known; NaN if there are none. */
    private static <T> double mean(final Stream<T> planes, final ToDoubleFunction<T> figure) {
        return planes.mapToDouble(figure).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    private void reportResolution() {
        if (image.hasKernelPerChannel())
            for (int c = 0; c < kernels.size(); c++)
                reportResolution(of(c), image.report(kernels.get(c).channel()));
        else reportResolution(figures.stream(), image.report());
    }

    private void reportResolution(final Stream<PlaneFigures> planes, final RunReport report) {
        ResolutionGain.report(planes.map(PlaneFigures::resolution).toList(), report, image.input());
    }
}
