package sc.fiji.blindsr.evaluate;

/**
 * The window of structural similarity (Wang et al., "Image quality assessment: from error
 * visibility to structural similarity", IEEE TIP 2004): a Gaussian of standard deviation 1.5 on 11×11 pixels, separable.
 */
public final class SimilarityWindow {

    /** Width and height in pixels. */
    public static final int SIZE = 11;

    private static final double SIGMA = 1.5;

    private SimilarityWindow() {}

    /** The weights along one axis, {@link #SIZE} of them with sum 1. */
    public static double[] weights() {
        final double[] weights = new double[SIZE];
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            final double x = i - SIZE / 2;
            sum += weights[i] = Math.exp(-x * x / (2 * SIGMA * SIGMA));
        }
        for (int i = 0; i < SIZE; i++) weights[i] /= sum;
        return weights;
    }
}
