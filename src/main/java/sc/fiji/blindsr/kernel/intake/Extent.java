package sc.fiji.blindsr.kernel.intake;

import java.util.Locale;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;

/**
 * How large a kernel can be. The errors' problems have no subject, which the caller knows: {@code as("kernel", "it ")}.
 */
public final class Extent {

    /** Greatest full width at half maximum, low-resolution pixels: nothing finer than that is left in an image. */
    public static final double WIDEST = 20;

    private Extent() {}

    /**
     * Refuses an array that is larger than the image.
     *
     * @param width columns of the high-resolution image
     * @param height its rows
     */
    public static void checkWithin(final BlurKernel kernel, final int width, final int height) {
        if (kernel.width() > width || kernel.height() > height) throw tooLarge(kernel, "has", width, height);
    }

    /**
     * An array that is larger than the image.
     *
     * @param takes why it has that size: "has"
     */
    public static UserError tooLarge(final BlurKernel kernel, final String takes, final int width, final int height) {
        return new UserError(
                "kernel",
                takes + " " + kernel.width() + "×" + kernel.height() + " pixels",
                "it must not be larger than the high-resolution image (" + width + "×" + height + ")");
    }

    /**
     * Refuses what is wider than any blur that leaves something to restore, such as the image itself.
     *
     * @param scale the scale factor
     */
    public static void checkWidth(final BlurKernel kernel, final int scale) {
        final KernelFigures figures = KernelFigures.of(kernel.normalised());
        if (figures.fwhmMajor() > WIDEST * scale)
            throw new UserError(
                    "kernel",
                    String.format(
                            Locale.ROOT,
                            "has a full width at half maximum of %.0f pixels of the image",
                            figures.fwhmMajor() / scale),
                    "at most " + (int) WIDEST + " are allowed; is it a kernel, and its background subtracted?");
    }
}
