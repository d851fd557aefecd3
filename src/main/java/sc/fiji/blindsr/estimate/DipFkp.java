package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.network.Adam;
import sc.fiji.blindsr.network.BlurAndSample;
import sc.fiji.blindsr.network.DipNetwork;
import sc.fiji.blindsr.network.StructuralSimilarity;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/**
 * DIP-FKP (Liang et al., CVPR 2021, section 3.3, algorithm 1): kernel and image are found together. The image is what a
 * network makes of fixed noise, the kernel what the flow makes of a latent vector z on a sphere; both change until the
 * image x, blurred and sampled, is the one that was given:
 *
 * <pre>
 * min over network and z of  loss((x ⋆ k)↓s, y),  x = network(noise),  k = FKP(z)
 * </pre>
 *
 * The loss is 1 − SSIM at first, then the mean square; z rests at first. Boundaries are circular. The image given back is
 * an exponential average of the network's images, which the last one is noisier than (Ulyanov et al., "Deep Image Prior",
 * CVPR 2018, section 3.1); the authors of DIP-FKP take the last one. On two CPU cores an iteration takes about 12 µs for
 * each high-resolution pixel, and some 20 kB of native memory.
 */
public final class DipFkp implements KernelEstimator {

	/** The name users choose it by. */
	public static final String NAME = "DIP-FKP";

	private static final int ITERATIONS = 1000;
	private static final int KERNEL_RESTS = 75;
	private static final int SIMILARITY_LASTS = 80;
	private static final double NETWORK_RATE = 5e-3;
	private static final double LATENT_RATE = 0.5;
	/** Weight of the past in the average of the network's images. */
	private static final double PAST = 0.99;

	/** High-resolution pixels along each axis of the largest region: 700 MB and about half a second an iteration. */
	private static final int LARGEST = 192;
	/** The network's five halvings need so many high-resolution pixels along each axis. */
	private static final int SMALLEST = 33;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean makesImage() {
		return true;
	}

	@Override
	public int largestRegion(final int scale) {
		return LARGEST / scale;
	}

	@Override
	public int smallestRegion(final int scale) {
		return Math.max(BlurKernel.sizeFor(scale), (SMALLEST + scale - 1) / scale);
	}

	@Override
	public long memory(final int width, final int height, final int scale) {
		return 20_000L * width * height * scale * scale;
	}

	@Override
	public <T extends RealType<T>> Estimate estimate(final RandomAccessibleInterval<T> low,
		final EstimationProblem problem, final Progress progress)
	{
		final ComputeDevice device = ComputeDevice.of(problem.device());
		final int width = (int) low.dimension(0), height = (int) low.dimension(1), channels = (int) low.dimension(2);
		final int scale = problem.scale(), iterations = problem.iterationsOr(ITERATIONS);
		final KernelFlow prior = problem.prior();
		final SphereAdam search = new SphereAdam(prior, prior.randomLatent(new Random(problem.seed())), LATENT_RATE);
		final BlurAndSample degradation = new BlurAndSample(scale, prior.size());

		try (DipNetwork network = new DipNetwork(device, problem.seed())) {
			final NDManager manager = network.manager();
			final float[] levels = threeChannels(low);
			final float[] limits = limits(levels);
			for (int i = 0; i < levels.length; i++)
				levels[i] = (levels[i] - limits[0]) / (limits[1] - limits[0]);
			final NDArray observed = manager.create(levels, new Shape(DipNetwork.IMAGE_CHANNELS, 1, height, width));
			final StructuralSimilarity similarity = new StructuralSimilarity(manager, observed);
			final NDArray noise = network.noise(problem.seed(), width * scale, height * scale);
			final float[] average = new float[(int) noise.size()];
			final Adam networkAdam = new Adam(network.parameters().values(), NETWORK_RATE);

			for (int i = 1;; i++) {
				final KernelFlow.Generation generation = search.generate();
				try (NDManager iteration = manager.newSubManager(); GradientSession session = GradientSession.open(progress)) {
					final NDArray kernel = degradation.kernel(iteration, problem.grid().correlated(generation.values()));
					final NDArray image = network.forward(iteration, noise);
					final NDArray predicted = degradation.apply(image, kernel);
					final NDArray loss = i <= SIMILARITY_LASTS ? similarity.of(predicted).neg().add(1) : predicted.sub(observed)
						.square().mean();
					final float value = loss.getFloat();
					if (!Float.isFinite(value)) throw new IllegalStateException("DIP-FKP diverged in iteration " + i +
						" (loss " + value + "); try another seed.");
					progress.update(status(value, generation), i - 1, iterations);
					accumulate(image.toFloatArray(), average, i);
					if (i == iterations) {
						for (int j = 0; j < average.length; j++)
							average[j] = limits[0] + average[j] * (limits[1] - limits[0]);
						return new Estimate(generation.kernel(), Optional.of(image(average, width * scale, height * scale,
							channels)), device.name());
					}
					session.backward(loss);
					networkAdam.step();
					if (i > KERNEL_RESTS) search.step(generation.latentGradient(problem.grid().correlated(gradient(kernel))));
				}
			}
		}
	}

	private static String status(final float loss, final KernelFlow.Generation generation) {
		final KernelFigures figures = KernelFigures.of(generation.kernel());
		return String.format(Locale.ROOT, "DIP-FKP: loss %.3g, FWHM %.1f × %.1f HR pixels", loss, figures.fwhmMajor(),
			figures.fwhmMinor());
	}

	private static double[] gradient(final NDArray kernel) {
		try (NDArray gradient = kernel.getGradient()) {
			final float[] floats = gradient.toFloatArray();
			final double[] values = new double[floats.length];
			Arrays.setAll(values, j -> floats[j]);
			return values;
		}
	}

	/** The image's values, channel by channel; the network makes colour images, so that a grey one is taken three times. */
	private static <T extends RealType<T>> float[] threeChannels(final RandomAccessibleInterval<T> low) {
		final int plane = (int) (low.dimension(0) * low.dimension(1));
		final float[] values = new float[DipNetwork.IMAGE_CHANNELS * plane];
		int i = 0;
		for (final Cursor<T> c = Views.flatIterable(low).cursor(); c.hasNext();)
			values[i++] = c.next().getRealFloat();
		for (; i < values.length; i++)
			values[i] = values[i - plane];
		return values;
	}

	/**
	 * What becomes 0 and 1 for the network, whose image cannot leave that range: 0 and 1, unless the image has levels
	 * outside, as quantiles of 16- and 32-bit images leave some.
	 */
	private static float[] limits(final float[] levels) {
		float least = 0, most = 1;
		for (final float v : levels) {
			least = Math.min(least, v);
			most = Math.max(most, v);
		}
		return new float[] { least, most };
	}

	/** Exponential average that forgets its start: image i weighs 1 − PAST, corrected for there being only i of them. */
	private static void accumulate(final float[] image, final float[] average, final int i) {
		final float weight = (float) ((1 - PAST) / (1 - Math.pow(PAST, i)));
		for (int j = 0; j < average.length; j++)
			average[j] += weight * (image[j] - average[j]);
	}

	/** Values, channel by channel, as X×Y×C; the mean of the network's channels for a grey image. */
	private static Img<FloatType> image(final float[] values, final int width, final int height, final int channels) {
		if (channels == DipNetwork.IMAGE_CHANNELS) return ArrayImgs.floats(values, width, height, channels);
		final int plane = width * height;
		final float[] grey = new float[plane];
		for (int j = 0; j < values.length; j++)
			grey[j % plane] += values[j] / DipNetwork.IMAGE_CHANNELS;
		return ArrayImgs.floats(grey, width, height, 1);
	}
}
