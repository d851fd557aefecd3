package sc.fiji.blindsr.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ImageStatistics;

/** The range of grey levels that is shown from black to white. */
public final class DisplayRange {

    private DisplayRange() {}

    /**
     * Fits the range to the grey levels of all planes, for each channel of a composite image, as ImageJ does for a 16-bit TIFF;
     * 8-bit images get the range of their type, and RGB images have none.
     */
    public static void fit(final ImagePlus image) {
        if (image.getBitDepth() == 24) return;
        final boolean composite = image instanceof CompositeImage;
        for (int channel = 1; channel <= (composite ? image.getNChannels() : 1); channel++) {
            final double[] range =
                    image.getBitDepth() == 8 ? new double[] {0, 255} : extremes(image, composite ? channel : 0);
            if (composite) image.setPositionWithoutUpdate(channel, 1, 1);
            image.setDisplayRange(range[0], range[1]);
        }
        if (composite) image.setPositionWithoutUpdate(1, 1, 1);
    }

    /** @param channel from 1; 0 for all */
    private static double[] extremes(final ImagePlus image, final int channel) {
        final double[] extremes = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            if (channel > 0 && image.convertIndexToPosition(plane)[0] != channel) continue;
            final ImageStatistics statistics =
                    image.getStack().getProcessor(plane).getStats();
            extremes[0] = Math.min(extremes[0], statistics.min);
            extremes[1] = Math.max(extremes[1], statistics.max);
        }
        return extremes[0] <= extremes[1] ? extremes : new double[] {0, 1}; // nothing but NaN
    }
}
