package sc.fiji.blindsr.image;

import ij.gui.EllipseRoi;
import ij.gui.ImageRoi;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.TextRoi;
import ij.plugin.RoiScaler;
import java.util.stream.IntStream;

/**
 * A selection on a grid finer or coarser than its own: the same kind of thing around the same pixels. ImageJ's
 * {@link RoiScaler} makes polygons of rectangles, ellipses and labels.
 */
final class ScaledRoi {

    private ScaledRoi() {}

    /**
     * A scaled copy with the same look, name and position in the stack.
     *
     * @param scale number of new pixels for each old one
     * @param shift added to both coordinates afterwards, new pixels
     */
    static Roi of(final Roi roi, final double scale, final double shift) {
        final Roi scaled = shape(roi, scale);
        scaled.setLocation(scaled.getXBase() + shift, scaled.getYBase() + shift);
        // points that are told to be in all planes can no longer be saved
        if (roi.getPosition() != 0) scaled.setPosition(roi.getPosition());
        if (roi.hasHyperStackPosition()) scaled.setPosition(roi.getCPosition(), roi.getZPosition(), roi.getTPosition());
        return scaled;
    }

    private static Roi shape(final Roi roi, final double scale) {
        final double x = roi.getXBase() * scale, y = roi.getYBase() * scale;
        final double width = roi.getFloatWidth() * scale, height = roi.getFloatHeight() * scale;
        if (roi instanceof TextRoi) {
            final TextRoi text = (TextRoi) roi.clone();
            text.setFont(text.getCurrentFont()
                    .deriveFont((float) (text.getCurrentFont().getSize2D() * scale)));
            text.setLocation(x, y);
            return text;
        }
        if (roi instanceof ImageRoi image) {
            final ImageRoi picture = (ImageRoi) image.clone();
            picture.setProcessor(image.getProcessor()
                    .resize(Math.max(1, (int) Math.round(width)), Math.max(1, (int) Math.round(height))));
            picture.setLocation(x, y);
            return picture;
        }
        final Roi scaled;
        if (roi instanceof EllipseRoi ellipse) {
            final double[] p = ellipse.getParams();
            scaled = new EllipseRoi(p[0] * scale, p[1] * scale, p[2] * scale, p[3] * scale, p[4]);
        } else if (roi instanceof RotatedRectRoi rectangle) {
            final double[] p = rectangle.getParams();
            scaled = new RotatedRectRoi(p[0] * scale, p[1] * scale, p[2] * scale, p[3] * scale, p[4] * scale);
        } else if (roi instanceof OvalRoi) scaled = new OvalRoi(x, y, width, height);
        else if (roi.getType() == Roi.RECTANGLE)
            scaled = new Roi(x, y, width, height, (int) Math.round(roi.getCornerDiameter() * scale));
        else scaled = RoiScaler.scale(roi, scale, scale, false);
        scaled.copyAttributes(roi);
        if (roi.getProperties() != null) scaled.setProperties(roi.getProperties());
        if (roi instanceof PointRoi points) ((PointRoi) scaled).setCounters(counters(points));
        return scaled;
    }

    /** Counters and planes of points; {@link PointRoi#getCounters} fails where points are in all planes. */
    private static int[] counters(final PointRoi points) {
        return IntStream.range(0, points.size())
                .map(i -> points.getCounter(i) | points.getPointPosition(i) << Byte.SIZE)
                .toArray();
    }
}
