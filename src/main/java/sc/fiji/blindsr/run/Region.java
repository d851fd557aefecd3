package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.util.Optional;
import java.util.function.BiPredicate;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.AreaSelection;
import sc.fiji.blindsr.image.InnerSquares;
import sc.fiji.blindsr.image.MostTexturedWindow;
import sc.fiji.blindsr.progress.Progress;

/**
 * The part of an image on which the kernel is estimated: the whole image if that is asked for, else the most textured part of
 * the selection, or of the image, that is no larger than the estimator makes use of. In a selection that is no rectangle, it is
 * the most textured of the largest squares inside. A selection that is no area is ignored, and the log says so.
 */
public final class Region {

    private final Rectangle all;
    private final boolean whole;
    private final int largest;
    private final BiPredicate<Integer, Integer> readsWhole;
    /** The selection's bounds, or null if there is none that counts. */
    private final Rectangle selection;
    /** Null if the selection is a rectangle. */
    private final InnerSquares squares;

    /** All of an image, for methods that take any size. */
    static Region whole(final ImagePlus image) {
        return new Region(image, true, 1, Integer.MAX_VALUE, (width, height) -> true, Progress.NONE);
    }

    /**
     * The region that an estimator works on.
     *
     * @param whole whether the whole image is asked for
     * @param progress told where the selection is no area
     * @throws UserError if the image or the selection is too small
     */
    static Region of(
            final ImagePlus image,
            final boolean whole,
            final KernelEstimator estimator,
            final int scale,
            final Progress progress) {
        return new Region(
                image,
                whole,
                estimator.smallestRegion(scale),
                estimator.largestRegion(scale),
                estimator::readsWhole,
                progress);
    }

    /**
     * @param smallest least width and height that the estimator can work on
     * @param largest width and height from which on more is not worth its time
     * @param readsWhole whether a region of a width and height is worth it all the same
     */
    private Region(
            final ImagePlus image,
            final boolean whole,
            final int smallest,
            final int largest,
            final BiPredicate<Integer, Integer> readsWhole,
            final Progress progress) {
        this.readsWhole = readsWhole;
        this.whole = whole;
        this.largest = largest;
        all = new Rectangle(image.getWidth(), image.getHeight());
        check("input", "the image has", all.width, all.height, smallest);
        if (!whole)
            AreaSelection.notOf(image)
                    .ifPresent(kind -> progress.log("The selection in \"" + image.getTitle() + "\" is no area (" + kind
                            + ") and says nothing about where to estimate the kernel."));
        final Roi roi = whole ? null : AreaSelection.of(image).orElse(null);
        if (roi == null) {
            selection = null;
            squares = null;
            return;
        }
        selection = bounds(roi, all, "region");
        check("region", "the selection has", selection.width, selection.height, smallest);
        squares = roi.getMask() == null ? null : new InnerSquares(roi, selection, largest);
        if (squares != null)
            check("region", "the largest square inside the selection has", squares.side(), squares.side(), smallest);
    }

    /**
     * The bounds of a selection, as far as they lie in the image.
     *
     * @param all that of the image
     * @param parameter named where nothing of the selection does
     */
    static Rectangle bounds(final Roi roi, final Rectangle all, final String parameter) {
        final Rectangle bounds = roi.getBounds().intersection(all);
        if (bounds.isEmpty())
            throw new UserError(
                    parameter,
                    "the selection lies outside of the image, which has " + all.width + "×" + all.height + " pixels",
                    "make another, or none");
        return bounds;
    }

    private static void check(
            final String parameter, final String what, final int width, final int height, final int smallest) {
        if (width < smallest || height < smallest)
            throw new UserError(
                    parameter,
                    what + " " + Math.max(0, width) + "×" + Math.max(0, height) + " pixels",
                    "at least " + smallest + "×" + smallest + " are needed for this estimator and scale factor");
    }

    /** The part to look at in one plane. */
    Rectangle in(final ArrayImg<FloatType, FloatArray> plane) {
        if (whole) return all;
        if (squares != null) return MostTexturedWindow.find(plane, selection, squares);
        final Rectangle asked = selection == null ? all : selection;
        return readsWhole.test(asked.width, asked.height) ? asked : MostTexturedWindow.find(plane, asked, largest);
    }

    /** The whole image. */
    Rectangle image() {
        return new Rectangle(all);
    }

    /** The bounds of the selection; empty if there is none that counts. */
    Optional<Rectangle> selection() {
        return Optional.ofNullable(selection);
    }
}
