package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.progress.Progress;

/** Reads kernels that users bring as images. */
public final class KernelImages {

    private static final int LARGEST = 255;

    private KernelImages() {}

    /**
     * The displayed plane of an image as a kernel, not normalised.
     *
     * @param key the parameter that the image was given for
     * @throws UserError if it is too large, a colour image, not finite or all zero
     */
    public static BlurKernel read(final ImagePlus image, final String key) {
        return read(image, image.getProcessor(), key, "");
    }

    /** All planes of an image as kernels, not normalised; which plane is not usable, the message says. */
    static List<BlurKernel> readAll(final ImagePlus image, final String key) {
        return IntStream.rangeClosed(1, image.getStackSize())
                .mapToObj(i -> read(
                        image,
                        image.getStack().getProcessor(i),
                        key,
                        "plane " + i + " of \"" + image.getTitle() + "\": "))
                .toList();
    }

    /** @param context stands before what is wrong with the image */
    private static BlurKernel read(
            final ImagePlus image, final ImageProcessor pixels, final String key, final String context) {
        if (image.getBitDepth() == 24)
            throw new UserError(
                    key,
                    context + "\"" + image.getTitle() + "\" is a colour image",
                    "an 8-, 16- or 32-bit one is needed");
        if (pixels.getWidth() > LARGEST || pixels.getHeight() > LARGEST)
            throw new UserError(
                    key,
                    context + "\"" + image.getTitle() + "\" has " + pixels.getWidth() + "×" + pixels.getHeight()
                            + " pixels",
                    "a kernel has at most " + LARGEST + "×" + LARGEST);
        final double[] values = new double[pixels.getPixelCount()];
        for (int i = 0; i < values.length; i++) values[i] = pixels.getf(i);
        try {
            return new BlurKernel(pixels.getWidth(), pixels.getHeight(), values);
        } catch (final UserError e) {
            throw e.as(key, context);
        }
    }

    /**
     * The displayed plane of an image as a kernel that is fit for use: sum 1, odd size, centred for the scale factor. The log
     * says if it had to be moved.
     *
     * @param width width of the high-resolution image, which the kernel must not exceed
     * @param height its height
     */
    public static BlurKernel readForUse(
            final ImagePlus image,
            final String key,
            final int scale,
            final int width,
            final int height,
            final Progress progress) {
        final BlurKernel given = read(image, key);
        if (given.width() > width || given.height() > height)
            throw new UserError(
                    key,
                    "\"" + image.getTitle() + "\" has " + given.width() + "×" + given.height() + " pixels",
                    "it must not be larger than the high-resolution image (" + width + "×" + height + ")");
        final BlurKernel centred = KernelCentre.centred(given, scale);
        if (!centred.equals(given.normalised()))
            progress.log("The kernel \"" + image.getTitle() + "\" was moved so that its centre of mass lies at (K − "
                    + scale + ")/2.");
        return centred;
    }
}
