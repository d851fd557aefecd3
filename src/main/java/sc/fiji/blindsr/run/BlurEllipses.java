package sc.fiji.blindsr.run;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.EllipseRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;

/**
 * The picture of a blur over the field: its ellipse of full widths at half maximum in each cell, enlarged, over the image;
 * from blue for the narrowest to red for the widest, dashed where it is interpolated.
 */
final class BlurEllipses {

    /** How the title of the picture ends. */
    static final String SUFFIX = "-ellipses";

    /** The longest axis, in sides of a cell. */
    private static final double LARGEST = 0.9;

    private static final float BLUE = 0.62f;

    private BlurEllipses() {}

    /** @param planes for each field the plane of the input, from 1, that it is drawn over */
    static ImagePlus picture(final ImagePlus input, final List<BlurField> fields, final List<Integer> planes) {
        // There may be more of them than memory.
        final boolean all = input.getStack().isVirtual() && planes.size() == input.getStackSize();
        final ImagePlus picture =
                new ImagePlus(CompanionImage.title(input, SUFFIX), all ? input.getStack() : stack(input, planes));
        picture.setCalibration(input.getCalibration().copy());
        picture.getCalibration().setFunction(Calibration.NONE, null, null);
        if (picture.getBitDepth() == input.getBitDepth() && input.getBitDepth() != 24 && (all || !isComposite(input)))
            picture.setDisplayRange(input.getDisplayRangeMin(), input.getDisplayRangeMax());
        final Overlay overlay = new Overlay();
        for (int i = 0; i < fields.size(); i++)
            draw(fields.get(i), fields.size() == 1 ? 0 : all ? planes.get(i) : i + 1, overlay);
        picture.setOverlay(overlay);
        return picture;
    }

    private static ImageStack stack(final ImagePlus input, final List<Integer> planes) {
        final ImageStack stack = new ImageStack(input.getWidth(), input.getHeight());
        planes.forEach(plane -> stack.addSlice(input.getStack().getSliceLabel(plane), shown(input, plane)));
        return stack;
    }

    /** A plane as its channel is shown: channels may have ranges of their own. */
    private static ImageProcessor shown(final ImagePlus input, final int plane) {
        final ImageProcessor pixels = input.getStack().getProcessor(plane).duplicate();
        if (Planes.isEightBit(input) && !isComposite(input)) return pixels;
        // 8-bit pixels have no range of their own
        final ImageProcessor levels = pixels instanceof ByteProcessor ? pixels.convertToFloat() : pixels;
        if (input instanceof CompositeImage composite) {
            final LUT range = composite.getChannelLut(input.convertIndexToPosition(plane)[0]);
            levels.setMinAndMax(range.min, range.max);
        } else levels.setMinAndMax(input.getDisplayRangeMin(), input.getDisplayRangeMax());
        return levels.convertToByteProcessor();
    }

    private static boolean isComposite(final ImagePlus input) {
        return input instanceof CompositeImage;
    }

    /** @param slice the slice to draw on; 0 = all */
    private static void draw(final BlurField field, final int slice, final Overlay overlay) {
        final double[] widths = field.cells().stream()
                .mapToDouble(c -> FieldSearch.width(c.gaussian(1)))
                .toArray();
        final double longest = field.cells().stream()
                .mapToDouble(c -> KernelFigures.width(c.gaussian(1).lambda1()))
                .max()
                .orElseThrow();
        double least = Double.POSITIVE_INFINITY, most = 0;
        for (final double width : widths) {
            least = Math.min(least, width);
            most = Math.max(most, width);
        }
        final double zoom = LARGEST * field.grid().side() / longest;
        final float stroke = (float) Math.max(1, field.grid().longer() / 400.0);
        for (int i = 0; i < widths.length; i++) {
            final Roi ellipse = ellipse(
                    field.cells().get(i).gaussian(1),
                    field.grid().x(i),
                    field.grid().y(i),
                    zoom);
            ellipse.setStrokeColor(colour(widths[i], least, most));
            ellipse.setStroke(
                    field.structured()[i]
                            ? new BasicStroke(stroke)
                            : new BasicStroke(
                                    stroke,
                                    BasicStroke.CAP_BUTT,
                                    BasicStroke.JOIN_BEVEL,
                                    1,
                                    new float[] {2 * stroke, 2 * stroke},
                                    0));
            ellipse.setName(String.format(Locale.ROOT, "FWHM %.2f", widths[i]));
            add(ellipse, slice, overlay);
        }
        final int size = Math.max(9, field.grid().longer() / 32);
        final double bottom = field.grid().height() - 1.3 * size;
        if (!field.isUniform()) {
            add(legend(least, 0.3 * size, bottom - 1.2 * size, size, colour(least, least, most)), slice, overlay);
            add(legend(most, 0.3 * size, bottom, size, colour(most, least, most)), slice, overlay);
        } else add(legend(most, 0.3 * size, bottom, size, colour(most, least, most)), slice, overlay);
    }

    private static Roi ellipse(final AnisotropicGaussian blur, final double x, final double y, final double zoom) {
        final double half = KernelFigures.width(blur.lambda1()) / 2 * zoom;
        final double dx = half * Math.cos(blur.theta()), dy = half * Math.sin(blur.theta());
        // ImageJ measures from the corners of pixels.
        return new EllipseRoi(
                x + 0.5 - dx, y + 0.5 - dy, x + 0.5 + dx, y + 0.5 + dy, Math.sqrt(blur.lambda2() / blur.lambda1()));
    }

    private static Roi legend(final double width, final double x, final double y, final int size, final Color colour) {
        final TextRoi text = new TextRoi(
                x, y, String.format(Locale.ROOT, "FWHM %.2f pixels", width), new Font("SansSerif", Font.BOLD, size));
        text.setStrokeColor(colour);
        text.setFillColor(new Color(0, 0, 0, 160));
        return text;
    }

    private static Color colour(final double width, final double least, final double most) {
        final double share = most > least ? (width - least) / (most - least) : 0.5;
        return Color.getHSBColor((float) (BLUE * (1 - share)), 0.85f, 1);
    }

    private static void add(final Roi roi, final int slice, final Overlay overlay) {
        if (slice > 0) roi.setPosition(slice);
        overlay.add(roi);
    }
}
