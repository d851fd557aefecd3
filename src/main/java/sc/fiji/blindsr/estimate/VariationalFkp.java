package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.CubicSpline;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.posterior.BlurSampling;
import sc.fiji.blindsr.posterior.ImagePosterior;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.SparseGradients;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/**
 * Finds the kernel without a network for the image: the image is integrated out, which takes away the bias of joint
 * estimation towards blurred images with narrow kernels (Levin et al., CVPR 2011; Wipf and Zhang, "Revisiting Bayesian blind
 * deconvolution", JMLR 2014), and the kernel is searched in the flow's latent space (FKP, section 3.3).
 *
 * <pre>
 * y = A_k x + n,  n ~ N(0, σ²),  differences of x ~ N(0, 1/w),  k = FKP(z), ‖z‖ = K − 1
 *
 * repeat, while σ falls:
 *   w  from the present image's differences and their variances            ({@link SparseGradients})
 *   μ, x₁ … x_S = mean and exact samples of the image's posterior           ({@link ImagePosterior})
 *   R = U(μ)U(μ)ᵀ + mean_j U(x_j − μ)U(x_j − μ)ᵀ,  b = U(μ)y               ({@link KernelQuadratic})
 *   z  by Adam steps on the sphere for q(k) = kᵀRk − 2bᵀk + yᵀy
 * </pre>
 *
 * No boundary is assumed: x is the patch that the valid correlation sees. k is taken with sum 1, y with mean 0. Plain Java, no
 * native library; the systems of mean and samples are solved side by side on all cores.
 */
public final class VariationalFkp implements KernelEstimator {

	/** The name users choose it by. */
	public static final String NAME = "Variational FKP";

	private static final int STEPS = 25;
	/** σ falls from the first to the last value, grey levels in [0,1], over this part of the steps. */
	private static final double SIGMA_FIRST = 0.04, SIGMA_LAST = 0.004, FALLING = 0.6;
	/** Strength c of the hyper-prior, and its ε². */
	private static final float STRENGTH = 0.7f, FLOOR = 0.002f * 0.002f;
	/** With the mean, so many systems are solved at once. */
	private static final int SAMPLES = 3;
	private static final int SOLVER_ITERATIONS = 20;
	/** Fall of the residual's energy at which more iterations change nothing. */
	private static final double CONVERGED = 1e-12;
	/** Weight of the past in the variances of the image's differences. */
	private static final float PAST = 0.7f;
	private static final int LATENT_STEPS = 15;
	private static final double LATENT_RATE = 0.2;
	/** Low-resolution pixels along each axis of the largest region. */
	private static final int LARGEST = 96;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean makesImage() {
		return false;
	}

	@Override
	public int largestRegion(final int scale) {
		return LARGEST;
	}

	@Override
	public int smallestRegion(final int scale) {
		return 2 * BlurKernel.sizeFor(scale);
	}

	@Override
	public long memory(final int width, final int height, final int scale) {
		return 150L * scale * scale * width * height;
	}

	@Override
	public <T extends RealType<T>> Estimate estimate(final RandomAccessibleInterval<T> low,
		final EstimationProblem problem, final Progress progress)
	{
		final int steps = problem.iterationsOr(STEPS);
		final Search search = new Search(luminance(low), (int) low.dimension(0), (int) low.dimension(1), problem);
		for (int step = 0; step < steps; step++) {
			progress.update(search.status(), step, steps);
			final double fallen = Math.min(1, step / (FALLING * steps));
			final double sigma = SIGMA_FIRST * Math.pow(SIGMA_LAST / SIGMA_FIRST, fallen);
			search.step(step, Math.max(sigma, problem.noise().orElse(0)));
		}
		return new Estimate(search.generation.kernel(), Optional.empty(), "CPU");
	}

	/** The state of one search. */
	private static final class Search {

		private final float[] y;
		private final int pixels;
		private final EstimationProblem problem;
		private final KernelFlow flow;
		private final Polyphase patch;
		private final SparseGradients prior;
		private final float[] mean;
		private final float[][] samples = new float[SAMPLES][];
		private final float[][] variances;
		private double[] latent;
		private KernelFlow.Generation generation;

		Search(final float[] values, final int width, final int height, final EstimationProblem problem) {
			this.problem = problem;
			flow = problem.prior();
			patch = new Polyphase(problem.scale(), flow.size(), width, height);
			y = patch.low(values);
			pixels = width * height;
			prior = new SparseGradients(patch);
			mean = enlarged(values);
			Arrays.setAll(samples, j -> mean.clone());
			variances = new float[SparseGradients.DIFFERENCES][patch.length()];
			latent = flow.randomLatent(new Random(problem.seed()));
			generation = flow.generate(latent);
		}

		String status() {
			return NAME + ": " + KernelFigures.of(generation.kernel()).widths();
		}

		void step(final int step, final double sigma) {
			prior.update(mean, this::precisions);
			updateImage(step, sigma);
			final float[][] deviations = deviations();
			updateVariances(deviations);
			final KernelQuadratic quadratic = new KernelQuadratic(patch);
			quadratic.addCorrelations(mean, 1);
			for (final float[] deviation : deviations)
				quadratic.addCorrelations(deviation, 1.0 / SAMPLES);
			quadratic.addData(mean, y);
			updateKernel(quadratic, sigma);
		}

		/** w = c / (t² + V + ε²). */
		private void precisions(final float[] differences, final int at, final int f) {
			final float[] variance = variances[f];
			for (int i = 0; i < differences.length; i++)
				differences[i] = STRENGTH / (differences[i] * differences[i] + variance[at + i] + FLOOR);
		}

		private void updateImage(final int step, final double sigma) {
			final double[] kernel = correlated(normalised(generation.values()));
			final BlurSampling blur = new BlurSampling(patch, kernel);
			final float[] diagonal = ImagePosterior.inverseDiagonal(patch, kernel, prior, sigma);
			IntStream.rangeClosed(0, SAMPLES).parallel().forEach(j -> {
				final ImagePosterior posterior = new ImagePosterior(patch, blur, prior, sigma, diagonal);
				// Each system has its own random numbers, so that the cores' order does not matter.
				if (j == SAMPLES) posterior.solve(posterior.data(y), mean, SOLVER_ITERATIONS, CONVERGED);
				else posterior.solve(posterior.perturbed(y, new SplittableRandom(problem.seed() * 1_000_003 + step * SAMPLES +
					j)), samples[j], SOLVER_ITERATIONS, CONVERGED);
			});
		}

		private float[][] deviations() {
			final float[][] deviations = new float[SAMPLES][patch.length()];
			for (int j = 0; j < SAMPLES; j++)
				for (int i = 0; i < mean.length; i++)
					deviations[j][i] = samples[j][i] - mean[i];
			return deviations;
		}

		private void updateVariances(final float[][] deviations) {
			final float[][] squares = new float[SparseGradients.DIFFERENCES][patch.length()];
			for (final float[] deviation : deviations)
				prior.addSquares(deviation, 1f / SAMPLES, squares);
			for (int f = 0; f < squares.length; f++) {
				final float[] fresh = prior.boxMean(squares[f]);
				for (int i = 0; i < fresh.length; i++)
					variances[f][i] = PAST * variances[f][i] + (1 - PAST) * fresh[i];
			}
		}

		private void updateKernel(final KernelQuadratic quadratic, final double sigma) {
			final SphereAdam adam = new SphereAdam(flow, latent, LATENT_RATE);
			final double[] gradient = new double[flow.latentSize()];
			final double weight = 1 / (pixels * sigma * sigma);
			for (int i = 0; i < LATENT_STEPS; i++) {
				final KernelFlow.Generation present = adam.generate();
				final double[] values = present.values();
				quadratic.value(correlated(normalised(values)), gradient);
				adam.step(present.latentGradient(throughNormalising(values, correlated(gradient), weight)));
			}
			latent = adam.latent();
			generation = adam.generate();
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

		/** The low-resolution image enlarged by a cubic spline: where the image starts. */
		private float[] enlarged(final float[] values) {
			// Centre of mass of the correlated kernel: where a low-resolution pixel looks in its patch.
			final double centre = (flow.size() - 1) / 2.0 + problem.grid().offset(patch.scale());
			final float[] enlarged = CubicSpline.enlarge(IntStream.range(0, values.length).mapToDouble(i -> values[i])
				.toArray(), patch.lowWidth(), patch.lowHeight(), patch.columns(), patch.rows(), patch.scale(), centre,
				Progress.NONE);
			final float[] image = new float[patch.length()];
			for (int v = 0; v < patch.rows(); v++)
				for (int x = 0; x < patch.columns(); x++)
					image[patch.index(v, x)] = enlarged[v * patch.columns() + x];
			return image;
		}
	}

	/** Luminance with mean 0: blurring with a kernel of sum 1 leaves means alone. */
	private static <T extends RealType<T>> float[] luminance(final RandomAccessibleInterval<T> image) {
		final float[] luminance = Channels.luminanceOf(image);
		double sum = 0;
		for (final float v : luminance)
			sum += v;
		for (int j = 0; j < luminance.length; j++)
			luminance[j] -= (float) (sum / luminance.length);
		return luminance;
	}
}
