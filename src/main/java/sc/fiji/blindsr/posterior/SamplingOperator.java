package sc.fiji.blindsr.posterior;

/**
 * The linear operator A of a sampling model y = A x, and its transpose. x is a high-resolution patch and y a low-resolution
 * image, both in the layout of {@link Polyphase}, y with 0 outside the image.
 */
public interface SamplingOperator {

    /** y = A x. */
    void apply(float[] x, float[] y);

    /** x = Aᵀ y. */
    void applyTransposed(float[] y, float[] x);
}
