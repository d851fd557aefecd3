package sc.fiji.blindsr.scene;

import java.util.Arrays;
import sc.fiji.blindsr.pixel.NeighbourMeans;

/** A square of grey levels to paint on. What lies outside of it is not painted. */
final class Canvas {

    /** The exposure is measured at each so many-th pixel. */
    private static final int SAMPLING = 37;

    private final int size;
    private final float[] levels;

    /** A black canvas. */
    Canvas(final int size) {
        this.size = size;
        this.levels = new float[size * size];
    }

    /** Width and height. */
    int size() {
        return size;
    }

    /** The grey levels, row by row; the canvas's own. */
    float[] levels() {
        return levels;
    }

    /** Paints on everything. */
    void fill(final Brush brush) {
        for (int y = 0, i = 0; y < size; y++) for (int x = 0; x < size; x++, i++) levels[i] = brush.at(x, y, levels[i]);
    }

    /** Paints the inside of an outline: the pixels whose centres an odd number of its edges lie to the left of. */
    void fill(final Outline outline, final Brush brush) {
        final double[] xs = outline.x(), ys = outline.y();
        final double top = Arrays.stream(ys).min().orElse(0),
                bottom = Arrays.stream(ys).max().orElse(0);
        final double[] crossings = new double[xs.length];
        for (int y = Math.max(0, (int) Math.ceil(top)); y <= Math.min(size - 1, Math.floor(bottom)); y++) {
            int number = 0;
            for (int i = 0, j = xs.length - 1; i < xs.length; j = i++)
                if (ys[i] <= y != ys[j] <= y)
                    crossings[number++] = xs[i] + (y - ys[i]) / (ys[j] - ys[i]) * (xs[j] - xs[i]);
            Arrays.sort(crossings, 0, number);
            for (int k = 0; k + 1 < number; k += 2) span(y, crossings[k], crossings[k + 1], brush);
        }
    }

    private void span(final int y, final double from, final double to, final Brush brush) {
        final int end = (int) Math.min(size, Math.ceil(to));
        for (int x = (int) Math.max(0, Math.ceil(from)), i = y * size + x; x < end; x++, i++)
            levels[i] = brush.at(x, y, levels[i]);
    }

    /** Adds a Gaussian spot. */
    void glow(final double cx, final double cy, final double sigma, final double peak) {
        final int left = (int) Math.max(0, Math.ceil(cx - 4 * sigma)),
                top = (int) Math.max(0, Math.ceil(cy - 4 * sigma));
        final int right = (int) Math.min(size - 1, cx + 4 * sigma), bottom = (int) Math.min(size - 1, cy + 4 * sigma);
        if (left > right || top > bottom) return;
        final float[] row = new float[right - left + 1];
        for (int x = left; x <= right; x++) row[x - left] = (float) Math.exp(-0.5 * Math.pow((x - cx) / sigma, 2));
        for (int y = top; y <= bottom; y++) {
            final float height = (float) (peak * Math.exp(-0.5 * Math.pow((y - cy) / sigma, 2)));
            for (int x = left; x <= right; x++) levels[y * size + x] += height * row[x - left];
        }
    }

    /** Multiplies all levels so that a given share of the pixels is brighter than a given level. */
    void expose(final double share, final double level) {
        final float[] some = new float[(levels.length + SAMPLING - 1) / SAMPLING];
        for (int i = 0; i < some.length; i++) some[i] = levels[i * SAMPLING];
        Arrays.sort(some);
        final double bright = some[(int) ((1 - share) * (some.length - 1))];
        if (bright <= 0) return;
        final float gain = (float) (level / bright);
        for (int i = 0; i < levels.length; i++) levels[i] *= gain;
    }

    /** The means over 2×2 pixels. */
    Canvas halved() {
        final Canvas half = new Canvas(size / 2);
        System.arraycopy(NeighbourMeans.halved(levels, size, size), 0, half.levels, 0, half.levels.length);
        return half;
    }

    /** Blurs with a narrow Gaussian: three weights along each axis, of its variance. The rim stays as it is. */
    void blur(final double sigma) {
        // Weights v/2, 1 − v, v/2 have variance v; a Gaussian of 0.7 pixels has hardly more.
        final float side = (float) (sigma * sigma / 2), middle = 1 - 2 * side;
        for (int y = 0; y < size; y++) {
            float before = levels[y * size];
            for (int i = y * size + 1; i < y * size + size - 1; i++) {
                final float here = levels[i];
                levels[i] = middle * here + side * (before + levels[i + 1]);
                before = here;
            }
        }
        final float[] above = Arrays.copyOf(levels, size), here = new float[size];
        for (int y = 1; y < size - 1; y++) {
            System.arraycopy(levels, y * size, here, 0, size);
            for (int x = 0, i = y * size; x < size; x++, i++)
                levels[i] = middle * here[x] + side * (above[x] + levels[i + size]);
            System.arraycopy(here, 0, above, 0, size);
        }
    }
}
