package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import sc.fiji.blindsr.kernel.AdaptiveMoments;
import sc.fiji.blindsr.pixel.RobustStatistics;
import sc.fiji.blindsr.progress.Progress;

/** Finds spots: maxima well above the noise; and says which of them can be used. */
final class BeadFinder {

    /** Height of a maximum of the smoothed plane above the background, in standard deviations of its noise. */
    private static final double HEIGHT = 8;
    /** Widths at half maximum from the centre to the end of a bead. */
    private static final double REACH = 1.6;

    private static final int SMALLEST_REACH = 4, LARGEST_REACH = 25;
    /** Pixels that have the largest grey level of all make a bead saturated. */
    private static final int FULL = 2;
    /** A maximum lower than this part of a bead's height does not disturb it. */
    private static final double DISTURBING = 0.05;

    /** Between two spots the plane falls below this part of the lower one; what noise makes of one spot is less. */
    private static final double VALLEY = 0.6;

    /** One spot in so many may be a clump. */
    private static final int CLUMPS = 50;

    /** Standard deviations from the background at which a pixel is none of it. */
    private static final double CLIPPED = 3.5;
    /** Part of a bead's height that its noise has at the least: nothing is known more precisely. */
    private static final double LEAST_NOISE = 1e-4;

    private BeadFinder() {}

    /** What was found: the beads, and how far they reach from their centres, pixels. */
    record Found(Beads beads, int reach) {}

    /**
     * A maximum of a plane.
     *
     * @param width at half its height, pixels
     * @param onEvenGround whether more than half of the plane's pixels are equal, as where photons are few or a background was
     *     taken away: no noise tells how high a bead must be
     */
    private record Spot(Bead bead, double width, boolean onEvenGround) {}

    static Found in(final List<Plane> planes, final Progress progress) {
        final List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < planes.size(); i++) {
            progress.update("Finding beads", i, planes.size());
            spots.addAll(maxima(Ground.levelled(planes.get(i)), i));
        }
        final double low = low(spots, 2);
        spots.removeIf(spot -> spot.onEvenGround && spot.bead.height() <= low);
        final List<Bead> beads = spots.stream().map(Spot::bead).toList();
        if (beads.isEmpty()) return new Found(new Beads(beads), SMALLEST_REACH);
        final int reach =
                (int) Math.ceil(Math.min(LARGEST_REACH, Math.max(SMALLEST_REACH, 1 + REACH * middleWidth(spots))));
        final double full = planes.stream()
                .mapToDouble(p -> IntStream.range(0, p.pixels().length)
                        .mapToDouble(j -> p.pixels()[j])
                        .max()
                        .orElseThrow())
                .max()
                .orElseThrow();
        final Map<Integer, List<Bead>> inPlanes =
                beads.stream().collect(Collectors.groupingBy(Bead::plane, TreeMap::new, Collectors.toList()));
        final List<Bead> judged = new ArrayList<>();
        for (final int number : inPlanes.keySet()) {
            final Plane plane = planes.get(number), levelled = Ground.levelled(plane);
            for (final Bead bead : inPlanes.get(number)) {
                progress.update("Looking at beads", judged.size(), beads.size());
                judged.add(judged(bead, plane, levelled, inPlanes.get(number), reach, full));
            }
        }
        return new Found(new Beads(judged), reach);
    }

    /** The median width of spots, without those so low beside bright ones that they may be specks of noise. */
    private static double middleWidth(final List<Spot> spots) {
        final double low = low(spots, Math.max(2, spots.size() / CLUMPS));
        return RobustStatistics.median(spots.stream()
                .filter(spot -> spot.bead.height() > low)
                .mapToDouble(Spot::width)
                .toArray());
    }

    /**
     * Spots up to this height are ignored: 5 % of that of the highest spot, without as many of the highest as may be clumps of beads. 0
     * if there are no further spots.
     */
    private static double low(final List<Spot> spots, final int clumps) {
        return DISTURBING
                * spots.stream()
                        .map(spot -> spot.bead.height())
                        .sorted(Comparator.reverseOrder())
                        .skip(clumps)
                        .findFirst()
                        .orElse(0.0);
    }

    /**
     * A maximum with its light, and whether it can be used.
     *
     * @param levelled the plane without its ground
     * @param beads all maxima of its plane
     * @param full the largest grey level of all planes
     */
    private static Bead judged(
            final Bead bead,
            final Plane plane,
            final Plane levelled,
            final List<Bead> beads,
            final int reach,
            final double full) {
        if (Math.min(bead.x(), bead.y()) < reach
                || bead.x() >= plane.width() - reach
                || bead.y() >= plane.height() - reach) return bead.as(Bead.Use.AT_THE_RIM);
        final List<Bead> others = beads.stream()
                .filter(b -> b != bead && b.height() > DISTURBING * bead.height() && b.distance(bead) < 2 * reach)
                .toList();
        if (others.stream().anyMatch(b -> b.distance(bead) <= reach)) return bead.as(Bead.Use.NOT_ALONE);
        final List<int[]> inside = new ArrayList<>();
        int saturated = 0;
        for (int y = (int) bead.y() - reach; y <= bead.y() + reach; y++)
            for (int x = (int) bead.x() - reach; x <= bead.x() + reach; x++) {
                final int column = x, row = y;
                // What is nearer to a neighbour than that reaches is not of this bead.
                if (Math.hypot(x - bead.x(), y - bead.y()) > reach + 0.5
                        || others.stream().anyMatch(b -> Math.hypot(column - b.x(), row - b.y()) < reach)) continue;
                inside.add(new int[] {x, y});
                if (plane.get(x, y) >= full) saturated++;
            }
        if (saturated >= FULL) return bead.as(Bead.Use.SATURATED);
        final double[] rim = inside.stream()
                .filter(p -> Math.hypot(p[0] - bead.x(), p[1] - bead.y()) > 0.75 * reach)
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

    /** Maxima of the plane, smoothed by [1 2 1]/4 along both axes. */
    private static List<Spot> maxima(final Plane plane, final int number) {
        final int width = plane.width(), height = plane.height();
        final double[] smooth = new double[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int j = -1; j <= 1; j++)
                    for (int i = -1; i <= 1; i++)
                        smooth[y * width + x] += (2 - Math.abs(i))
                                * (2 - Math.abs(j))
                                / 16.0
                                * plane.get(
                                        Math.max(0, Math.min(width - 1, x + i)),
                                        Math.max(0, Math.min(height - 1, y + j)));
        final double background = RobustStatistics.median(smooth.clone()),
                noise = RobustStatistics.deviation(smooth, background);
        final List<Bead> tops = new ArrayList<>();
        for (int y = 1; y < height - 1; y++)
            for (int x = 1; x < width - 1; x++) {
                final double v = smooth[y * width + x];
                if (v >= background + HEIGHT * noise && v > background && isHighest(smooth, width, x, y))
                    tops.add(Bead.at(number, x, y, v - background));
            }
        tops.sort(Comparator.comparingDouble(top -> -top.height()));
        final boolean[] taken = new boolean[width * height];
        final List<Spot> spots = new ArrayList<>();
        for (final Bead top : tops) {
            final int x = (int) top.x(), y = (int) top.y();
            if (taken[y * width + x]) continue;
            final double fwhm = widthAt(smooth, width, height, x, y, background);
            spots.add(new Spot(top, fwhm, noise == 0));
            take(smooth, width, height, top, fwhm, background, taken);
        }
        return spots;
    }

    /**
     * Marks what belongs to a maximum: noise makes several of a wide spot. That is as far as its width, where the way from
     * it does not lead through a valley.
     */
    private static void take(
            final double[] smooth,
            final int width,
            final int height,
            final Bead top,
            final double fwhm,
            final double background,
            final boolean[] taken) {
        final int reach = (int) Math.min(LARGEST_REACH, fwhm);
        for (int y = (int) Math.max(0, top.y() - reach); y <= Math.min(height - 1, top.y() + reach); y++)
            for (int x = (int) Math.max(0, top.x() - reach); x <= Math.min(width - 1, top.x() + reach); x++) {
                final double distance = Math.hypot(x - top.x(), y - top.y()),
                        level = smooth[y * width + x] - background;
                if (distance > reach) continue;
                boolean valley = false;
                for (int step = 1; step < distance && !valley; step++) {
                    final int i = (int) Math.rint(top.x() + (x - top.x()) * step / distance),
                            j = (int) Math.rint(top.y() + (y - top.y()) * step / distance);
                    valley = smooth[j * width + i] - background < VALLEY * level;
                }
                taken[y * width + x] |= !valley;
            }
    }

    private static boolean isHighest(final double[] smooth, final int width, final int x, final int y) {
        for (int j = -1; j <= 1; j++)
            for (int i = -1; i <= 1; i++) {
                final double other = smooth[(y + j) * width + x + i], own = smooth[y * width + x];
                // of equals the first
                if (other > own || other == own && (j < 0 || j == 0 && i < 0)) return false;
            }
        return true;
    }

    /** Twice the mean distance at which the four rows and columns from a maximum fall to half of it. */
    private static double widthAt(
            final double[] smooth,
            final int width,
            final int height,
            final int x,
            final int y,
            final double background) {
        final double half = (smooth[y * width + x] + background) / 2;
        double sum = 0;
        for (final int[] step : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
            int i = x, j = y, n = 0;
            while (i >= 0 && j >= 0 && i < width && j < height && smooth[j * width + i] > half) {
                i += step[0];
                j += step[1];
                n++;
            }
            sum += n - 0.5;
        }
        return sum / 2;
    }
}
