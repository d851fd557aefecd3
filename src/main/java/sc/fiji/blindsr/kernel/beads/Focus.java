package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.blindsr.progress.Progress;

/**
 * Beads that several planes show, as those of a stack through the focus do: of each, only the sharpest images are used, and those that
 * are as sharp within what is known of their widths, as in a series of one focus. All images of a bead say together where it is
 * sharpest, if they say so clearly ({@link FocusCurve}).
 */
final class Focus {

    /** Relative difference of widths that counts for nothing, and standard deviations of what does. */
    private static final double TOLERANCE = 0.03, SIGNIFICANT = 3;
    /** How much higher what is in focus is than what is not. */
    private static final double BRIGHTER = 1.1;

    /** Distance of images of one bead, pixels. */
    private final int near;

    private final List<Image> images;
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
            return bead.isUsed()
                    ? new Image(bead, Math.sqrt(bead.fwhmMajor() * bead.fwhmMinor()), bead.fwhmError())
                    : new Image(bead, Double.NaN, 0);
        }

        boolean isSharper(final Image than) {
            // What cannot be used has no width; but light is brightest in focus.
            return Double.isNaN(width)
                    ? bead.height() > BRIGHTER * than.bead.height()
                    : than.width > (1 + TOLERANCE) * width + SIGNIFICANT * Math.hypot(error, than.error);
        }

        boolean hasWidth() {
            return !Double.isNaN(width);
        }

        FocusCurve.Point point() {
            return new FocusCurve.Point(bead.plane(), width, error);
        }

        boolean isOfSameBead(final Image other, final int near) {
            return other.bead.plane() != bead.plane() && other.bead.distance(bead) <= near;
        }
    }

    /**
     * @param beads of all planes
     * @param reach how far a bead reaches from its centre, pixels: two of one plane are farther apart
     */
    Focus(final Beads beads, final int reach) {
        near = Math.max(1, reach / 2);
        images = beads.all().stream().map(Image::of).toList();
        for (final Image image : images)
            squares.computeIfAbsent(square(image.bead, 0, 0), s -> new ArrayList<>())
                    .add(image);
    }

    /** The beads, without those that are not in focus. */
    Beads judged(final Progress progress) {
        final List<Bead> judged = new ArrayList<>();
        for (final Image image : images) {
            progress.update("Looking for the focus", judged.size(), images.size());
            judged.add(image.bead.as(use(image)));
        }
        return new Beads(judged);
    }

    private Bead.Use use(final Image image) {
        final Bead.Use use = image.bead.use();
        if (use != Bead.Use.USED) return use;
        final List<Image> others = others(image);
        if (others.stream().anyMatch(other -> other.bead.use() == Bead.Use.SATURATED)) return Bead.Use.SATURATED;
        final boolean isSharp = FocusCurve.of(Stream.concat(Stream.of(image), others.stream())
                        .filter(Image::hasWidth)
                        .map(Image::point)
                        .toList())
                .map(curve -> curve.widening(image.bead.plane()) <= 1 + TOLERANCE)
                .orElseGet(() -> others.stream().noneMatch(other -> other.isSharper(image)));
        return isSharp ? Bead.Use.USED : Bead.Use.OUT_OF_FOCUS;
    }

    /** Images of the same bead in other planes. */
    private List<Image> others(final Image image) {
        final List<Image> others = new ArrayList<>();
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++)
                squares.getOrDefault(square(image.bead, dx, dy), List.of()).stream()
                        .filter(other -> image.isOfSameBead(other, near))
                        .forEach(others::add);
        return others;
    }

    private List<Integer> square(final Bead bead, final int right, final int down) {
        return List.of((int) bead.x() / near + right, (int) bead.y() / near + down);
    }
}
