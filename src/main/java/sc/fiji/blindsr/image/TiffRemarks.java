package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageInputStream;

/** What ImageJ silently leaves out of a TIFF, or reads as something else. */
public final class TiffRemarks {

    static final String SIGNED = "its pixels are signed 8-bit numbers, which ImageJ reads as unsigned ones";

    /** The element of OME-XML that tells the sizes of the first image. */
    private static final Pattern OME_PIXELS = Pattern.compile("<(\\w+:)?Pixels\\s[^>]*>");

    private TiffRemarks() {}

    /**
     * What there is to know of an image that ImageJ has opened from a TIFF; nothing where it came from elsewhere, or the file
     * is no longer there.
     */
    public static List<String> of(final ImagePlus image) {
        final FileInfo origin = image.getOriginalFileInfo();
        // copies of an image remember the name alone
        if (origin == null || origin.directory == null || origin.fileFormat != FileInfo.TIFF) return List.of();
        final File file = new File(origin.directory, origin.fileName);
        final FileInfo[] tiff = directories(file.toPath());
        if (tiff == null) return List.of();
        final List<String> remarks = new ArrayList<>();
        if (image.getBitDepth() == 8 && isSigned8(file.toPath(), tiff)) remarks.add(SIGNED);
        if (image.getStackSize() == 1 && tiff.length > 1) remarks.add("the file has more images: " + sizes(tiff));
        if (tiff[0].description != null) axes(image, tiff[0].description).ifPresent(remarks::add);
        return remarks;
    }

    /** Where a file's OME-XML gives its planes to other axes than the image has: ImageJ does not read it, and {@link OmePixels} not all. */
    private static Optional<String> axes(final ImagePlus image, final String description) {
        final Matcher pixels = OME_PIXELS.matcher(description);
        if (!pixels.find()) return Optional.empty();
        final int channels = image.getBitDepth() == 24 ? size(pixels.group(), 'C') : image.getNChannels();
        final List<Integer> opened = List.of(channels, image.getNSlices(), image.getNFrames());
        final List<Integer> said =
                Stream.of('C', 'Z', 'T').map(axis -> size(pixels.group(), axis)).toList();
        return said.equals(opened)
                ? Optional.empty()
                : Optional.of("ImageJ does not read its OME-XML, which says " + axes(said) + ", not " + axes(opened)
                        + ", and may say a pixel size; Bio-Formats reads it");
    }

    private static String axes(final List<Integer> sizes) {
        return sizes.get(0) + " channels × " + sizes.get(1) + " slices × " + sizes.get(2) + " frames";
    }

    private static int size(final String pixels, final char axis) {
        final Matcher size = Pattern.compile("\\bSize" + axis + "\\s*=\\s*[\"'](\\d{1,9})[\"']")
                .matcher(pixels);
        return size.find() ? Integer.parseInt(size.group(1)) : 1;
    }

    private static FileInfo[] directories(final Path file) {
        try {
            return TiffDirectories.of(file);
        } catch (final IOException e) {
            return null; // it was whole when it was opened, and is another now
        }
    }

    /** The sizes of the images in a file, the first of which is the one that ImageJ opens. */
    private static String sizes(final FileInfo[] tiff) {
        final Map<String, Integer> counts = new LinkedHashMap<>();
        for (final FileInfo image : tiff)
            counts.merge(
                    image.width + "×" + image.height + " pixels of " + 8 * image.getBytesPerPixel() + " bits",
                    1,
                    Integer::sum);
        return String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(e -> e.getValue() + " of " + e.getKey())
                                .toList())
                + "; only the first was used";
    }

    /** Whether a TIFF has signed pixels of 8 bits: ImageJ does not look at the sample format of these. */
    static boolean isSigned8(final Path file, final FileInfo[] tiff) {
        if (tiff[0].getBytesPerPixel() != 1) return false;
        final ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            final TIFFField format = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0))
                    .getTIFFField(BaselineTIFFTagSet.TAG_SAMPLE_FORMAT);
            return format != null
                    && Arrays.stream(format.getAsInts())
                            .anyMatch(f -> f == BaselineTIFFTagSet.SAMPLE_FORMAT_SIGNED_INTEGER);
        } catch (final IOException | RuntimeException e) {
            return false; // whether ImageJ can read it is another question
        } finally {
            reader.dispose();
        }
    }
}
