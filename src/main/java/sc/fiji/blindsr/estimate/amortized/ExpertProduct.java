package sc.fiji.blindsr.estimate.amortized;

/**
 * What the experts of an image say together: independent normal distributions of the entries.
 *
 * @param mean the most probable entries
 * @param precision their inverse variances
 */
record ExpertProduct(double[] mean, double[] precision) {}
