package sc.fiji.blindsr.estimate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import ij.IJ;
import ij.ImagePlus;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.Npz;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.prior.KernelPriors;

/**
 * Runs a KernelGAN on a benchmark image ×2 by the paper's protocol and prints how good the kernel is, and how long an
 * iteration takes:
 *
 * <pre>
 * mvn -q test-compile exec:java@kernelgan-report -Dexec.args="FOLDER NAME ITERATIONS SEED [ESTIMATOR [PRIOR]]"
 * </pre>
 *
 * FOLDER holds {@code kernelgan_lr_x2/NAME.png} and {@code kernelgan_kernels_x2.npz}. ITERATIONS may be a list such as
 * 100,1000: a search for each of them.
 */
public final class KernelGanReport {

	private static final int SCALE = 2;
	/** Pixels at every edge that the blur with circular boundaries has spoilt, and somewhat more. */
	private static final int RIM = 10;

	private KernelGanReport() { }

	public static void main(final String... arguments) throws IOException {
		final Path folder = Path.of(arguments[0]);
		final String name = arguments[1], estimator = arguments.length > 4 ? arguments[4] : KernelGanFkp.NAME;
		final ImagePlus low = IJ.openImage(folder.resolve("kernelgan_lr_x2/" + name + ".png").toString());
		final RandomAccessibleInterval<FloatType> image = Views.zeroMin(Views.expandZero(Planes.read(low, 1, IntensityRange
			.of(low, "input")), -RIM, -RIM, 0));
		final BlurKernel truth;
		try (InputStream in = Files.newInputStream(folder.resolve("kernelgan_kernels_x2.npz"))) {
			truth = BlurKernel.square(Npz.read(in).get(name).values());
		}
		for (final String iterations : arguments[2].split(","))
			report(name, Estimators.named(estimator), image, truth, new EstimationProblem(SCALE, KernelPriors.find(
				arguments.length > 5 ? arguments[5] : KernelPriors.BUILT_IN, SCALE), Grid.PAPER, 0, Integer
					.parseInt(iterations), Long.parseLong(arguments[3]), "Auto"));
		System.exit(0); // ImageJ's threads would keep the JVM
	}

	private static void report(final String name, final KernelEstimator estimator,
		final RandomAccessibleInterval<FloatType> image, final BlurKernel truth, final EstimationProblem problem)
	{
		final double[] seconds = new double[problem.iterations()];
		final long[] last = { System.nanoTime() };
		final Estimate estimate = estimator.estimate(image, problem, (stage, done, total) -> {
			final long now = System.nanoTime();
			seconds[done] = (now - last[0]) / 1e9;
			last[0] = now;
		});
		Arrays.sort(seconds, 1, seconds.length); // the first is the way to the first iteration
		System.out.printf("%s, %s ×%d, %d iterations, seed %d, %s: kernel %.2f dB, %.4f s an iteration (median)%n",
			estimator.name(), name, SCALE, seconds.length, problem.seed(), estimate.device(), ImageQuality.kernelPsnr(estimate
				.kernel(), truth), seconds[(seconds.length + 1) / 2]);
	}
}
