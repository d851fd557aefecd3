package sc.fiji.blindsr.evidence;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a standardised residual looks like. Noise of the size that was expected has the size 1, and the rest 0. A restorer
 * that explains some of the noise leaves less, and neighbours of opposite sign: a size below 1, a correlation below 0.
 *
 * @param size root mean square: residual over noise
 * @param correlation of neighbours along rows and columns, −1 to 1 (whiteness)
 * @param growth logarithm of the size in the brightest third of the pixels over that in the darkest
 * @param edges the same for the thirds with the strongest and the weakest gradients
 */
public record ResidualFigures(double size, double correlation, double growth, double edges) implements Serializable {

    /**
     * Measures.
     *
     * @param standardised X×Y×C, NaN where nothing is known
     * @param levels the input's grey levels, X×Y×C
     * @return NaN for what there are too few pixels for
     */
    static ResidualFigures of(final float[] standardised, final float[] levels, final int width, final int height) {
        double squares = 0, products = 0;
        int n = 0, pairs = 0;
        final float[] gradients = new float[levels.length];
        for (int i = 0; i < standardised.length; i++) {
            final int x = i % width, y = i / width % height;
            final int right = x + 1 < width ? i + 1 : i, below = y + 1 < height ? i + width : i;
            gradients[i] = (float) Math.hypot(levels[right] - levels[i], levels[below] - levels[i]);
            if (Float.isNaN(standardised[i])) continue;
            squares += (double) standardised[i] * standardised[i];
            n++;
            for (final int neighbour : new int[] {right, below})
                if (neighbour != i && !Float.isNaN(standardised[neighbour])) {
                    products += (double) standardised[i] * standardised[neighbour];
                    pairs++;
                }
        }
        final double variance = squares / n;
        return new ResidualFigures(
                Math.sqrt(variance),
                products / pairs / variance,
                growth(standardised, levels),
                growth(standardised, gradients));
    }

    /** Logarithm of the size where a quantity is in its upper third, over that where it is in its lower. */
    private static double growth(final float[] standardised, final float[] quantity) {
        final float[] sorted = new float[quantity.length];
        int n = 0;
        for (int i = 0; i < quantity.length; i++) if (!Float.isNaN(standardised[i])) sorted[n++] = quantity[i];
        if (n == 0) return Double.NaN;
        Arrays.sort(sorted, 0, n);
        final float low = sorted[n / 3], high = sorted[2 * n / 3];
        double lower = 0, upper = 0;
        int few = 0, many = 0;
        for (int i = 0; i < quantity.length; i++) {
            if (Float.isNaN(standardised[i])) continue;
            final double square = (double) standardised[i] * standardised[i];
            if (quantity[i] <= low) {
                lower += square;
                few++;
            }
            if (quantity[i] >= high) {
                upper += square;
                many++;
            }
        }
        return Math.log(upper / many / (lower / few)) / 2;
    }
}
