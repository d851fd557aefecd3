package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.progress.Progress;

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
    /** The images by the square of that side in which they lie. */
    private final Map<List<Integer>, List<Image>> squares = new HashMap<>();

    /**
     * A plane's image of a bead.
     *
     * @param width that of a round spot as large, pixels; NaN if it cannot be used
     * @param error one standard deviation of it
     */
    private record Image(Bead bead, double width, double error) {

        static Image of(final Bead bead) {
            return bead.use == Bead.Use.USED
                    ? new Image(bead, Math.sqrt(bead.fwhmMajor() * bead.fwhmMinor()), bead.fwhmError())
                    : new Image(bead, Double.NaN, 0);
        }

        boolean isSharper(final Image than) {
            // What cannot be used has no width; but light is brightest in focus.
            return Double.isNaN(width)
                    ? bead.height > BRIGHTER * than.bead.height
                    : than.width > (1 + TOLERANCE) * width + SIGNIFICANT * Math.hypot(error, than.error);
        }

        boolean isOfSameBead(final Image other, final int near) {
            return other.bead.plane != bead.plane && Math.hypot(other.bead.x - bead.x, other.bead.y - bead.y) <= near;
        }
    }

    private Focus(final List<Image> images, final int near) {
        this.near = near;
        for (final Image image : images)
            squares.computeIfAbsent(square(image.bead, 0, 0), s -> new ArrayList<>())
                    .add(image);
    }

    /** Leaves out what is not in focus. */
    static void check(final List<Bead> beads, final int reach, final Progress progress) {
        final List<Image> images = beads.stream().map(Image::of).toList();
        // Two beads of one plane are farther apart than one reaches.
        final Focus focus = new Focus(images, Math.max(1, reach / 2));
        final List<Bead.Use> uses = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            progress.update("Looking for the focus", i, images.size());
            uses.add(focus.use(images.get(i)));
        }
        for (int i = 0; i < uses.size(); i++) beads.get(i).use = uses.get(i);
    }

    private Bead.Use use(final Image image) {
        Bead.Use use = image.bead.use;
        if (use != Bead.Use.USED) return use;
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++)
                for (final Image other : squares.getOrDefault(square(image.bead, dx, dy), List.of()))
                    if (image.isOfSameBead(other, near)) {
                        if (other.bead.use == Bead.Use.SATURATED) return Bead.Use.SATURATED;
                        if (other.isSharper(image)) use = Bead.Use.OUT_OF_FOCUS;
                    }
        return use;
    }

    private List<Integer> square(final Bead bead, final int right, final int down) {
        return List.of((int) bead.x / near + right, (int) bead.y / near + down);
    }
}
