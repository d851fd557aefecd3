package sc.fiji.blindsr.scene;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.pixel.Luminance;

/** A sharp grey image in 8 bits, to draw samples from. */
final class GreyImage {

    /** A reduced photograph is used if this many pixels remain along both sides. */
    static final int SMALLEST = 300;

    private static final int REDUCTIONS = 3;

    private final int width;
    private final int height;
    private final byte[] levels;

    private GreyImage(final int width, final int height, final byte[] levels) {
        this.width = width;
        this.height = height;
        this.levels = levels;
    }

    /** A square image from grey levels of 0 to 1. */
    static GreyImage square(final float[] levels) {
        final int size = (int) Math.round(Math.sqrt(levels.length));
        final byte[] bytes = new byte[levels.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.round(255 * levels[i]);
        return new GreyImage(size, size, bytes);
    }

    /** A photograph as it is, and reduced to a half and to a third, as far as enough is left. */
    static List<GreyImage> photograph(final Path file) {
        final BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (final IOException e) {
            throw new UserError("photographs", file + " cannot be read: " + e.getMessage() + ".", e);
        }
        if (image == null)
            throw new UserError("photographs", file + " is not an image that Java reads", "JPEG and PNG are allowed");
        final GreyImage whole = of(image);
        final List<GreyImage> reductions = new ArrayList<>();
        for (int factor = 1; factor <= REDUCTIONS; factor++)
            if (Math.min(whole.width, whole.height) / factor >= SMALLEST) reductions.add(whole.reduced(factor));
        return reductions;
    }

    private static GreyImage of(final BufferedImage image) {
        final int width = image.getWidth(), height = image.getHeight();
        final byte[] levels = new byte[width * height];
        final Raster raster = image.getRaster();
        // Java would change grey levels by a contrast curve on their way to RGB.
        final boolean grey = raster.getNumBands() < 3 && !(image.getColorModel() instanceof IndexColorModel);
        final int excess = grey ? image.getColorModel().getComponentSize(0) - 8 : 0;
        final int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (grey) raster.getSamples(0, y, width, 1, 0, row);
            else image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++)
                levels[y * width + x] = (byte) (grey ? row[x] >> excess : luminance(row[x]));
        }
        return new GreyImage(width, height, levels);
    }

    private static int luminance(final int rgb) {
        return (int) Math.round(Luminance.of(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255));
    }

    /** The means over factor×factor pixels. */
    private GreyImage reduced(final int factor) {
        final int wide = width / factor, high = height / factor, area = factor * factor;
        final byte[] means = new byte[wide * high];
        for (int y = 0; y < high; y++)
            for (int x = 0; x < wide; x++) {
                int sum = 0;
                for (int v = 0; v < factor; v++)
                    for (int u = 0; u < factor; u++) sum += levels[(y * factor + v) * width + x * factor + u] & 255;
                means[y * wide + x] = (byte) ((sum + area / 2) / area);
            }
        return new GreyImage(wide, high, means);
    }

    /** Number of columns. */
    int width() {
        return width;
    }

    /** Number of rows. */
    int height() {
        return height;
    }

    /** Number of columns or of rows, whichever is less. */
    int shorterSide() {
        return Math.min(width, height);
    }

    /** The grey level at a pixel, from 0 to 1. */
    float at(final int x, final int y) {
        return (levels[y * width + x] & 255) / 255f;
    }
}
