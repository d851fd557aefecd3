package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.pixel.RobustStatistics;
import sc.fiji.blindsr.progress.Progress;

/** Finds spots: maxima well above the noise; and how far they reach, with what the {@link BeadJudge} then says of them. */
final class BeadFinder {

    /** Height of a maximum of the smoothed plane above the background, in standard deviations of its noise. */
    private static final double HEIGHT = 8;
    /** Widths at half maximum from the centre to the end of a bead; and so many times as far where it has rings or a tail. */
    private static final double REACH = 1.6, FAR = 2;
    /** How often is looked again, farther along the longer axis. */
    private static final int LONGER = 3;

    private static final int SMALLEST_REACH = 4, LARGEST_REACH = 64;
    /** Mean light beyond a bead's reach over its peak, and over what noise makes of it, that is a ring's or a tail's. */
    private static final double TAIL = 0.002, SURE = 4;
    /** How far beyond is looked for it, in reaches: farther, what is far is taken for the background. */
    private static final double TAIL_TO = 1.35;
    /** Beads that are enough where they reach far; and the part of those that would be alone if they did not. */
    private static final int ENOUGH = 10;

    private static final double PART = 0.4;
    /** A maximum lower than this part of a bead's height does not disturb it. */
    static final double DISTURBING = 0.05;

    /** Between two spots the plane falls below this part of the lower one; what noise makes of one spot is less. */
    private static final double VALLEY = 0.6;

    /** One spot in so many may be a clump. */
    private static final int CLUMPS = 50;

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
        final double width = middleWidth(spots);
        if (1 + REACH * width > LARGEST_REACH)
            throw new UserError(
                    "input",
                    String.format(Locale.ROOT, "the spots are %.0f pixels wide", width),
                    "more than some " + (int) (LARGEST_REACH / REACH)
                            + " are too many for a kernel; reduce the image (Image > Scale...)");
        final BeadJudge judge = new BeadJudge(beads, planes, FullLevel.of(planes));
        return farther(new Found(judge.judged(reach(width), progress), reach(width)), judge, progress);
    }

    /** The same with a longer reach, where a long axis or a tail needs it and enough of the beads are then still alone. */
    private static Found farther(final Found near, final BeadJudge judge, final Progress progress) {
        Found found = near;
        for (int again = 0; again < LONGER; again++) {
            final List<Bead> used = found.beads.used();
            if (used.isEmpty()) return found;
            final double major = RobustStatistics.median(
                    used.stream().mapToDouble(Bead::fwhmMajor).toArray());
            final int longer = reach(major);
            if (longer <= found.reach + 1) break;
            final Found next = new Found(judge.judged(longer, progress), longer);
            if (!isEnough(next, found)) return found;
            found = next;
        }
        final int far = (int) Math.min(LARGEST_REACH, FAR * found.reach);
        final Found next = new Found(judge.judged(far, progress), far);
        return isEnough(next, found) && haveTails(next.beads.used(), found.reach) ? next : found;
    }

    private static boolean isEnough(final Found next, final Found before) {
        final int used = next.beads.used().size();
        return used >= ENOUGH && used >= PART * before.beads.used().size();
    }

    private static int reach(final double width) {
        return (int) Math.ceil(Math.min(LARGEST_REACH, Math.max(SMALLEST_REACH, 1 + REACH * width)));
    }

    /** Whether light is seen beyond a distance from the beads' centres, pixels. */
    private static boolean haveTails(final List<Bead> beads, final int distance) {
        final double[] tails = beads.stream()
                .mapToDouble(bead -> {
                    final BeadLight light = bead.light();
                    return IntStream.range(0, light.count())
                                    .filter(i -> {
                                        final double r = Math.hypot(light.x(i) - bead.x(), light.y(i) - bead.y());
                                        return r > distance && r < TAIL_TO * distance;
                                    })
                                    .mapToDouble(light::level)
                                    .average()
                                    .orElse(0)
                            / bead.height();
                })
                .toArray();
        // The median, since some may be two beads in one.
        final double middle = RobustStatistics.median(tails),
                error = RobustStatistics.deviation(tails, middle) / Math.sqrt(tails.length);
        return middle > TAIL && middle > SURE * error;
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
