package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.evaluate.SimilarityWindow;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Measures how far a result is from the truth. */
public final class Comparison {

    /** The truth may be larger by what its being cut to a multiple of the scale factor has taken away. */
    private static final int CUT = 3;

    public static final Option<ImagePlus> RESULT =
            Option.image("result", "Result", "The image or kernel to judge.", ResultView.RESULT_TITLE);

    public static final Option<ImagePlus> REFERENCE =
            Option.image("reference", "Reference", "The true image or kernel.");

    /** Pixels at every edge; empty for the scale factor, if it is known. */
    public static final Option<OptionalInt> BORDER = Option.text(
            "border",
            "Border (pixels)",
            "Pixels at every edge that are left out; \"auto\": the scale factor, if the result's Info tells it, else 0.",
            "auto",
            "auto, or a whole number, 0 or more",
            text -> text.equalsIgnoreCase("auto")
                    ? Optional.of(OptionalInt.empty())
                    : Optional.of(text)
                            .filter(t -> t.matches("\\d{1,6}"))
                            .map(t -> OptionalInt.of(Integer.parseInt(t))),
            border -> border.isPresent() ? String.valueOf(border.getAsInt()) : "auto");

    public static final Form FORM = new Form("Compare Blind SR Result...", RESULT, REFERENCE, BORDER);

    private Comparison() {}

    /** Compares two images, or two kernels. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus result = settings.get(RESULT), reference = settings.get(REFERENCE);
        if (result == reference)
            throw new UserError(
                    "reference", "\"" + reference.getTitle() + "\" is the result itself", "another image is needed");
        final RunReport report =
                new RunReport(settings).set("Image", result.getTitle()).detail("Reference", reference.getTitle());
        if (isKernel(result) && isKernel(reference)) {
            final BlurKernel kernel = KernelImages.read(result, "result"),
                    truth = KernelImages.read(reference, "reference");
            return new Outcome(
                    null,
                    null,
                    report.detail("Kernel PSNR", ImageQuality.kernelPsnr(kernel, truth))
                            .wideRow());
        }
        if (!kind(result).equals(kind(reference)))
            throw new UserError(
                    "reference",
                    "the result has " + kind(result) + ", the reference " + kind(reference),
                    "they must be equal");
        IntensityRange.checkFinite(result, "result", progress);
        IntensityRange.checkFinite(reference, "reference", progress);
        final List<Double> peaks = peaks(reference, progress);
        final int border = border(settings, result);
        double psnr = 0, ssim = 0;
        for (int i = 1; i <= result.getStackSize(); i++) {
            progress.update("Comparing", i - 1, result.getStackSize());
            final ImageQuality quality = new ImageQuality(
                    Planes.read(result, i, IntensityRange.IDENTITY),
                    cut(Planes.read(reference, i, IntensityRange.IDENTITY), result),
                    border,
                    peaks.get(reference.convertIndexToPosition(i)[0] - 1));
            psnr += quality.psnr() / result.getStackSize();
            ssim += quality.ssim() / result.getStackSize();
        }
        if (Double.isNaN(ssim))
            report.warn("SSIM looks at " + SimilarityWindow.SIZE + "×" + SimilarityWindow.SIZE
                    + " pixels at a time, and fewer are inside the border");
        return new Outcome(
                null,
                null,
                report.detail("PSNR", psnr)
                        .detail("SSIM", ssim)
                        .detail("Border", border)
                        .detail("Peak", peaks.stream().distinct().count() == 1 ? peaks.get(0) : peaks)
                        .wideRow());
    }

    /** What two images must have in common. */
    private static String kind(final ImagePlus image) {
        return image.getStackSize() + " planes of " + (Planes.channels(image) > 1 ? "three colours" : "one colour");
    }

    /** A reference without the last rows and columns that no multiple of the scale factor has. */
    private static RandomAccessibleInterval<FloatType> cut(
            final RandomAccessibleInterval<FloatType> reference, final ImagePlus result) {
        final long wide = reference.dimension(0) - result.getWidth(),
                high = reference.dimension(1) - result.getHeight();
        if (wide < 0 || wide > CUT || high < 0 || high > CUT) return reference;
        return Views.interval(reference, new long[] {0, 0, 0}, new long[] {
            result.getWidth() - 1, result.getHeight() - 1, reference.max(2)
        });
    }

    /** For each channel 255 if it is 8-bit or RGB, else the span of the reference's grey levels in it. */
    private static List<Double> peaks(final ImagePlus reference, final Progress progress) {
        return Planes.isEightBit(reference)
                ? Collections.nCopies(reference.getNChannels(), 255.0)
                : IntensityRange.ofChannels(reference, "reference", progress).stream()
                        .map(span -> span.one() - span.zero())
                        .toList();
    }

    private static int border(final Settings settings, final ImagePlus result) {
        if (settings.get(BORDER).isPresent()) return settings.get(BORDER).getAsInt();
        return Inscription.of(result)
                .value("Scale")
                .filter(scale -> scale.matches("\\d"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** Small, 32-bit, with a sum near 1. */
    private static boolean isKernel(final ImagePlus image) {
        if (image.getBitDepth() != 32
                || image.getStackSize() > 1
                || Math.max(image.getWidth(), image.getHeight()) > KernelImages.LARGEST) return false;
        double sum = 0;
        for (int i = 0; i < image.getProcessor().getPixelCount(); i++)
            sum += image.getProcessor().getf(i);
        return Math.abs(sum - 1) < 0.2;
    }
}
