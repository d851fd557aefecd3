package sc.fiji.blindsr.evidence;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.pixel.NeighbourMeans;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restoration;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;

/**
 * Cross-validation of a restoration: every eighth pixel is left out, and what the result, blurred and sampled, says of these
 * is compared with what cubic interpolation says. Both see the same pixels and predict noisy ones. It tells of a restorer that
 * wipes structure away, or takes noise for structure. It is blind to a wrong kernel, since the result is blurred with the same
 * again, and of no use where the noise of neighbours is correlated: then interpolation predicts that. Beside pixels that the result does
 * not explain, though they were not left out, neither is asked.
 */
public final class LeftOut {

    /** Pixels at the rim that are not left out, besides those that the kernel reaches over. */
    private static final int RIM = 4;

    /**
     * Residual of a pixel that no image explains, standard deviations of its noise; and how far from it nothing is predicted. Of 116
     * images with panels, text, black corners and the like, 26 results that were 0.5 dB better than a cubic spline and more were warned
     * of without, 16 with it; none became silently worse.
     */
    private static final double UNEXPLAINED = 6;

    private static final int BESIDE = 2;

    private LeftOut() {}

    /**
     * Tries.
     *
     * @param low part of an image, X×Y×C, grey levels in [0,1]
     * @param weights its pixels' weights, as for {@link Restoration#restore}
     * @return by how much the result predicts better than interpolation, in dB of the mean square error; NaN if no pixel
     *     could be left out
     */
    public static double gain(
            final RandomAccessibleInterval<FloatType> low,
            final RandomAccessibleInterval<FloatType> weights,
            final RestorationProblem problem,
            final Restorer restorer,
            final Progress progress) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        final float[] levels = Pixels.floats(low), kept = Pixels.floats(weights);
        final boolean[] out = new boolean[kept.length];
        for (int i = 0; i < out.length; i++) {
            final int x = i % width, y = i / width % height;
            // The nearest of the same kind are a knight's move and more away: a pixel's neighbours are all there.
            out[i] = (x + 3 * y) % 8 == 0
                    && x >= RIM
                    && y >= RIM
                    && x < width - RIM
                    && y < height - RIM
                    && hasNeighbours(kept, i, width);
        }
        for (int i = 0; i < out.length; i++) if (out[i]) kept[i] = 0;
        final long[] size = {width, height, low.dimension(2)};
        final float[] predicted;
        try (Restoration restoration = restorer.prepare(problem)) {
            predicted = Pixels.floats(new Degradation(problem.kernel(), problem.scale(), problem.grid())
                    .apply(restoration.restore(low, ArrayImgs.floats(kept, size), progress), progress));
        }
        final int rim = RIM
                + (Math.max(problem.kernel().width(), problem.kernel().height()) / 2 + problem.scale() - 1)
                        / problem.scale();
        final boolean[] unexplained = unexplained(levels, predicted, kept, problem.noise(), width);
        double byResult = 0, byCubic = 0;
        for (int i = 0; i < out.length; i++) {
            final int x = i % width, y = i / width % height;
            if (!out[i] || unexplained[i] || x < rim || y < rim || x >= width - rim || y >= height - rim) continue;
            byResult += Math.pow(predicted[i] - levels[i], 2);
            byCubic += Math.pow(cubic(levels, i, width) - levels[i], 2);
        }
        return 10 * Math.log10(byCubic / byResult);
    }

    /**
     * Marks pixels near those that the result does not explain although it was given them, such as the edge of a panel or text:
     * nothing predicts them. If more than half of all would be marked, none is: then the result is wrong, not the pixels.
     */
    private static boolean[] unexplained(
            final float[] levels, final float[] predicted, final float[] kept, final double noise, final int width) {
        final double least = Math.pow(UNEXPLAINED * Math.max(noise, EightBitRounding.STANDARD_DEVIATION), 2);
        final float[] marks = new float[levels.length];
        for (int i = 0; i < marks.length; i++)
            if (kept[i] > 0 && kept[i] * Math.pow(levels[i] - predicted[i], 2) > least) marks[i] = 1;
        final float[] near = NeighbourMeans.of(marks, width, marks.length / width, BESIDE);
        final boolean[] unexplained = new boolean[marks.length];
        int count = 0;
        for (int i = 0; i < near.length; i++) if (unexplained[i] = near[i] > 0) count++;
        return 2 * count > near.length ? new boolean[near.length] : unexplained;
    }

    private static boolean hasNeighbours(final float[] weights, final int i, final int width) {
        return weights[i] > 0
                && weights[i - 1] > 0
                && weights[i + 1] > 0
                && weights[i - width] > 0
                && weights[i + width] > 0;
    }

    /** The mean of what the cubics through two neighbours on either side have in their middle, along row and column. */
    private static double cubic(final float[] v, final int i, final int width) {
        return (4 * (v[i - 1] + v[i + 1] + v[i - width] + v[i + width])
                        - (v[i - 2] + v[i + 2] + v[i - 2 * width] + v[i + 2 * width]))
                / 12;
    }
}
