package sc.fiji.blindsr.benchmark;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import sc.fiji.blindsr.file.AtomicFile;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.MostTexturedWindow;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * A PNG to look at: one strip for each method below the other, each with a line of text, pictures and kernels side by side.
 * It grows strip by strip. Of large images it shows the most textured part.
 */
public final class ContactSheet {

    /** Width and height of the part that is shown, pixels; smaller ones are enlarged. */
    private static final int PART = 256;

    private static final int GAP = 4;
    private static final int TEXT = 16;

    private final Path file;
    private final Rectangle part;
    private final IntensityRange range;
    private final int zoom;

    /**
     * @param file the PNG; where it is there, strips are added to it
     * @param like an image with the size of all pictures that decides which part is shown, and how bright
     */
    public ContactSheet(final Path file, final ImagePlus like) {
        this.file = file;
        range = IntensityRange.of(like, "reference");
        part = MostTexturedWindow.find(
                Planes.read(like, like.getCurrentSlice(), range),
                new Rectangle(like.getWidth(), like.getHeight()),
                PART);
        zoom = Math.max(1, Math.round((float) PART / Math.max(part.width, part.height)));
    }

    /**
     * Adds a strip.
     *
     * @param text what it shows
     * @param pictures images of the same size; null leaves a place empty
     * @param kernels kernels, drawn as bright as can be; null leaves a place empty
     * @throws IOException if the file cannot be read or written
     */
    public void add(final String text, final List<ImagePlus> pictures, final List<BlurKernel> kernels)
            throws IOException {
        final int width = zoom * part.width, height = zoom * part.height, side = Math.min(width, height);
        final int wide = pictures.size() * (width + GAP) + kernels.size() * (side + GAP) - GAP;
        final BufferedImage known = Files.exists(file) ? ImageIO.read(file.toFile()) : null;
        final ColorProcessor before = known == null ? new ColorProcessor(wide, 0) : new ColorProcessor(known);
        final int top = before.getHeight() == 0 ? 0 : before.getHeight() + GAP;
        final ColorProcessor sheet = new ColorProcessor(Math.max(wide, before.getWidth()), top + TEXT + height);
        sheet.insert(before, 0, 0);
        write(sheet, text, top);
        int x = 0;
        for (final ImagePlus picture : pictures) {
            if (picture != null) sheet.insert(enlarged(picture(picture), width, height), x, top + TEXT);
            x += width + GAP;
        }
        for (final BlurKernel kernel : kernels) {
            if (kernel != null) sheet.insert(enlarged(picture(kernel), side, side), x, top + TEXT);
            x += side + GAP;
        }
        final ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(sheet.getBufferedImage(), "png", png);
        AtomicFile.write(file, png.toByteArray());
    }

    private static void write(final ColorProcessor sheet, final String text, final int top) {
        try {
            sheet.setColor(Color.white);
            sheet.setAntialiasedText(true);
            sheet.drawString(text, GAP, top + TEXT - GAP / 2);
        } catch (final RuntimeException | LinkageError | InternalError e) {
            // A Java without fonts, as servers have it, cannot write; the pictures are there all the same.
        }
    }

    private static ImageProcessor enlarged(final ImageProcessor picture, final int width, final int height) {
        picture.setInterpolationMethod(ImageProcessor.NONE);
        return picture.resize(width, height);
    }

    /** The part that is shown, in colour. */
    private ImageProcessor picture(final ImagePlus image) {
        final ImageProcessor pixels = image.getStack().getProcessor(image.getCurrentSlice());
        pixels.setRoi(part);
        final ImageProcessor cut = pixels.crop();
        if (image.getBitDepth() != 24) cut.setMinAndMax(range.zero(), range.one());
        return cut.convertToRGB();
    }

    private static ImageProcessor picture(final BlurKernel kernel) {
        final ImageProcessor pixels = new FloatProcessor(kernel.width(), kernel.height(), kernel.values());
        pixels.setMinAndMax(0, pixels.getMax());
        return pixels.convertToRGB();
    }
}
