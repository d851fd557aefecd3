package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.Resampling;
import sc.fiji.blindsr.kernel.intake.BroughtKernel;
import sc.fiji.blindsr.kernel.intake.Extent;
import sc.fiji.blindsr.progress.Progress;

/**
 * The one way in for kernels that users bring as images: which plane is meant, what is wrong with its pixels, whether it is
 * on the right pixel grid. What was done goes to the log and into the report's Info, doubts into its warnings.
 */
public final class KernelIntake {

    /** Name of the entry in Info that says what was done. */
    public static final String DONE = "Kernel as brought";

    /** Side of the arrays that are worked with, and of those that are looked at, pixels. */
    private static final int LARGEST = 255, LARGEST_READ = 2048;
    /** Pixel sizes that differ by less are the same; if by more than the second, one of them must be wrong. */
    private static final double SAME_SIZE = 0.02, ABSURD = 20;
    /** Part of the light that may be lost at the rim of a small image. */
    private static final double CUT = 1e-3;
    /** Distance from its centre at which a kernel of this plugin's is still made for this scale factor, pixels. */
    private static final double PLACED = 0.25;

    private final String key;
    private final int scale;
    private final RunReport report;
    private final Progress progress;

    /**
     * @param key the parameter that the kernels are given for
     * @param scale the scale factor
     */
    public KernelIntake(final String key, final int scale, final RunReport report, final Progress progress) {
        this.key = key;
        this.scale = scale;
        this.report = report;
        this.progress = progress;
    }

    /**
     * A kernel for an image: sum 1, odd size, centred for the scale factor. Of several planes it is the one in focus.
     *
     * @param fine pixel size of the high-resolution image
     * @param width of that image, which the kernel must not exceed
     * @param height of that image
     */
    public BlurKernel one(final ImagePlus image, final Optional<PixelSize> fine, final int width, final int height) {
        final int planes = image.getStackSize();
        final int plane = planes == 1 ? 1 : FocalPlane.of(image);
        if (planes > 1) tell(image, "of its " + planes + " planes the one in focus, plane " + plane + ", was taken");
        return fitted(image, plane, fine, width, height);
    }

    /** The names of the channels that the planes of a kernel are for; none if they are not for channels. */
    static List<String> channels(final ImagePlus kernel) {
        final List<String> labels = new ArrayList<>();
        for (int plane = 1; plane <= kernel.getStackSize(); plane++)
            labels.add(kernel.getStack().getSliceLabel(plane));
        return labels.size() > 1 && labels.stream().allMatch(Channel::isLabel) ? labels : List.of();
    }

    /** Refuses kernels that are those of other channels than an image's. */
    private void checkChannels(final ImagePlus kernel, final List<String> labels, final ImagePlus input) {
        final List<String> channels =
                Channel.of(input, true).stream().map(Channel::label).toList();
        if (!labels.equals(channels))
            throw new UserError(
                    key,
                    "\"" + kernel.getTitle() + "\" has a plane for each of " + String.join(", ", labels),
                    "the image has " + String.join(", ", channels) + "; duplicate the one plane that is to be used");
    }

    /**
     * The kernels for an image's channels: {@link #one} for all, or one for each, if its planes {@linkplain #channels are for} these.
     *
     * @param input the image
     * @param fine pixel size of the high-resolution image
     * @param width of that image, which no kernel must exceed
     * @param height of that image
     */
    List<BlurKernel> forChannels(
            final ImagePlus image,
            final ImagePlus input,
            final Optional<PixelSize> fine,
            final int width,
            final int height) {
        final List<String> labels = channels(image);
        if (labels.isEmpty()) return List.of(one(image, fine, width, height));
        checkChannels(image, labels, input);
        return perChannel(image, labels, fine, width, height);
    }

    private List<BlurKernel> perChannel(
            final ImagePlus image,
            final List<String> labels,
            final Optional<PixelSize> fine,
            final int width,
            final int height) {
        tell(image, "each channel was given its own plane of it");
        return IntStream.rangeClosed(1, labels.size())
                .mapToObj(plane -> fitted(image, plane, fine, width, height))
                .toList();
    }

    /** All planes, as kernels of one family: checked, put right and trimmed, but not normalised. */
    public List<BlurKernel> all(final ImagePlus image) {
        final List<BlurKernel> kernels = new ArrayList<>();
        final List<String> done = new ArrayList<>(), doubts = new ArrayList<>();
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            progress.update("Looking at kernels", plane - 1, image.getStackSize());
            final BroughtKernel brought = trimmed(ofScale(checked(image, plane), image), image);
            final String context = "plane " + plane + ": ";
            brought.done().stream().limit(1).forEach(what -> done.add(context + what));
            brought.doubts().stream().limit(1).forEach(why -> doubts.add(context + why));
            kernels.add(brought.kernel());
        }
        // There may be thousands.
        if (!done.isEmpty()) tell(image, done.size() + " of its planes were put right; " + done.get(0));
        if (!doubts.isEmpty()) doubt(image, doubts.size() + " of its planes are doubtful; " + doubts.get(0));
        return kernels;
    }

    private BroughtKernel checked(final ImagePlus image, final int plane) {
        if (BlurMaps.isOfMap(image))
            throw new UserError(
                    key,
                    "\"" + image.getTitle() + "\" is a map of a blur, or a part of one, and no kernel",
                    "Super-Resolve With Kernel takes maps, as they were made");
        final String context = image.getStackSize() > 1 ? "plane " + plane + " of \"" + image.getTitle() + "\": " : "";
        final BlurKernel kernel =
                KernelImages.read(image, image.getStack().getProcessor(plane), key, context, LARGEST_READ);
        if (KernelImages.isOurs(image, kernel)) return new BroughtKernel(kernel);
        try {
            return BroughtKernel.checked(kernel);
        } catch (final UserError e) {
            throw e.as(key, context);
        }
    }

    /** What this plugin made, and nobody changed, stays as it is. */
    private BroughtKernel trimmed(final BroughtKernel brought, final ImagePlus image) {
        return isOurs(brought, image) ? brought : brought.trimmed(LARGEST, scale);
    }

    private static boolean isOurs(final BroughtKernel brought, final ImagePlus image) {
        return brought.done().isEmpty() && KernelImages.isOurs(image, brought.kernel());
    }

    private BlurKernel fitted(
            final ImagePlus image, final int plane, final Optional<PixelSize> fine, final int width, final int height) {
        final BroughtKernel brought = trimmed(resampled(checked(image, plane), image, fine), image);
        brought.done().forEach(what -> tell(image, what));
        brought.doubts().forEach(why -> doubt(image, why));
        final BlurKernel given = brought.kernel();
        try {
            Extent.checkWithin(given, width, height);
            Extent.checkWidth(given, scale);
        } catch (final UserError e) {
            throw named(e, image);
        }
        // The cut tails of a kernel of this plugin's leave it a little off its centre.
        final boolean placed = isOurs(brought, image) && KernelCentre.distance(given, scale) < PLACED;
        final BlurKernel centred =
                placed ? given.normalised() : within(KernelCentre.centred(given, scale), image, width, height);
        if (!centred.equals(given.normalised()))
            progress.log("The kernel \"" + image.getTitle() + "\" was moved so that its centre of mass lies at (K − "
                    + scale + ")/2.");
        return centred;
    }

    /** Without the margin that moving it took, where the image is too small for that. */
    private BlurKernel within(final BlurKernel centred, final ImagePlus image, final int width, final int height) {
        if (centred.width() <= width && centred.height() <= height) return centred;
        final BlurKernel within = centred.framed(
                Math.min(centred.width(), (width - 1) | 1), Math.min(centred.height(), (height - 1) | 1));
        if (within.sum() <= 1 - CUT)
            throw named(
                    Extent.tooLarge(centred, "needs, with its centre of mass in the middle,", width, height), image);
        return within.normalised();
    }

    private UserError named(final UserError problem, final ImagePlus image) {
        return problem.as(key, "\"" + image.getTitle() + "\" ");
    }

    /** Brought to the pixels of the high-resolution image, where both are calibrated in units of the same kind. */
    private BroughtKernel resampled(
            final BroughtKernel brought, final ImagePlus image, final Optional<PixelSize> fine) {
        final Optional<PixelSize> own = PixelSize.of(image.getCalibration());
        final OptionalDouble unit = own.isPresent() && fine.isPresent()
                ? own.get().unitIn(fine.get().unit())
                : OptionalDouble.empty();
        if (unit.isEmpty()) return ofScale(brought, image);
        final double perX = own.get().width() * unit.getAsDouble() / fine.get().width(),
                perY = own.get().height() * unit.getAsDouble() / fine.get().height();
        if (Math.abs(perX - 1) < SAME_SIZE && Math.abs(perY - 1) < SAME_SIZE) return brought;
        final double[] factors = {perX, 1 / perX, perY, 1 / perY};
        if (!(Arrays.stream(factors).max().orElseThrow() < ABSURD))
            throw new UserError(
                    key,
                    "\"" + image.getTitle() + "\" has pixels of " + own.get() + ", those of the result have "
                            + fine.get(),
                    "one of the two calibrations must be wrong; set it in Image > Properties");
        final BroughtKernel lit = brought.trimmed(LARGEST_READ, scale); // time grows with its side's third power
        return lit.after(
                "it was resampled from pixels of " + own.get() + " to those of the result, " + fine.get(),
                Resampling.resampled(lit.kernel(), perX, perY));
    }

    /** Where no unit says how large pixels are, what this plugin made says for which scale factor. */
    private BroughtKernel ofScale(final BroughtKernel brought, final ImagePlus image) {
        final OptionalInt made = KernelImages.scale(image, brought.kernel());
        if (made.isEmpty() || made.getAsInt() == scale) return brought;
        final double factor = (double) scale / made.getAsInt();
        return brought.after(
                "it was made for scale factor " + made.getAsInt() + ", and resampled for " + scale,
                Resampling.resampled(brought.kernel(), factor, factor));
    }

    private void tell(final ImagePlus image, final String what) {
        progress.log("The kernel \"" + image.getTitle() + "\": " + what + ".");
        report.note(DONE, what);
    }

    private void doubt(final ImagePlus image, final String why) {
        report.warn("the kernel \"" + image.getTitle() + "\": " + why);
    }
}
