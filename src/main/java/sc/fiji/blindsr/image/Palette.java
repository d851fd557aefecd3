package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.process.ImageProcessor;
import ij.process.LUT;
import sc.fiji.blindsr.pixel.Luminance;

/** Tells palettes, whose numbers are no grey levels, from look-up tables that give grey levels a look. */
final class Palette {

    /**
     * The way of the brightness from one end of a palette to the other, over its range. In look-up tables such as Fire it rises; the
     * palettes of sixteen files had 1.8 to 4.5.
     */
    private static final double LEAST_WAY = 1.5;

    private Palette() {}

    /**
     * Whether the pixels of an image are numbers of colours. ImageJ says so only of some of these, not of their duplicates, nor of
     * stacks; and it takes palettes for look-up tables whose neighbouring colours are alike.
     */
    static boolean isIn(final ImagePlus image) {
        if (image.getBitDepth() != 8 || image.isComposite()) return false;
        final ImageProcessor pixels = image.getProcessor();
        return pixels.isColorLut()
                && (image.getType() == ImagePlus.COLOR_256
                        || !pixels.isPseudoColorLut()
                        || isFromFileWithColours(image) && isRough(pixels.getLut()));
    }

    /** Whether it comes from a file as they are made for pictures, not for measurements. */
    private static boolean isFromFileWithColours(final ImagePlus image) {
        final FileInfo origin = image.getOriginalFileInfo();
        return origin != null
                && (origin.fileFormat == FileInfo.GIF_OR_JPG
                        || origin.fileFormat == FileInfo.BMP
                        || origin.fileFormat == FileInfo.IMAGEIO);
    }

    private static boolean isRough(final LUT colours) {
        double way = 0, darkest = Double.POSITIVE_INFINITY, brightest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < colours.getMapSize(); i++) {
            final double brightness = brightness(colours, i);
            if (i > 0) way += Math.abs(brightness - brightness(colours, i - 1));
            darkest = Math.min(darkest, brightness);
            brightest = Math.max(brightest, brightness);
        }
        return way > LEAST_WAY * (brightest - darkest);
    }

    private static double brightness(final LUT colours, final int i) {
        return Luminance.of(colours.getRed(i), colours.getGreen(i), colours.getBlue(i));
    }
}
