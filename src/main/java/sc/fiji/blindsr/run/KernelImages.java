package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;

/** Reads the pixels of kernel images as they are. Kernels that users bring come in by {@link KernelIntake}. */
public final class KernelImages {

    /** Columns and rows of a kernel at the most. */
    static final int LARGEST = 255;
    /** How far the sum of a kernel of this plugin's is from 1: some have lost a part of their tails. */
    private static final double SUM_TOLERANCE = 0.03;

    /** Widths that differ by less are the same. */
    private static final double SAME_WIDTH = 0.02;

    private KernelImages() {}

    /**
     * The displayed plane of an image as a kernel, not normalised.
     *
     * @param key the parameter that the image was given for
     * @throws UserError if it is too large, a colour image, not finite or all zero
     */
    public static BlurKernel read(final ImagePlus image, final String key) {
        return read(image, image.getProcessor(), key, "", LARGEST);
    }

    /**
     * @param context stands before what is wrong with the image
     * @param largest number of columns and rows at the most
     */
    static BlurKernel read(
            final ImagePlus image,
            final ImageProcessor pixels,
            final String key,
            final String context,
            final int largest) {
        if (Planes.channels(image) > 1)
            throw new UserError(
                    key,
                    context + "\"" + image.getTitle() + "\" is a colour image",
                    "an 8-, 16- or 32-bit one is needed");
        if (pixels.getWidth() > largest || pixels.getHeight() > largest)
            throw new UserError(
                    key,
                    context + "\"" + image.getTitle() + "\" has " + pixels.getWidth() + "×" + pixels.getHeight()
                            + " pixels",
                    "a kernel has at most " + largest + "×" + largest);
        final double[] values = new double[pixels.getPixelCount()];
        for (int i = 0; i < values.length; i++) values[i] = pixels.getf(i);
        try {
            return new BlurKernel(pixels.getWidth(), pixels.getHeight(), values);
        } catch (final UserError e) {
            throw e.as(key, context);
        }
    }

    /** Whether a command of this plugin has made a kernel: its Info has the kernel's figures, and its sum is still 1. */
    static boolean isOurs(final ImagePlus image, final BlurKernel kernel) {
        return image.getBitDepth() == 32
                && Inscription.of(image).value(RunReport.KERNEL_SUM).isPresent()
                && Math.abs(kernel.sum() - 1) < SUM_TOLERANCE;
    }

    /** The scale factor for which a command of this plugin has made a kernel; empty if none has. */
    static OptionalInt scale(final ImagePlus image, final BlurKernel kernel) {
        final OptionalDouble said = Inscription.of(image).number("Scale");
        return isOurs(image, kernel) && said.isPresent()
                ? OptionalInt.of((int) said.getAsDouble())
                : OptionalInt.empty();
    }

    /**
     * How far the figures of a kernel that this plugin found may be off, as its Info says; empty where it does not.
     *
     * @param image as a command has made it
     * @param label the name of the plane's channel; empty if there is one kernel for all
     * @param kernel the plane, as it is used: if its widths are no longer those in Info, its ± are not, either
     * @param scale the scale factor that it is used for
     */
    static Optional<KernelSpread> spread(
            final ImagePlus image, final String label, final BlurKernel kernel, final int scale) {
        final KernelFigures figures = KernelFigures.of(kernel);
        final Inscription said = Inscription.of(image);
        final double[] found = Stream.of("FWHM major", "FWHM minor", "FWHM major ±", "FWHM minor ±", "Angle ±")
                .map(name -> of(said, label, name))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        if (found.length < 5
                || !isSame(scale * found[0], figures.fwhmMajor())
                || !isSame(scale * found[1], figures.fwhmMinor())) return Optional.empty();
        return Optional.of(new KernelSpread(scale * found[2], scale * found[3], found[4]));
    }

    /** Where a channel has nothing of its own, the same holds for all. */
    private static OptionalDouble of(final Inscription said, final String label, final String name) {
        final OptionalDouble own = said.number(label + " " + name);
        return own.isPresent() ? own : said.number(name);
    }

    private static boolean isSame(final double width, final double other) {
        return Math.abs(width - other) < SAME_WIDTH * other;
    }
}
