package sc.fiji.blindsr.kernel;

/**
 * The ×4 kernel that two passes of a ×2 kernel amount to (Bell-Kligler, Shocher, Irani, "Blind Super-Resolution Kernel
 * Estimation using an Internal-GAN", NeurIPS 2019): k4 = Σ k2[r,c] · (k2 placed at (2r, 2c)).
 */
public final class AnalyticKernel {

    private AnalyticKernel() {}

    /**
     * The ×4 kernel of a square ×2 kernel of odd size K: (3K − 2)², cropped by ⌊K/2⌋ on each side, sum 1. For K = 11 it is
     * 21×21. It is not centred yet; see {@link #centredTimesFour}.
     */
    public static BlurKernel timesFour(final BlurKernel timesTwo) {
        final int k = timesTwo.width(), full = 3 * k - 2, crop = k / 2, size = full - 2 * crop;
        final double[] values = new double[size * size];
        for (int r = 0; r < k; r++)
            for (int c = 0; c < k; c++)
                for (int y = 0; y < k; y++)
                    for (int x = 0; x < k; x++) {
                        final int row = 2 * r + y - crop, column = 2 * c + x - crop;
                        if (row >= 0 && row < size && column >= 0 && column < size)
                            values[row * size + column] += timesTwo.get(c, r) * timesTwo.get(x, y);
                    }
        return new BlurKernel(size, size, values).normalised();
    }

    /** {@link #timesFour} with its centre of mass moved to (size − 4)/2; not normalised again, as the authors have it. */
    public static BlurKernel centredTimesFour(final BlurKernel timesTwo) {
        final BlurKernel kernel = timesFour(timesTwo);
        final double centre = KernelCentre.target(kernel.width(), 4);
        return KernelCentre.moved(kernel, centre, centre);
    }
}
