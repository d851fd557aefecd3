package sc.fiji.blindsr.run;

import java.awt.Rectangle;
import java.util.Locale;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.fault.UserError;

/** Refuses a selection in which there is nothing but noise, and says how large it would have to be. */
final class FlatSelection {

    /** Pixels by which the sides of a flat selection are enlarged on each side, to find out what is needed. */
    private static final int STEP = 8;

    private FlatSelection() {}

    /**
     * Checks what was found in a selection. Without a selection there is nothing to refuse: the estimator warns.
     *
     * @throws UserError if the selection is flat; the message says which selection around its middle is not
     */
    static void check(final Region region, final PlaneChoice choice) {
        if (region.selection().isEmpty()
                || choice.snr() >= GradientSnr.SMALLEST_USEFUL
                || choice.pixels().isNearlyAllMasked()) return;
        final Observation plane = choice.pixels();
        final Rectangle image = region.image(), selection = region.selection().get();
        Rectangle needed = choice.region();
        while (!needed.equals(image) && choice.camera().gradientSnr(plane, needed) < GradientSnr.SMALLEST_USEFUL) {
            needed = new Rectangle(needed);
            needed.grow(STEP, STEP);
            needed = needed.intersection(image);
        }
        throw new UserError(
                "region",
                String.format(
                        Locale.ROOT,
                        "the selection (%d×%d pixels at %d, %d) is flat: neighbouring pixels differ %.2f times as much as"
                                + " noise makes them, and at least %.1f times is needed. %s",
                        selection.width,
                        selection.height,
                        selection.x,
                        selection.y,
                        choice.snr(),
                        GradientSnr.SMALLEST_USEFUL,
                        needed.equals(image)
                                ? "Select a part with more edges, or none."
                                : String.format(
                                        Locale.ROOT,
                                        "Around its middle, at least %d×%d pixels are needed (%d, %d, %d, %d); or select a"
                                                + " part with more edges.",
                                        needed.width,
                                        needed.height,
                                        needed.x,
                                        needed.y,
                                        needed.width,
                                        needed.height)));
    }
}
