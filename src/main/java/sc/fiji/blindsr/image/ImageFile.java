package sc.fiji.blindsr.image;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.io.RoiDecoder;
import ij.plugin.AVI_Reader;
import ij.plugin.FileInfoVirtualStack;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Image files by ImageJ's own readers and its TIFF writer, without dialogs. Files of types that ImageJ does not know go to
 * HandleExtraFileTypes where it is installed, which does not ask Bio-Formats while error messages are redirected, as they are
 * here. A large TIFF is opened as a virtual stack. Truncated files, which ImageJ would open with black parts, are refused.
 */
public final class ImageFile {

    /** Files larger than memory divided by this are opened as virtual stacks. */
    private static final int PART_OF_MEMORY = 8;

    /** The name of an exception's class, which tells users nothing. */
    private static final Pattern EXCEPTION = Pattern.compile("\\b([a-z]\\w*\\.)+\\w+(Exception|Error):");

    /** What is said of a file that no reader knows. */
    public static final String UNREADABLE = "it is no image that can be read";

    private ImageFile() {}

    /**
     * Opens a file.
     *
     * @return the image, not shown, with the file's name as its title
     * @throws EOFException if the file is not whole
     * @throws IOException if ImageJ cannot read it as an image; the message says why
     */
    public static ImagePlus open(final Path file) throws IOException {
        return open(file, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
    }

    /** Opens a file of which only some planes are needed: a TIFF as a virtual stack, if that is possible. */
    public static ImagePlus openForSomePlanes(final Path file) throws IOException {
        return open(file, 0);
    }

    /** @param largest length of the longest file that is read as a whole, bytes */
    private static ImagePlus open(final Path file, final long largest) throws IOException {
        try {
            return opened(file, largest);
        } catch (final RuntimeException e) {
            // ImageJ's readers do not check what a file says
            throw new IOException(UNREADABLE, e);
        }
    }

    private static ImagePlus opened(final Path file, final long largest) throws IOException {
        if (!Files.exists(file)) throw new NoSuchFileException(file.toString());
        final FileInfo[] tiff = TiffDirectories.of(file);
        if (tiff != null) FileEnd.check(tiff, file);
        if (tiff != null && TiffRemarks.isSigned8(file, tiff))
            throw new IOException(TiffRemarks.SIGNED + "; save it with unsigned or with 16-bit pixels");
        final boolean large = tiff != null && isRegularStack(tiff) && Files.size(file) > largest;
        // those of virtual stacks are checked plane by plane
        if (tiff != null && !large) for (final FileInfo entry : tiff) DeflatedStrips.check(entry, file);
        final Optional<OmePixels> ome = tiff == null || !isRegularStack(tiff) && tiff.length > 1
                ? Optional.empty()
                : OmePixels.of(tiff, planes(tiff));
        final ImagePlus image = quietly(
                () -> large ? openVirtual(file, tiff) : openWhole(file.toString(), ome.isPresent()), UNREADABLE);
        if (tiff != null && image.getImageStackSize() < planes(tiff))
            throw new EOFException(
                    "only " + image.getImageStackSize() + " of its " + planes(tiff) + " planes could be read");
        if (tiff == null) FileEnd.check(image, file);
        if (image.getStack() instanceof AVI_Reader) image.setStack(new MovieStack(image, file));
        final ImagePlus told = ome.map(pixels -> pixels.told(image)).orElse(image);
        told.setTitle(file.getFileName().toString());
        return told;
    }

    /** Writes a TIFF, which replaces the file. */
    public static void write(final ImagePlus image, final Path file) throws IOException {
        quietly(() -> savedAsTiff(image, file) ? image : null, "it could not be written");
    }

    /** Whatever order of bytes ImageJ is set to: in one of the two it cannot read letters of most alphabets in Info. */
    private static boolean savedAsTiff(final ImagePlus image, final Path file) {
        final boolean before = Prefs.intelByteOrder;
        Prefs.intelByteOrder = false;
        try {
            return new FileSaver(image).saveAsTiff(file.toString());
        } finally {
            Prefs.intelByteOrder = before;
        }
    }

    interface Work {

        ImagePlus run();
    }

    /**
     * Runs code of ImageJ whose errors would otherwise be shown in a dialog and stop a running macro. One thread at a time:
     * ImageJ has one last error for all.
     */
    static synchronized ImagePlus quietly(final Work work, final String failure) throws IOException {
        final Object interpreter = exchangeInterpreter(null);
        IJ.getErrorMessage(); // forget an earlier one
        IJ.redirectErrorMessages(true);
        try {
            final ImagePlus image = work.run();
            if (image != null && image.getWidth() > 0 && image.getHeight() > 0) return image;
            final String message = IJ.getErrorMessage();
            throw new IOException(failure
                    + (message == null
                            ? ""
                            : ": "
                                    + EXCEPTION
                                            .matcher(message)
                                            .replaceAll("")
                                            .replaceAll("\\s+", " ")
                                            .trim()));
        } finally {
            IJ.redirectErrorMessages(false);
            exchangeInterpreter(interpreter);
        }
    }

    /**
     * Sets the macro that {@code IJ.error} stops, redirected or not, and gives the one that was set. ImageJ has no method for
     * this.
     */
    private static Object exchangeInterpreter(final Object interpreter) {
        try {
            final Field field = IJ.class.getDeclaredField("macroInterpreter");
            field.setAccessible(true);
            final Object before = field.get(null);
            field.set(null, interpreter);
            return before;
        } catch (final ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static int planes(final FileInfo[] tiff) {
        // Files with images of different sizes are opened as the first of them.
        return tiff.length == 1 ? Math.max(1, tiff[0].nImages) : isRegularStack(tiff) ? tiff.length : 1;
    }

    /** Whether its planes are alike, and in the order of ImageJ. */
    private static boolean isRegularStack(final FileInfo[] tiff) {
        return Arrays.stream(tiff)
                        .allMatch(i -> i.width == tiff[0].width
                                && i.height == tiff[0].height
                                && i.fileType == tiff[0].fileType)
                && tiff[0].fileType != FileInfo.RGB48
                && !Objects.requireNonNullElse(tiff[0].description, "").contains("order=zct");
    }

    /** @param ome whether ImageJ's own reader is to be used, whatever other readers there are: it keeps the order of the file */
    private static ImagePlus openWhole(final String file, final boolean ome) {
        final Opener opener = new Opener();
        final int type = opener.getFileType(file);
        // A movie is opened without questions if a macro is running, which this call pretends.
        if (type == Opener.AVI) return IJ.openImage(file);
        // Where Bio-Formats is installed, ImageJ leaves every .ome.tif to it.
        if (type == Opener.UNKNOWN && ome) return opener.openTiff(opener.getDir(file), opener.getName(file));
        if (type == Opener.UNKNOWN) return openExtra(opener, file);
        // An archive of selections would open the ROI Manager otherwise.
        opener.setSilentMode(true);
        return opener.openImage(file);
    }

    /** Asks ImageJ's further readers, as openImage does, which writes a line into the log if none of them knows the file. */
    private static ImagePlus openExtra(final Opener opener, final String file) {
        final ImagePlus image = opener.openWithHandleExtraFileTypes(file, new int[] {Opener.UNKNOWN});
        return image != null && image.getNChannels() > 1 ? new CompositeImage(image, IJ.COLOR) : image;
    }

    /** Adds what ImageJ's virtual stacks leave out: selection, properties, and what becomes of planes that cannot be read. */
    private static ImagePlus openVirtual(final Path file, final FileInfo[] tiff) {
        final ImagePlus image = FileInfoVirtualStack.openVirtual(file.toString());
        if (image == null) return null;
        final FileInfo info = tiff[0];
        final TiffStack planes = new TiffStack(tiff, image.getStack());
        if (planes.getSize() != image.getStackSize()) return null;
        image.setStack(planes);
        if (info.roi != null) image.setRoi(RoiDecoder.openFromByteArray(info.roi));
        if (info.properties != null) image.setProperties(info.properties);
        return image;
    }
}
