package sc.fiji.blindsr.camera;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.Mirror;

/**
 * What the pixels of a blurred image say of each other, by its {@linkplain BlurredCovariance covariance} C: each is compared
 * with what all others predict. For an image y, C⁻¹y at a pixel is its distance from the prediction over the prediction's
 * variance, which is 1/(C⁻¹)_ii. Beyond its edges the image goes on as its mirror image, whose pixels change with their own.
 */
final class PixelPrediction {

    private static final int REACH = BlurredCovariance.RADIUS, SIDE = 2 * REACH + 1;

    private final float[] levels;
    private final int width;
    private final int height;
    /** The taps of C⁻¹ and of C^(−½). */
    private final float[] inverse, root;
    /** C⁻¹y */
    private final float[] unexpected;
    /** C^(−½)y; NaN where nobody has asked for it. */
    private final float[] whitened;

    /**
     * @param levels a channel, row by row; is changed where it lies
     * @param inverse taps of the inverse covariance
     * @param root taps of its root
     */
    PixelPrediction(final float[] levels, final int width, final float[] inverse, final float[] root) {
        this.levels = levels;
        this.width = width;
        this.inverse = inverse;
        this.root = root;
        height = levels.length / width;
        unexpected = new float[levels.length];
        whitened = new float[levels.length];
        Arrays.fill(whitened, Float.NaN);
        IntStream.range(0, height).parallel().forEach(this::filterRow);
    }

    private void filterRow(final int y) {
        final float[] row = new float[width + 2 * REACH];
        final int to = y * width;
        for (int dy = -REACH; dy <= REACH; dy++) {
            final int from = Mirror.aboutEdges(y + dy, height) * width;
            for (int x = 0; x < row.length; x++) row[x] = levels[from + Mirror.aboutEdges(x - REACH, width)];
            for (int dx = 0; dx < SIDE; dx++) {
                final float tap = inverse[(dy + REACH) * SIDE + dx];
                for (int x = 0; x < width; x++) unexpected[to + x] += tap * row[x + dx];
            }
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Index of a pixel with an offset from another. */
    int neighbour(final int i, final int dx, final int dy) {
        return Mirror.aboutEdges(i / width + dy, height) * width + Mirror.aboutEdges(i % width + dx, width);
    }

    /** C⁻¹y at a pixel: positive where it is brighter than predicted. */
    double unexpected(final int i) {
        return unexpected[i];
    }

    /** A tap of C^(−½); 0 beyond its reach. */
    double root(final int dx, final int dy) {
        return Math.max(Math.abs(dx), Math.abs(dy)) > REACH ? 0 : root[(dy + REACH) * SIDE + dx + REACH];
    }

    /** (C⁻¹)_ii far from the edges. */
    private double hold() {
        return inverse[inverse.length / 2];
    }

    /** (C⁻¹)_ii of a pixel, with what its own mirror images do to it. */
    private double hold(final int i) {
        final int column = i % width, line = i / width;
        double hold = 0;
        for (final int y : images(line, height))
            for (final int x : images(column, width))
                if (Math.abs(x - column) <= REACH && Math.abs(y - line) <= REACH)
                    hold += inverse[(y - line + REACH) * SIDE + x - column + REACH];
        return hold;
    }

    /** A place along an axis, and where its mirror images lie that can be seen from within. */
    private static int[] images(final int place, final int length) {
        if (place >= REACH && place < length - REACH)
            return new int[] {place}; // nearly everywhere, and asked for every pixel
        return IntStream.of(place, -1 - place, 2 * length - 1 - place)
                .filter(image -> image >= -REACH && image < length + REACH)
                .toArray();
    }

    /** The squared distance of a pixel from what the others predict, in variances of the prediction. */
    double evidence(final int i) {
        return unexpected[i] * (double) unexpected[i] / hold(i);
    }

    /** The standard deviation of what the others predict, far from the edges. */
    double deviation() {
        return 1 / Math.sqrt(hold());
    }

    /** Gives a pixel the level that the others predict. */
    void predict(final int i) {
        change(i, (float) (-unexpected[i] / hold(i)));
    }

    /** Gives a pixel another level. */
    void set(final int i, final float level) {
        change(i, level - levels[i]);
        levels[i] = level;
    }

    float level(final int i) {
        return levels[i];
    }

    private void change(final int i, final float change) {
        levels[i] += change;
        for (final int line : images(i / width, height))
            for (final int column : images(i % width, width)) spread(line, column, change);
    }

    /** Adds what a change somewhere, perhaps beyond the edges, does to C⁻¹y and C^(−½)y. */
    private void spread(final int line, final int column, final float change) {
        for (int y = Math.max(0, line - REACH); y <= Math.min(height - 1, line + REACH); y++)
            for (int x = Math.max(0, column - REACH); x <= Math.min(width - 1, column + REACH); x++) {
                final int i = y * width + x, tap = (line - y + REACH) * SIDE + column - x + REACH;
                unexpected[i] += change * inverse[tap];
                whitened[i] += change * root[tap];
            }
    }

    /** The sum of squares of the whitened image, C^(−½)y, over some pixels and those around them up to a distance. */
    double energy(final int[] pixels, final int distance) {
        int left = width, right = 0, top = height, bottom = 0;
        for (final int i : pixels) {
            left = Math.min(left, i % width);
            right = Math.max(right, i % width);
            top = Math.min(top, i / width);
            bottom = Math.max(bottom, i / width);
        }
        double sum = 0;
        for (int y = Math.max(0, top - distance); y <= Math.min(height - 1, bottom + distance); y++)
            for (int x = Math.max(0, left - distance); x <= Math.min(width - 1, right + distance); x++) {
                final double here = whitened(y * width + x);
                sum += here * here;
            }
        return sum;
    }

    /** C^(−½)y at a pixel: each has the variance 1, and nothing of the others. */
    double whitened(final int i) {
        if (Float.isNaN(whitened[i])) whitened[i] = filtered(i);
        return whitened[i];
    }

    private float filtered(final int i) {
        double sum = 0;
        for (int dy = -REACH; dy <= REACH; dy++)
            for (int dx = -REACH; dx <= REACH; dx++)
                sum += root[(dy + REACH) * SIDE + dx + REACH] * levels[neighbour(i, dx, dy)];
        return (float) sum;
    }
}
