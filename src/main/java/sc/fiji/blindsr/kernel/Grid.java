package sc.fiji.blindsr.kernel;

/**
 * Where low-resolution pixels lie on the high-resolution grid. This also says what the array of a blur kernel means.
 * In both, the kernel array k (size K) has its centre of mass at (K − s)/2 in both axes, s being the scale factor, and
 * passing from one grid to the other is turning the array by 180°.
 */
public enum Grid {
    /**
     * y = (x ∗ k)↓s with a true convolution: k is a point-spread function as the image of a bead shows it, and
     * low-resolution pixel n lies at high-resolution position s·n + (s − 1)/2, the middle of its s×s block. The result
     * overlays the input.
     */
    CENTRED("Centred"),
    /**
     * y = (x ⋆ k)↓s with a cross-correlation, as in the code of Liang et al. (CVPR 2021): low-resolution pixel n is centred at
     * high-resolution position s·n − (s − 1)/2, so that the result is shifted by s − 1 high-resolution pixels against the
     * input.
     */
    PAPER("Paper");

    private final String label;

    Grid(final String label) {
        this.label = label;
    }

    /** The value of the macro key {@code grid}. */
    public String label() {
        return label;
    }

    /** High-resolution position of low-resolution pixel n, for scale factor s. */
    public double position(final int n, final int s) {
        return s * n + offset(s);
    }

    /** High-resolution position of low-resolution pixel 0, for scale factor s. */
    public double offset(final int s) {
        return (this == CENTRED ? 1 : -1) * (s - 1) / 2.0;
    }

    /**
     * A kernel array's values as the weights of a cross-correlation, and back: a half turn, or none.
     *
     * @param kernel any number of values, row by row
     * @return a new array
     */
    public double[] correlated(final double[] kernel) {
        final double[] weights = kernel.clone();
        if (this == CENTRED) for (int i = 0; i < weights.length; i++) weights[i] = kernel[kernel.length - 1 - i];
        return weights;
    }
}
