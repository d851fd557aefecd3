package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Beads that several planes show, as those of a stack through the focus do: of each, only the sharpest images are used, and those that
 * are as sharp within what is known of their widths, as in a series of one focus.
 */
final class Focus {

    /** Relative difference of widths that counts for nothing, and standard deviations of what does. */
    private static final double TOLERANCE = 0.03, SIGNIFICANT = 3;

    /** How much higher what is in focus is than what is not. */
    private static final double BRIGHTER = 1.1;

    /** Distance of images of one bead, pixels. */
    private final int near;
    /** Beads by the square of that side in which they lie. */
    private final Map<List<Integer>, List<Bead>> squares = new HashMap<>();

    private Focus(final List<Bead> beads, final int near) {
        this.near = near;
        for (final Bead bead : beads)
            squares.computeIfAbsent(square(bead, 0, 0), s -> new ArrayList<>()).add(bead);
    }

    /** Leaves out what is not in focus. */
    static void check(final List<Bead> beads, final int reach) {
        // Two beads of one plane are farther apart than one reaches.
        final Focus focus = new Focus(beads, Math.max(1, reach / 2));
        final Map<Bead, Bead.Use> out = new HashMap<>();
        for (final Bead bead : Bead.used(beads))
            for (final Bead other : focus.others(bead))
                if (other.use == Bead.Use.SATURATED) out.put(bead, Bead.Use.SATURATED);
                else if (isSharper(other, bead)) out.putIfAbsent(bead, Bead.Use.OUT_OF_FOCUS);
        out.forEach((bead, use) -> bead.use = use);
    }

    private List<Integer> square(final Bead bead, final int right, final int down) {
        return List.of((int) bead.x / near + right, (int) bead.y / near + down);
    }

    /** Its images in other planes. */
    private List<Bead> others(final Bead bead) {
        final List<Bead> others = new ArrayList<>();
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++)
                for (final Bead other : squares.getOrDefault(square(bead, dx, dy), List.of()))
                    if (other.plane != bead.plane && Math.hypot(other.x - bead.x, other.y - bead.y) <= near)
                        others.add(other);
        return others;
    }

    private static boolean isSharper(final Bead bead, final Bead than) {
        // What cannot be used has no width; but light is brightest in focus.
        return bead.use == Bead.Use.USED
                ? width(than)
                        > (1 + TOLERANCE) * width(bead) + SIGNIFICANT * Math.hypot(bead.fwhmError(), than.fwhmError())
                : bead.height > BRIGHTER * than.height;
    }

    /** That of a round spot as large. */
    private static double width(final Bead bead) {
        return Math.sqrt(bead.fwhmMajor() * bead.fwhmMinor());
    }
}
