package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;

/** Reads the pixels of kernel images as they are. Kernels that users bring come in by {@link KernelIntake}. */
public final class KernelImages {

    private static final int LARGEST = 255;
    /** How far the sum of a kernel of this plugin's is from 1: some have lost a part of their tails. */
    private static final double SUM_TOLERANCE = 0.03;

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
                && image.getInfoProperty() != null
                && image.getStringProperty(RunReport.KERNEL_SUM) != null
                && Math.abs(kernel.sum() - 1) < SUM_TOLERANCE;
    }
}
