package sc.fiji.blindsr.prior;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Adam;
import ai.djl.engine.Engine;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import sc.fiji.blindsr.engine.Tensor;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.progress.Progress;

/**
 * Trains a {@link KernelFlow} by maximum likelihood (FKP, sections 3.2 and 4.1). The network, the loss, the kernels and
 * their number are the authors'; the schedule is ours: batches of 250 and a learning rate that falls from 2e-3 along a
 * half cosine reach a better likelihood than the authors' 100 and 1e-4 halved in steps, in less time.
 */
public final class FlowTrainer {

	private static final int KERNELS_PER_EPOCH = 50_000;
	private final int batch;
	private final float rate;
	private final float weightDecay = 1e-6f;
	private final int scale;
	private final Function<Random, double[]> kernels;
	private final KernelCode code;

	FlowTrainer(final int scale, final Function<Random, double[]> kernels, final KernelCode code, int batch, float rate) {
		this.scale = scale;
		this.kernels = kernels;
		this.code = code;
		this.batch = batch;
		this.rate = rate;
	}

	/** Width of the couplings' hidden layers for scale factor s: min(5(s + 1), 25). */
	static int hidden(final int scale) {
		return Math.min(5 * (scale + 1), 25);
	}

	public Map<String, Tensor> train(final int epochs, final long seed, final Progress progress) {
		final Random random = new Random(seed);
		final int size = BlurKernel.sizeFor(scale), n = size * size;
		final int perEpoch = KERNELS_PER_EPOCH / batch, total = epochs * perEpoch;
		try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(ai.djl.Device.cpu());
				FlowNetwork network = new FlowNetwork(manager, size, hidden(scale), random))
		{
			final Adam adam = Adam.builder().optLearningRateTracker(ai.djl.training.tracker.Tracker.cosine().setBaseValue(rate)
				.optFinalValue(0).setMaxUpdates(total).build()).optWeightDecays(weightDecay).optClipGrad(1).build();
			double sum = 0;
			for (int step = 0; step < total; step++) {
				final float[] logits = new float[batch * n];
				for (int i = 0; i < batch; i++) {
					final double[] noise = new double[n];
					final double[] k = kernels.apply(random);
					for (int j = 0; j < n; j++)
						noise[j] = random.nextDouble() / KernelCode.LEVELS;
					final double[] x = code.logits(k, noise);
					for (int j = 0; j < n; j++)
						logits[i * n + j] = (float) x[j];
				}
				try (NDScope scope = new NDScope(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
					scope.suppressNotUsedWarning();
					final NDArray loss = network.loss(manager.create(logits, new Shape(batch, n)));
					collector.backward(loss);
					sum += loss.getFloat();
				}
				network.parameters().forEach((name, parameter) -> {
					try (NDArray gradient = parameter.getGradient()) {
						adam.update(name, parameter, gradient);
					}
				});
				if ((step + 1) % perEpoch == 0) {
					progress.update(String.format(Locale.ROOT, "−log p %.3f", sum / perEpoch), (step + 1) / perEpoch, epochs);
					sum = 0;
				}
			}
			return network.tensors(code, size);
		}
	}
}
