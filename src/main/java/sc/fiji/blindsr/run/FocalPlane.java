package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import sc.fiji.blindsr.kernel.intake.Rim;

/** The plane of a stack of kernels, as of a PSF through the focus, that is in focus. */
final class FocalPlane {

    private FocalPlane() {}

    /**
     * The plane with the greatest sum of squares above its rim: the sharpest of planes that hold the same light.
     *
     * @return its number, from 1
     */
    static int of(final ImagePlus image) {
        int best = 1;
        double most = -1;
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            final double sharpness = sharpness(image.getStack().getProcessor(plane));
            if (!(sharpness > most)) continue; // nor a plane with a pixel that is no number
            most = sharpness;
            best = plane;
        }
        return best;
    }

    private static double sharpness(final ImageProcessor pixels) {
        final double rim = Rim.median(pixels.getWidth(), pixels.getHeight(), pixels::getf);
        double squares = 0;
        for (int i = 0; i < pixels.getPixelCount(); i++) squares += Math.pow(pixels.getf(i) - rim, 2);
        return squares;
    }
}
