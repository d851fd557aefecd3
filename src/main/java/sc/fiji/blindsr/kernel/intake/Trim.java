package sc.fiji.blindsr.kernel.intake;

import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.CentreOfMass;

/** Cuts the dark rim of an array off, which costs time and says nothing. */
final class Trim {

    /** The squares of the sums along rings over the sums of squares: about 1 of noise, the length of the rings of lobes. */
    private static final double STRUCTURE = 8;

    private Trim() {}

    /**
     * The smallest square of odd size K that holds all light but a small part, or the largest that is allowed. Lobes around it are
     * light too, whatever their sign. Its centre of mass lies at (K − s)/2 or half a pixel beside it.
     *
     * @param lost the part of the light that may be lost
     * @param largest number of columns and rows at the most
     * @param scale the scale factor s
     */
    static BlurKernel of(final BlurKernel kernel, final double lost, final int largest, final int scale) {
        final CentreOfMass centre = CentreOfMass.of(kernel);
        final double aside = (scale - 1) / 2.0;
        final int x = (int) Math.round(centre.x() + aside), y = (int) Math.round(centre.y() + aside);
        for (int half = 1; 2 * half + 1 < Math.min(largest, Math.max(kernel.width(), kernel.height())); half++) {
            final BlurKernel square = square(kernel, x, y, half);
            if (square.sum() >= (1 - lost) * kernel.sum() && isEmptyOutside(kernel, x, y, half, lost)) return square;
        }
        return Math.max(kernel.width(), kernel.height()) <= largest ? kernel : square(kernel, x, y, (largest - 1) / 2);
    }

    /** Whether nothing but noise is outside of a square, or a small part of all. */
    private static boolean isEmptyOutside(
            final BlurKernel kernel, final int x, final int y, final int half, final double lost) {
        final double[] rings = new double[Math.max(kernel.width(), kernel.height())];
        double squares = 0, outside = 0, all = 0;
        for (int row = 0; row < kernel.height(); row++)
            for (int column = 0; column < kernel.width(); column++) {
                final double v = kernel.get(column, row);
                final int ring = Math.max(Math.abs(column - x), Math.abs(row - y));
                all += Math.abs(v);
                if (ring <= half) continue;
                outside += Math.abs(v);
                squares += v * v;
                rings[Math.min(ring, rings.length - 1)] += v;
            }
        return outside <= lost * all
                || IntStream.range(0, rings.length)
                                .mapToDouble(i -> rings[i] * rings[i])
                                .sum()
                        < STRUCTURE * squares;
    }

    private static BlurKernel square(final BlurKernel kernel, final int x, final int y, final int half) {
        final int size = 2 * half + 1;
        final double[] values = new double[size * size];
        for (int j = Math.max(0, y - half); j <= Math.min(kernel.height() - 1, y + half); j++)
            for (int i = Math.max(0, x - half); i <= Math.min(kernel.width() - 1, x + half); i++)
                values[(j - y + half) * size + i - x + half] = kernel.get(i, j);
        return new BlurKernel(size, size, values);
    }
}
