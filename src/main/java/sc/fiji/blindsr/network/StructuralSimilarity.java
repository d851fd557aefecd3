package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import sc.fiji.blindsr.evaluate.SimilarityWindow;

/**
 * The structural similarity of an image to a fixed one, differentiable (Wang et al., "Image quality assessment: from error
 * visibility to structural similarity", IEEE TIP 2004): mean over all pixels and channels, {@link SimilarityWindow} with
 * zero padding, C1 = 0.01², C2 = 0.03².
 */
public final class StructuralSimilarity {

    private static final float C1 = 0.01f * 0.01f;
    private static final float C2 = 0.03f * 0.03f;

    private final NDArray rows;
    private final NDArray columns;
    private final NDArray reference;
    private final NDArray mean;
    private final NDArray variance;

    /**
     * @param manager owner of what is kept for the reference
     * @param reference N×1×H×W, values in [0,1]: each channel is an image of its own
     */
    public StructuralSimilarity(final NDManager manager, final NDArray reference) {
        this.reference = reference;
        rows = window(manager, (int) reference.getShape().get(2));
        columns = window(manager, (int) reference.getShape().get(3));
        mean = windowed(reference);
        variance = windowed(reference.square()).sub(mean.square());
        mean.attach(manager);
        variance.attach(manager);
    }

    /**
     * The similarity of an image to the reference.
     *
     * @param image N×1×H×W
     * @return one number, 1 for equal images
     */
    public NDArray of(final NDArray image) {
        final NDArray mu = windowed(image);
        final NDArray sigma = windowed(image.square()).sub(mu.square());
        final NDArray covariance = windowed(image.mul(reference)).sub(mu.mul(mean));
        // Doubling by addition: DJL frees the number in array.mul(number)
        // at once, although the gradient still reads it.
        final NDArray means = mu.mul(mean);
        final NDArray luminance =
                means.add(means).add(C1).div(mu.square().add(mean.square()).add(C1));
        return luminance
                .mul(covariance.add(covariance).add(C2))
                .div(sigma.add(variance).add(C2))
                .mean();
    }

    /** The window is separable: one matrix takes the weighted means along columns, another along rows. */
    private NDArray windowed(final NDArray image) {
        return rows.matMul(image).matMul(columns);
    }

    /**
     * The window along an axis as a symmetric banded matrix: the ends of its band are cut off, which is zero padding. A
     * matrix product of this size takes a millisecond; convolutions of single channels take a hundred.
     */
    private static NDArray window(final NDManager manager, final int length) {
        final double[] weights = SimilarityWindow.weights();
        final int reach = SimilarityWindow.SIZE / 2;
        final float[] matrix = new float[length * length];
        for (int i = 0; i < length; i++)
            for (int j = Math.max(0, i - reach); j <= Math.min(length - 1, i + reach); j++)
                matrix[i * length + j] = (float) weights[j - i + reach];
        return manager.create(matrix, new Shape(length, length));
    }
}
