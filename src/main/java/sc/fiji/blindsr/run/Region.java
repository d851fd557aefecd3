package sc.fiji.blindsr.run;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.util.Locale;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.image.InnerSquares;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.MostTexturedWindow;

/**
 * The part of an image on which the kernel is estimated: the whole if asked for, else the busiest part of the selection, or
 * of the image, that is not larger than what pays. In a selection that is no rectangle, it is the busiest of the largest
 * squares inside. A selection that is no area says nothing.
 */
public final class Region {

    /** Pixels by which the sides of a selection that is too flat are enlarged, to find out what is needed. */
    private static final int STEP = 8;

    private final Rectangle all;
    private final boolean whole;
    private final int largest;
    /** The selection's bounds, or null if there is none that counts. */
    private final Rectangle selection;
    /** Null if the selection is a rectangle. */
    private final InnerSquares squares;

    /**
     * @param whole whether the whole image is asked for
     * @param smallest least width and height that the estimator can work on
     * @param largest width and height from which on more is not worth its time
     * @throws IllegalArgumentException if the image or the selection is too small
     */
    public Region(final ImagePlus image, final boolean whole, final int smallest, final int largest) {
        this.whole = whole;
        this.largest = largest;
        all = new Rectangle(image.getWidth(), image.getHeight());
        check("input: the image has", all.width, all.height, smallest);
        final Roi roi = whole ? null : image.getRoi();
        if (roi != null && !roi.isArea())
            IJ.log("Blind SR: the selection in \"" + image.getTitle() + "\" is no area (" + roi.getTypeAsString()
                    + ") and says nothing about where to estimate the kernel.");
        if (roi == null || !roi.isArea()) {
            selection = null;
            squares = null;
            return;
        }
        selection = roi.getBounds().intersection(all);
        check("region: the selection has", selection.width, selection.height, smallest);
        squares = roi.getMask() == null ? null : new InnerSquares(roi, selection, largest);
        if (squares != null)
            check("region: the largest square inside the selection has", squares.side(), squares.side(), smallest);
    }

    private static void check(final String what, final int width, final int height, final int smallest) {
        if (width < smallest || height < smallest)
            throw new IllegalArgumentException(what + " " + Math.max(0, width) + "×" + Math.max(0, height)
                    + " pixels; at least " + smallest + "×" + smallest
                    + " are needed for this estimator and scale factor.");
    }

    /** The part to look at in one plane. */
    public Rectangle in(final ArrayImg<FloatType, FloatArray> plane) {
        if (whole) return all;
        if (squares != null) return MostTexturedWindow.find(plane, selection, squares);
        return MostTexturedWindow.find(plane, selection == null ? all : selection, largest);
    }

    /** The pixels of a part of a plane, X×Y×C from 0, 0. */
    public static RandomAccessibleInterval<FloatType> cut(
            final ArrayImg<FloatType, FloatArray> plane, final Rectangle part) {
        return Views.zeroMin(Views.interval(plane, new long[] {part.x, part.y, 0}, new long[] {
            part.x + part.width - 1, part.y + part.height - 1, plane.max(2)
        }));
    }

    /**
     * Refuses a selection in which there is nothing but noise.
     *
     * @param sight what was found in the selection
     * @throws IllegalArgumentException which says how large the selection must be at least
     */
    public void checkContrast(final PlaneChoice sight, final IntensityRange range) {
        if (selection == null || sight.contrast() >= GradientSnr.LEAST) return;
        final ArrayImg<FloatType, FloatArray> plane = sight.channel().read(sight.plane(), range);
        final Rectangle grown = new Rectangle(sight.region());
        while (!grown.equals(all) && GradientSnr.of(cut(plane, grown), sight.noise()) < GradientSnr.LEAST) {
            grown.grow(STEP, STEP);
            grown.setBounds(grown.intersection(all));
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "region: the selection (%d×%d pixels at %d, %d) is flat: neighbouring pixels differ %.2f times as much as noise"
                        + " makes them, and at least %.1f times is needed. %s",
                selection.width,
                selection.height,
                selection.x,
                selection.y,
                sight.contrast(),
                GradientSnr.LEAST,
                grown.equals(all)
                        ? "Select a part with more edges, or none."
                        : String.format(
                                "Around its middle, at least %d×%d pixels are needed (%d, %d, %d, %d); or select a part with more edges.",
                                grown.width, grown.height, grown.x, grown.y, grown.width, grown.height)));
    }
}
