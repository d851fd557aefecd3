package sc.fiji.blindsr.kernel;

/**
 * Where the light of a kernel lies.
 *
 * @param sum sum of the weights
 * @param x column of the centre of mass
 * @param y its row
 */
public record CentreOfMass(double sum, double x, double y) {

    /** That of a kernel. */
    public static CentreOfMass of(final BlurKernel kernel) {
        double sum = 0, sx = 0, sy = 0;
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++) {
                final double v = kernel.get(x, y);
                sum += v;
                sx += v * x;
                sy += v * y;
            }
        return new CentreOfMass(sum, sx / sum, sy / sum);
    }

    /** Whether it lies within the pixels of a kernel, which it need not where some weights are negative. */
    boolean isWithin(final BlurKernel kernel) {
        return x >= -0.5 && x < kernel.width() - 0.5 && y >= -0.5 && y < kernel.height() - 0.5;
    }
}
