package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Responses to noise alone: the directions, among patches of 5×5 pixels, in which an image varies least. Noise varies alike in all of
 * them, structure does not: a blurred image has hardly any in most (Pyatykh, Hesser and Zheng, "Image noise level estimation by
 * principal component analysis", IEEE TIP 2013). They are found for each image, so that even fine texture leaves little there.
 */
final class LeastStructure implements NoiseBlock.Response {

    private static final int RADIUS = 2, SIDE = 2 * RADIUS + 1, PIXELS = SIDE * SIDE;
    /** About how many patches of an image are looked at, and the fewest that tell a direction. */
    private static final int MOST_PATCHES = 60_000, FEWEST_PATCHES = 4 * PIXELS;
    /** Most directions, and the largest variance in one, over that in the least. */
    private static final int MOST_DIRECTIONS = 8;

    private static final double WITHIN = 1.3;

    private final int width;
    /** Each is of norm 1, row by row. */
    private final List<double[]> directions;

    private LeastStructure(final int width, final List<double[]> directions) {
        this.width = width;
        this.directions = directions;
    }

    /**
     * The response to the noise of a channel: by the {@linkplain NoiseMask mask that cancels planes} where the image is too small to tell its
     * directions.
     *
     * @param excluded which of the frame's pixels, X×Y×C, say nothing
     */
    static NoiseBlock.Response of(final Frame frame, final int channel, final boolean[] excluded) {
        final double[][] covariance = new double[PIXELS][PIXELS];
        final int patches = sum(frame, channel, excluded, covariance);
        if (patches < FEWEST_PATCHES) return (v, i) -> NoiseMask.noise(v, i, 1, frame.width());
        barPlanes(covariance);
        final EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance, false));
        final double[] variances = eigen.getRealEigenvalues();
        final List<double[]> directions = new ArrayList<>();
        for (int i = PIXELS - 1;
                directions.size() < MOST_DIRECTIONS && variances[i] <= WITHIN * variances[PIXELS - 1];
                i--) directions.add(eigen.getEigenvector(i).toArray());
        return new LeastStructure(frame.width(), directions);
    }

    /** Adds up the products of the pixels of patches; returns how many patches these are. */
    private static int sum(final Frame frame, final int channel, final boolean[] excluded, final double[][] products) {
        final int width = frame.width(), step = Math.max(1, (int) Math.sqrt(frame.area() / (double) MOST_PATCHES));
        final double[] patch = new double[PIXELS];
        int patches = 0;
        for (int y = RADIUS; y < frame.height() - RADIUS; y += step)
            for (int x = RADIUS; x < width - RADIUS; x += step) {
                if (!read(frame, channel * frame.area() + y * width + x, excluded, patch)) continue;
                patches++;
                for (int p = 0; p < PIXELS; p++) for (int q = 0; q < PIXELS; q++) products[p][q] += patch[p] * patch[q];
            }
        return patches;
    }

    /** Reads a patch without its mean; false if a pixel of it says nothing. */
    private static boolean read(final Frame frame, final int centre, final boolean[] excluded, final double[] patch) {
        double mean = 0;
        for (int p = 0; p < PIXELS; p++) {
            final int i = centre + offset(p, frame.width());
            if (excluded[i]) return false;
            patch[p] = frame.levels()[i];
            mean += patch[p] / PIXELS;
        }
        for (int p = 0; p < PIXELS; p++) patch[p] -= mean;
        return true;
    }

    private static int offset(final int p, final int width) {
        return y(p) * width + x(p);
    }

    private static int x(final int p) {
        return p % SIDE - RADIUS;
    }

    private static int y(final int p) {
        return p / SIDE - RADIUS;
    }

    /** Gives the directions of constant and of sloping patches more variance than any other has: what is of noise cancels planes. */
    private static void barPlanes(final double[][] covariance) {
        double all = 0, squares = 0;
        for (int p = 0; p < PIXELS; p++) {
            all += covariance[p][p];
            squares += x(p) * x(p);
        }
        for (int p = 0; p < PIXELS; p++)
            for (int q = 0; q < PIXELS; q++)
                covariance[p][q] += all * (1.0 / PIXELS + (x(p) * x(q) + y(p) * y(q)) / squares);
    }

    @Override
    public double squared(final float[] levels, final int i) {
        double squares = 0;
        for (final double[] direction : directions) {
            double response = 0;
            for (int p = 0, y = -RADIUS; y <= RADIUS; y++)
                for (int j = i + y * width - RADIUS; j <= i + y * width + RADIUS; j++)
                    response += direction[p++] * levels[j];
            squares += response * response;
        }
        return squares / directions.size();
    }
}
