package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.posterior.BlurSampling;
import sc.fiji.blindsr.posterior.DataPrecision;
import sc.fiji.blindsr.posterior.Floor;
import sc.fiji.blindsr.posterior.ImagePosterior;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.Preconditioner;
import sc.fiji.blindsr.posterior.SparseGradients;
import sc.fiji.blindsr.prior.KernelFlow;

/**
 * The search of {@link VariationalFkp} on one region:
 *
 * <pre>
 * y = A_k x + n,  n ~ N(0, σ²/w),  differences t of x ~ N(0, 1/w),  k = FKP(z), ‖z‖ = K − 1
 *
 * in each step:
 *   w = c / (t² + V + ε²)  from the present image's differences and their variances       ({@link SparseGradients})
 *   μ, x₁ … x_S  mean and samples of the image's posterior, by some solver iterations       ({@link ImagePosterior})
 *   V from the samples, smoothed over 3×3 pixels and over the steps
 *   R = U(μ)U(μ)ᵀ + U(x_j − μ)U(x_j − μ)ᵀ,  b = U(μ)y;  the second term smoothed too     ({@link KernelQuadratic})
 *   z  by Adam steps on the sphere for q(k) = kᵀRk − 2bᵀk + yᵀy, from the present place and from the best of some others
 * </pre>
 *
 * w is 1, or differs from pixel to pixel; 0 = nothing is known. The correlations of R are sums over all pixels alike, so a
 * weighted residual w·(y − A_k x)² is replaced by one that has the same gradient at the present kernel k₀, which converges
 * to the same kernel for w < 2 (majorisation; over-relaxed above 1): (w·y + (1 − w)·A_k₀x − A_k x)².
 * <p>
 * No boundary is assumed: x is the patch that the valid correlation sees. k has sum 1, y has mean 0. The systems of
 * mean and samples are solved side by side on all cores.
 */
final class VariationalSearch {

    /**
     * Strength c of the hyper-prior, and its ε². At scale factor 1 there are fewer differences for each pixel of the data: with
     * twice the strength, widths on photographs and textures were right in the mean, which were a fifth too small.
     */
    private static final float STRENGTH = 0.7f, STRENGTH_AT_SCALE_1 = 1.4f, EPSILON_SQUARED = 0.001f * 0.001f;
    /** Number of samples of the posterior. Their systems and that of the mean are solved at the same time. */
    private static final int SAMPLES = 3;
    /**
     * Solver iterations in each step; they continue from the previous step's images. The mean must nearly converge; the samples
     * need not, since only sums over thousands of their pixels are used. Calibrated on Set5 over all scale factors and noise
     * levels: more for the samples takes longer and makes kernels too narrow, fewer for the mean makes them worse at ×3 and ×4.
     */
    private static final int MEAN_ITERATIONS = 30, SAMPLE_ITERATIONS = 6;
    /** Where the replacement of weighted residuals still converges quickly. */
    private static final double LARGEST_WEIGHT = 1.8;
    /** Fall of the residual's energy at which more iterations change nothing. */
    private static final double CONVERGED = 1e-12;
    /** Weight of the previous steps in the variances and correlations that the random samples give. */
    private static final float VARIANCE_DECAY = 0.8f;
    /** The first steps are not averaged: their kernels are far from the final one. */
    private static final int STEPS_WITHOUT_AVERAGE = 5;

    private static final int LATENT_STEPS = 15;
    private static final double LATENT_RATE = 0.2;

    private final float[] y;
    private final double noise;
    /** noise² over the variance of each pixel's noise; 0 = nothing is known. */
    private final float[] weights;

    private final int pixels;
    private final EstimationProblem problem;
    private final KernelFlow flow;
    private final Polyphase patch;
    private final SparseGradients prior;
    private final Preconditioner preconditioner;
    private final float[] mean;
    private final float[][] samples = new float[SAMPLES][];
    private final ImagePosterior ofMean;
    private final ImagePosterior[] ofSamples = new ImagePosterior[SAMPLES];
    private final float[][] deviations;
    private final float[][] squares;
    private final float[][] variances;
    private final KernelQuadratic deviationQuadratic;
    private final KernelQuadratic quadratic;
    private final List<Place> others;
    private BlurSampling blur;
    private double[] latent;
    private KernelFlow.Generation generation;
    private int step;

    /**
     * A place of the latent space.
     *
     * @param latent on the sphere
     * @param values of its kernel
     */
    record Place(double[] latent, double[] values) {}

    /**
     * @param values the region, w·h values row by row with mean 0
     * @param noise standard deviation of the noise where the weight is 1
     * @param weights w·h values, noise² over the variance of each pixel's noise; 0 = nothing is known
     * @param latent where the search begins
     * @param others where else it may go on in each step, if it explains more there
     */
    VariationalSearch(
            final float[] values,
            final double noise,
            final float[] weights,
            final int width,
            final int height,
            final EstimationProblem problem,
            final double[] latent,
            final List<Place> others) {
        this.problem = problem;
        this.others = others;
        this.latent = latent;
        this.noise = noise;
        this.weights = weights;
        flow = problem.prior();
        patch = new Polyphase(problem.scale(), flow.size(), width, height);
        y = patch.low(values);
        pixels = width * height;
        prior = new SparseGradients(patch);
        preconditioner = new Preconditioner(patch, prior);
        // Low-resolution pixel 0 sees the patch around the centre of mass of the correlated kernel.
        mean = patch.enlarged(values, (flow.size() - 1) / 2.0 + problem.grid().offset(problem.scale()));
        Arrays.setAll(samples, j -> mean.clone());
        ofMean = new ImagePosterior(patch, prior);
        Arrays.setAll(ofSamples, j -> new ImagePosterior(patch, prior));
        deviations = new float[SAMPLES][patch.length()];
        squares = new float[SparseGradients.DIFFERENCES][patch.length()];
        variances = new float[SparseGradients.DIFFERENCES][patch.length()];
        deviationQuadratic = new KernelQuadratic(patch);
        quadratic = new KernelQuadratic(patch);
        generation = flow.generate(latent);
        blur = new BlurSampling(patch, new double[latent.length]);
    }

    /** The present kernel. */
    BlurKernel kernel() {
        return generation.kernel();
    }

    /** Its place in the latent space. */
    double[] latent() {
        return latent.clone();
    }

    /**
     * One step.
     *
     * @param least smallest standard deviation of the noise to be allowed for, in the units of the values
     */
    void step(final double least) {
        final double sigma = Math.max(least, noise);
        final float[] w = weights(least);
        prior.update(mean, this::precisions);
        updateImage(DataPrecision.of(patch, sigma, w));
        updateDeviations();
        updateVariances();
        final float decay = step < STEPS_WITHOUT_AVERAGE ? 0 : VARIANCE_DECAY;
        deviationQuadratic.fade(decay);
        // One sample per step suffices: its correlations are sums over thousands of pixels, and the steps are averaged.
        final float[] deviation = deviations[step % SAMPLES];
        deviationQuadratic.addCorrelations(deviation, 1.0 - decay);
        deviationQuadratic.addLinear(deviation, replaced(deviation, new float[y.length], w, 1 - decay));
        quadratic.fade(0);
        quadratic.addCorrelations(mean, 1);
        quadratic.addData(mean, replaced(mean, y, w, 1));
        quadratic.add(deviationQuadratic);
        updateKernel(sigma);
        step++;
    }

    /** The weights when less noise than the least is not allowed for. */
    private float[] weights(final double least) {
        final double sigma = Math.max(least, noise);
        final float[] w = new float[weights.length];
        for (int i = 0; i < w.length; i++)
            if (weights[i] > 0)
                w[i] = (float)
                        Math.min(LARGEST_WEIGHT, sigma * sigma / Math.max(least * least, noise * noise / weights[i]));
        return w;
    }

    /**
     * What takes the place of the data so that all pixels have the weight 1: factor · (w·y + (1 − w)·A_k x).
     *
     * @param w w·h values row by row
     */
    private float[] replaced(final float[] x, final float[] data, final float[] w, final float factor) {
        final float[] replaced = new float[data.length];
        blur.apply(x, replaced);
        for (int n = 0, i = 0; n < patch.lowHeight(); n++)
            for (int at = patch.lowStart(n); at < patch.lowStart(n) + patch.lowWidth(); at++, i++)
                replaced[at] = factor * (w[i] == 1 ? data[at] : w[i] * data[at] + (1 - w[i]) * replaced[at]);
        return replaced;
    }

    /** w = c / (t² + V + ε²). */
    private void precisions(final float[] differences, final int at, final int count, final int f) {
        final float[] variance = variances[f];
        final float strength = patch.scale() == 1 ? STRENGTH_AT_SCALE_1 : STRENGTH;
        for (int i = 0; i < count; i++)
            differences[i] = strength / (differences[i] * differences[i] + variance[at + i] + EPSILON_SQUARED);
    }

    private void updateImage(final DataPrecision precision) {
        final double[] kernel = correlated(normalised(generation.values()));
        preconditioner.update(blur.with(Arrays.stream(kernel).map(v -> v * v).toArray()), precision, Floor.NONE);
        blur = blur.with(kernel);
        // The mean is more work than all samples together.
        Stream.<Runnable>of(() -> updateMean(precision), () -> updateSamples(precision))
                .parallel()
                .forEach(Runnable::run);
    }

    private void updateMean(final DataPrecision precision) {
        ofMean.set(blur, precision, Floor.NONE, preconditioner);
        ofMean.solve(ofMean.data(y), mean, MEAN_ITERATIONS, CONVERGED, k -> {});
    }

    private void updateSamples(final DataPrecision precision) {
        IntStream.range(0, SAMPLES).parallel().forEach(j -> updateSample(j, precision));
    }

    private void updateSample(final int j, final DataPrecision precision) {
        final ImagePosterior posterior = ofSamples[j];
        posterior.set(blur, precision, Floor.NONE, preconditioner);
        // Each system has its own random numbers, so that the cores' order does not matter.
        final SplittableRandom random = new SplittableRandom(problem.seed() * 1_000_003 + step * SAMPLES + j);
        posterior.solve(posterior.perturbed(y, random), samples[j], SAMPLE_ITERATIONS, CONVERGED, k -> {});
    }

    private void updateDeviations() {
        for (int j = 0; j < SAMPLES; j++)
            for (int i = 0; i < mean.length; i++) deviations[j][i] = samples[j][i] - mean[i];
    }

    private void updateVariances() {
        for (final float[] sums : squares) Arrays.fill(sums, 0);
        for (final float[] deviation : deviations) prior.addSquares(deviation, 1f / SAMPLES, squares);
        IntStream.range(0, squares.length).parallel().forEach(f -> {
            final float[] current = squares[f], variance = variances[f];
            prior.smooth(current, 1);
            for (int i = 0; i < current.length; i++)
                variance[i] = VARIANCE_DECAY * variance[i] + (1 - VARIANCE_DECAY) * current[i];
        });
    }

    private void updateKernel(final double sigma) {
        final SphereAdam own = improved(latent, sigma);
        final KernelFlow.Generation ownKernel = own.generate();
        latent = own.latent();
        generation = ownKernel;
        if (others.isEmpty()) return;
        final double[] start = others.stream()
                .min(Comparator.comparingDouble(other -> value(other.values())))
                .orElseThrow()
                .latent();
        final SphereAdam jump = improved(start, sigma);
        final KernelFlow.Generation jumped = jump.generate();
        if (value(jumped.values()) >= value(ownKernel.values())) return;
        latent = jump.latent();
        generation = jumped;
    }

    /** The expected squared residual of a kernel. */
    private double value(final double[] values) {
        return quadratic.value(correlated(normalised(values)), new double[values.length]);
    }

    /** Adam steps from a place of the latent space. */
    private SphereAdam improved(final double[] start, final double sigma) {
        final SphereAdam adam = new SphereAdam(flow, start, LATENT_RATE);
        final double[] gradient = new double[flow.latentSize()];
        final double weight = 1 / (pixels * sigma * sigma);
        for (int i = 0; i < LATENT_STEPS; i++) {
            final KernelFlow.Generation present = adam.generate();
            final double[] values = present.values();
            quadratic.value(correlated(normalised(values)), gradient);
            adam.step(present.latentGradient(throughNormalising(values, correlated(gradient), weight)));
        }
        return adam;
    }

    /** The gradient at values v from the one at v/Σv. */
    private static double[] throughNormalising(final double[] values, final double[] gradient, final double weight) {
        double sum = 0, product = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i];
            product += values[i] * gradient[i];
        }
        final double mean = product / sum, factor = weight / sum;
        return Arrays.stream(gradient).map(g -> (g - mean) * factor).toArray();
    }

    private double[] correlated(final double[] values) {
        return problem.grid().correlated(values);
    }

    private static double[] normalised(final double[] values) {
        final double sum = Arrays.stream(values).sum();
        return Arrays.stream(values).map(v -> v / sum).toArray();
    }
}
