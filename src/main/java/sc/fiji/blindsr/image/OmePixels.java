package sc.fiji.blindsr.image;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.measure.Calibration;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What the OME-XML in a TIFF's first entry says of its planes (OME-TIFF specification), where the file holds one image, and all of it.
 *
 * @param channels number of channels
 * @param slices number of slices
 * @param frames number of frames
 * @param planes for each plane in ImageJ's order (channels first, then slices, then frames) the number of the file's, from 0
 * @param calibration the size of a pixel, as far as it is said
 */
record OmePixels(int channels, int slices, int frames, int[] planes, Calibration calibration) {

    /** Metres in the units of length that microscopes write. */
    private static final Map<String, Double> METRES =
            Map.of("pm", 1e-12, "Å", 1e-10, "nm", 1e-9, "µm", 1e-6, "μm", 1e-6, "mm", 1e-3, "cm", 1e-2, "m", 1.0);

    /** Units of those who know none. */
    private static final Set<String> NO_LENGTHS = Set.of("pixel", "reference frame");

    /** A µ in whatever letters, or what stands for it. */
    private static final Pattern MICROMETRES = Pattern.compile("[^\\p{ASCII}]{1,2}m|um|micron|micrometer");

    /** No unit is as large or as small as that, in pixels. */
    private static final double SMALLEST = 1e-9;

    /** What stands for a unit that is not given. */
    private static final String USUAL_UNIT = "µm";

    /** An image as ImageJ opened it, plane by plane as in the file, with these axes and pixels. */
    ImagePlus told(final ImagePlus opened) {
        // ImageJ has no channels of colours
        if (opened.getBitDepth() == 24 && channels > 1) return opened;
        final FileInfo origin = opened.getOriginalFileInfo();
        final ImageStack before = opened.getStack();
        final ImageStack stack = before instanceof TiffStack virtual ? virtual.inOrder(planes) : inOrder(before);
        opened.setStack(stack, channels, slices, frames);
        opened.setOpenAsHyperStack(channels * slices * frames > 1);
        opened.setCalibration(calibrated(opened.getCalibration()));
        if (channels == 1) return opened;
        final ImagePlus coloured = new CompositeImage(opened, IJ.COLOR);
        coloured.setFileInfo(origin); // which says where it comes from
        return coloured;
    }

    /** What the TIFF itself says stays, such as what signed numbers mean, where OME-XML says nothing. */
    private Calibration calibrated(final Calibration before) {
        final Calibration after = before.copy();
        if (!calibration.scaled()) return after;
        after.setUnit(calibration.getUnit());
        after.pixelWidth = calibration.pixelWidth;
        after.pixelHeight = calibration.pixelHeight;
        if (calibration.pixelDepth > 0) after.pixelDepth = calibration.pixelDepth;
        return after;
    }

    private ImageStack inOrder(final ImageStack before) {
        final ImageStack stack = new ImageStack(before.getWidth(), before.getHeight());
        for (final int plane : planes) stack.addSlice(before.getSliceLabel(plane + 1), before.getProcessor(plane + 1));
        return stack;
    }

    /**
     * @param tiff the file's entries
     * @param there number of planes in the file
     * @return empty if there is no OME-XML, or it speaks of other files, several images or other planes than there are
     */
    static Optional<OmePixels> of(final FileInfo[] tiff, final int there) {
        final String description = tiff[0].description;
        if (description == null || !description.contains("Pixels")) return Optional.empty();
        try {
            final Element root = root(description);
            final NodeList images = root.getElementsByTagNameNS("*", "Image"),
                    pixels = root.getElementsByTagNameNS("*", "Pixels");
            final NodeList identifiers = root.getElementsByTagNameNS("*", "UUID");
            final long files = IntStream.range(0, identifiers.getLength())
                    .mapToObj(n -> identifiers.item(n).getTextContent())
                    .distinct()
                    .count();
            return images.getLength() == 1 && pixels.getLength() == 1 && files <= 1
                    ? of((Element) pixels.item(0), there)
                    : Optional.empty();
        } catch (final IOException | SAXException | ParserConfigurationException | IllegalArgumentException e) {
            return Optional.empty(); // it is no OME-XML, or is damaged
        }
    }

    /** Nothing outside of the text is looked at, whatever it refers to. */
    private static Element root(final String xml) throws IOException, SAXException, ParserConfigurationException {
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        final var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler()); // the usual one prints
        return builder.parse(new InputSource(new StringReader(xml.trim()))).getDocumentElement();
    }

    private static Optional<OmePixels> of(final Element pixels, final int there) {
        final NodeList channels = pixels.getElementsByTagNameNS("*", "Channel");
        final int samples = channels.getLength() == 0 ? 1 : whole((Element) channels.item(0), "SamplesPerPixel", 1);
        if (samples < 1) return Optional.empty();
        final Map<Character, Integer> sizes = Map.of(
                'C', whole(pixels, "SizeC", 1) / samples,
                'Z', whole(pixels, "SizeZ", 1),
                'T', whole(pixels, "SizeT", 1));
        final String order = pixels.getAttribute("DimensionOrder");
        if (!order.matches("XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)")
                || (long) sizes.get('C') * sizes.get('Z') * sizes.get('T') != there) return Optional.empty();
        final int[] planes = new int[there];
        Arrays.fill(planes, -1);
        final List<Character> axes =
                order.substring(2).chars().mapToObj(c -> (char) c).toList();
        final NodeList blocks = pixels.getElementsByTagNameNS("*", "TiffData");
        for (int b = 0; b < blocks.getLength(); b++) {
            final Element block = (Element) blocks.item(b);
            final int first = whole(block, "IFD", 0);
            final int count = whole(block, "PlaneCount", block.hasAttribute("IFD") ? 1 : there - first);
            int place = 0;
            for (int a = 2; a >= 0; a--) {
                final int at = whole(block, "First" + axes.get(a), 0);
                if (at >= sizes.get(axes.get(a))) return Optional.empty();
                place = place * sizes.get(axes.get(a)) + at;
            }
            for (int i = 0; i < count; i++) {
                if (i >= there - place || i >= there - first) return Optional.empty();
                planes[inImageJ(place + i, axes, sizes)] = first + i;
            }
        }
        // Each plane of the file is one of the image's
        if (Arrays.stream(planes).filter(plane -> plane >= 0).distinct().count() != there) return Optional.empty();
        return Optional.of(new OmePixels(sizes.get('C'), sizes.get('Z'), sizes.get('T'), planes, calibration(pixels)));
    }

    /** The place in ImageJ's order of a plane in that of some axes, the fastest first. */
    private static int inImageJ(final int place, final List<Character> axes, final Map<Character, Integer> sizes) {
        int rest = place, c = 0, z = 0, t = 0;
        for (final char axis : axes) {
            final int at = rest % sizes.get(axis);
            rest /= sizes.get(axis);
            if (axis == 'C') c = at;
            else if (axis == 'Z') z = at;
            else t = at;
        }
        return (t * sizes.get('Z') + z) * sizes.get('C') + c;
    }

    /** @throws IllegalArgumentException if it is no whole number, or a negative one */
    private static int whole(final Element element, final String attribute, final int unsaid) {
        if (!element.hasAttribute(attribute)) return unsaid;
        final int value = Integer.parseInt(element.getAttribute(attribute).trim());
        if (value < 0) throw new IllegalArgumentException(attribute + " is negative");
        return value;
    }

    /** Without a unit where it is not known how large a pixel is in the plane; without a depth, 0, where that is not. */
    private static Calibration calibration(final Element pixels) {
        final Calibration calibration = new Calibration();
        final String unit = unit(pixels, 'X');
        final double width = size(pixels, 'X', unit), height = isSaid(pixels, 'Y') ? size(pixels, 'Y', unit) : width;
        if (!(width > 0) || !(height > 0) || NO_LENGTHS.contains(unit)) return calibration;
        calibration.setUnit(unit);
        calibration.pixelWidth = width;
        calibration.pixelHeight = height;
        calibration.pixelDepth = size(pixels, 'Z', unit);
        return calibration;
    }

    private static boolean isSaid(final Element pixels, final char axis) {
        return pixels.hasAttribute("PhysicalSize" + axis);
    }

    private static String unit(final Element pixels, final char axis) {
        final String said = pixels.getAttribute("PhysicalSize" + axis + "Unit").trim();
        // ImageJ takes the letters for those of the system, which makes others of a µ
        return said.isEmpty() || MICROMETRES.matcher(said).matches() ? USUAL_UNIT : said;
    }

    /** The size of a pixel along an axis in a unit; 0 where that is not known. Programs that do not know say 0, or less, or nonsense. */
    private static double size(final Element pixels, final char axis, final String unit) {
        final String own = unit(pixels, axis);
        final double factor;
        if (own.equals(unit)) factor = 1;
        else if (METRES.containsKey(own) && METRES.containsKey(unit)) factor = METRES.get(own) / METRES.get(unit);
        else return 0;
        try {
            final double size = Double.parseDouble(pixels.getAttribute("PhysicalSize" + axis));
            return size > SMALLEST && size < 1 / SMALLEST ? size * factor : 0;
        } catch (final NumberFormatException e) {
            return 0;
        }
    }
}
