package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import sc.fiji.blindsr.kernel.AdaptiveMoments;
import sc.fiji.blindsr.pixel.RobustStatistics;
import sc.fiji.blindsr.progress.Progress;

/**
 * Says which maxima can be used, each by itself, and what their light is.
 *
 * @param beads maxima of all planes
 * @param planes the image
 * @param full which of its pixels are full
 */
record BeadJudge(List<Bead> beads, List<Plane> planes, FullLevel full) {

    /** From this part of its reach on, and over so many pixels, there is no more light of a bead: what is there is its background. */
    private static final double RIM = 0.85, WIDTH_OF_RIM = 1.25;
    /** Standard deviations from the background at which a pixel is none of it. */
    private static final double CLIPPED = 3.5;
    /** Part of a bead's height that its noise has at the least: nothing is known more precisely. */
    private static final double LEAST_NOISE = 1e-4;

    /** Pixels of a flat top, which are by less than this part of it below the brightest. */
    private static final double FLAT = 3, NEARLY = 0.02;
    /** Flat tops, at the least, and their part of all, that are no chance; and the spread of their heights over that of their fluxes. */
    private static final double FEWEST_FLAT = 3, PART_FLAT = 0.1, ONE_HEIGHT = 0.3;

    /** @param reach how far a bead reaches from its centre, pixels */
    Beads judged(final int reach, final Progress progress) {
        final Map<Integer, List<Bead>> inPlanes =
                beads.stream().collect(Collectors.groupingBy(Bead::plane, TreeMap::new, Collectors.toList()));
        final List<Bead> judged = new ArrayList<>();
        inPlanes.forEach((number, inPlane) -> {
            final Plane plane = planes.get(number), levelled = Ground.levelled(plane);
            progress.update("Looking at beads", judged.size(), beads.size());
            judged.addAll(inPlane.parallelStream()
                    .map(bead -> judged(bead, plane, levelled, inPlane, reach))
                    .toList());
        });
        return withoutFlatTops(new Beads(judged));
    }

    /**
     * A level at which pixels are full is not the same everywhere where a dark frame was taken away: then tops are flat, and of
     * one height, though some beads are brighter than others.
     */
    private static Beads withoutFlatTops(final Beads beads) {
        final List<Bead> flat = beads.used().stream().filter(BeadJudge::isFlat).toList();
        if (flat.size() < FEWEST_FLAT || flat.size() < PART_FLAT * beads.used().size()) return beads;
        final ToDoubleFunction<Bead> top = bead -> bead.light().top();
        if (!(spread(flat, top) < ONE_HEIGHT * spread(flat, bead -> bead.light().flux()))) return beads;
        final double full =
                RobustStatistics.median(flat.stream().mapToDouble(top).toArray());
        return beads.without(
                beads.used().stream()
                        .filter(bead -> top.applyAsDouble(bead) > (1 - 2 * NEARLY) * full)
                        .toList(),
                Bead.Use.SATURATED);
    }

    /** Whether more pixels are nearly as bright as the brightest than of a Gaussian as wide. */
    private static boolean isFlat(final Bead bead) {
        final double area = Math.PI * bead.fwhmMajor() * bead.fwhmMinor() * NEARLY / (4 * Math.log(2));
        return bead.light().brighterThan((1 - NEARLY) * bead.light().top()) >= FLAT + 2 * area;
    }

    private static double spread(final List<Bead> beads, final ToDoubleFunction<Bead> value) {
        final double[] logarithms = beads.stream()
                .mapToDouble(bead -> Math.log(value.applyAsDouble(bead)))
                .toArray();
        return RobustStatistics.deviation(logarithms, RobustStatistics.median(logarithms));
    }

    /** How many pixels in the middle of a bead are full. */
    private int fullPixels(final Bead bead, final Plane plane) {
        int count = 0;
        for (int y = Math.max(0, (int) bead.y() - 1); y <= Math.min(plane.height() - 1, bead.y() + 1); y++)
            for (int x = Math.max(0, (int) bead.x() - 1); x <= Math.min(plane.width() - 1, bead.x() + 1); x++)
                if (plane.get(x, y) >= full.level()) count++;
        return count;
    }

    /**
     * A maximum with its light, and whether it can be used.
     *
     * @param levelled the plane without its ground
     * @param inPlane all maxima of its plane
     * @param reach how far a bead reaches, pixels
     */
    private Bead judged(
            final Bead bead, final Plane plane, final Plane levelled, final List<Bead> inPlane, final int reach) {
        // First: that another plane shows it full matters whatever else it is there.
        if (fullPixels(bead, plane) >= full.most()) return bead.as(Bead.Use.SATURATED);
        if (Math.min(bead.x(), bead.y()) < reach
                || bead.x() >= plane.width() - reach
                || bead.y() >= plane.height() - reach) return bead.as(Bead.Use.AT_THE_RIM);
        final List<Bead> others = inPlane.stream()
                .filter(b ->
                        b != bead && b.height() > BeadFinder.DISTURBING * bead.height() && b.distance(bead) < 2 * reach)
                .toList();
        if (others.stream().anyMatch(b -> b.distance(bead) <= reach)) return bead.as(Bead.Use.NOT_ALONE);
        final List<int[]> inside = new ArrayList<>();
        for (int y = (int) bead.y() - reach; y <= bead.y() + reach; y++)
            for (int x = (int) bead.x() - reach; x <= bead.x() + reach; x++) {
                final int column = x, row = y;
                // What is nearer to a neighbour than that reaches is not of this bead.
                if (Math.hypot(x - bead.x(), y - bead.y()) > reach + 0.5
                        || others.stream().anyMatch(b -> Math.hypot(column - b.x(), row - b.y()) < reach)) continue;
                inside.add(new int[] {x, y});
            }
        final double[] rim = inside.stream()
                .filter(p -> Math.hypot(p[0] - bead.x(), p[1] - bead.y()) > Math.min(RIM * reach, reach - WIDTH_OF_RIM))
                .mapToDouble(p -> levelled.get(p[0], p[1]))
                .toArray();
        if (rim.length < reach) return bead.as(Bead.Use.NOT_ALONE);
        final double middle = RobustStatistics.median(rim), ofMost = RobustStatistics.deviation(rim, middle);
        // Of few photons most pixels have none: then those that have some tell the noise.
        final double deviation = ofMost > 0 ? ofMost : Math.sqrt(StatUtils.variance(rim));
        // Photons are not distributed evenly about their median; the mean is what a pedestal is.
        final double background = Arrays.stream(rim)
                .filter(v -> Math.abs(v - middle) <= CLIPPED * deviation)
                .average()
                .orElse(middle);
        final List<AdaptiveMoments.Sample> samples = inside.stream()
                .map(p -> new AdaptiveMoments.Sample(p[0], p[1], levelled.get(p[0], p[1]) - background))
                .toList();
        return BeadLight.of(samples, Math.max(LEAST_NOISE * bead.height(), deviation), bead.x(), bead.y())
                .map(light ->
                        bead.with(light, light.moments().x(), light.moments().y()))
                .orElseGet(() -> bead.as(Bead.Use.UNCLEAR));
    }
}
