package sc.fiji.blindsr.field;

/** The Cholesky factor L of a positive definite matrix C = L Lᵀ. */
final class Cholesky {

    private final double[][] factor;

    /**
     * @param matrix its lower triangle is replaced by the factor
     * @throws IllegalArgumentException if it is not positive definite
     */
    Cholesky(final double[][] matrix) {
        factor = matrix;
        for (int i = 0; i < matrix.length; i++)
            for (int j = 0; j <= i; j++) {
                final double[] row = factor[i], other = factor[j];
                double sum = row[j];
                for (int k = 0; k < j; k++) sum -= row[k] * other[k];
                if (i > j) row[j] = sum / other[j];
                else if (sum > 0) row[i] = Math.sqrt(sum);
                else throw new IllegalArgumentException("The matrix is not positive definite.");
            }
    }

    /** L⁻¹ b. */
    double[] whitened(final double[] b) {
        final double[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) x[i] -= factor[i][k] * x[k];
            x[i] /= factor[i][i];
        }
        return x;
    }

    /** log det C. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < factor.length; i++) sum += 2 * Math.log(factor[i][i]);
        return sum;
    }
}
