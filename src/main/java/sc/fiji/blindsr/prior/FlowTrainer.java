package sc.fiji.blindsr.prior;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.SafeTensors;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.progress.Progress;

/**
 * Trains a {@link KernelFlow} by maximum likelihood (FKP, sections 3.2 and 4.1). The network, the loss, the kernels, their
 * number and the weight decay are the authors'. The schedule is ours: batches of 250 kernels and a rate that falls from
 * 2e-3 to 0 along half a cosine reach a better likelihood than 100 kernels and a rate of 1e-4 that is halved in steps.
 */
public final class FlowTrainer {

	private static final int KERNELS_PER_EPOCH = 50_000;
	private static final int BATCH = 250;
	private static final int BATCHES_PER_EPOCH = KERNELS_PER_EPOCH / BATCH;
	private static final float RATE = 2e-3f;
	private static final float WEIGHT_DECAY = 1e-6f;

	private final int scale;
	private final KernelCode code;
	private final Function<Random, double[]> kernels;

	private FlowTrainer(final int scale, final KernelCode code, final Function<Random, double[]> kernels) {
		this.scale = scale;
		this.code = code;
		this.kernels = kernels;
	}

	/** A trainer for the paper's anisotropic Gaussians. */
	public static FlowTrainer forGaussians(final int scale) {
		return new FlowTrainer(scale, KernelCode.forGaussians(scale), random -> AnisotropicGaussian.random(scale, random)
			.kernel(scale).values());
	}

	/**
	 * Trains a prior.
	 *
	 * @param epochs number of epochs of 50 000 fresh random kernels
	 * @param seed seed of weights, kernels and dequantisation noise
	 * @param device "Auto", "CPU", "GPU", …
	 * @param progress told of each epoch and its mean −log p
	 * @return the weights, by the names of the authors' code, with how they were made in the metadata
	 */
	public SafeTensors train(final int epochs, final long seed, final String device, final Progress progress) {
		final ComputeDevice where = ComputeDevice.of(device);
		final Random random = new Random(seed);
		final int size = BlurKernel.sizeFor(scale);
		try (NDManager manager = TorchEngine.get().newBaseManager(where.device());
				FlowNetwork network = new FlowNetwork(manager, size, Math.min(5 * (scale + 1), 25), BATCH, random))
		{
			final Adam adam = Adam.builder().optWeightDecays(WEIGHT_DECAY).optLearningRateTracker(Tracker.cosine()
				.setBaseValue(RATE).optFinalValue(0).setMaxUpdates(epochs * BATCHES_PER_EPOCH).build()).build();
			double mean = Double.NaN;
			for (int epoch = 0; epoch < epochs; epoch++) {
				double sum = 0;
				for (int i = 0; i < BATCHES_PER_EPOCH; i++) {
					progress.update(String.format(Locale.ROOT, "Epoch %d of %d, −log p %.2f", epoch + 1, epochs, mean), epoch *
						BATCHES_PER_EPOCH + i, epochs * BATCHES_PER_EPOCH);
					sum += gradients(manager, network, batch(random), progress);
					network.parameters().forEach((name, parameter) -> {
						try (NDArray gradient = parameter.getGradient()) {
							adam.update(name, parameter, gradient);
						}
					});
				}
				mean = sum / BATCHES_PER_EPOCH;
				if (!Double.isFinite(mean)) throw new IllegalStateException("Training diverged in epoch " + (epoch + 1) +
					"; try another seed.");
			}
			final Map<String, String> made = new LinkedHashMap<>();
			made.put("scale", Integer.toString(scale));
			made.put("epochs", Integer.toString(epochs));
			made.put("seed", Long.toString(seed));
			made.put("device", where.name());
			made.put("engine", TorchEngine.version());
			made.put("training -log p", String.format(Locale.ROOT, "%.3f", mean));
			return new SafeTensors(made, network.tensors(code, size));
		}
	}

	/** Computes the gradients of the loss on one batch. @return the loss */
	private static double gradients(final NDManager manager, final FlowNetwork network, final float[] batch,
		final Progress progress)
	{
		try (NDScope scope = new NDScope(); GradientSession session = GradientSession.open(progress)) {
			scope.suppressNotUsedWarning();
			final NDArray loss = network.loss(manager.create(batch, new Shape(BATCH, batch.length / BATCH)));
			session.backward(loss);
			return loss.getFloat();
		}
	}

	/** Logits of fresh kernels with fresh dequantisation noise, N×K². */
	private float[] batch(final Random random) {
		final int n = BlurKernel.sizeFor(scale) * BlurKernel.sizeFor(scale);
		final float[] batch = new float[BATCH * n];
		final double[] noise = new double[n];
		for (int i = 0; i < BATCH; i++) {
			final double[] kernel = kernels.apply(random);
			for (int j = 0; j < n; j++)
				noise[j] = random.nextDouble() / KernelCode.LEVELS;
			final double[] logits = code.logits(kernel, noise);
			for (int j = 0; j < n; j++)
				batch[i * n + j] = (float) logits[j];
		}
		return batch;
	}
}
