package sc.fiji.blindsr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;

/**
 * Restores a benchmark's images with their true kernels or with estimated ones, as a user does, and measures PSNR on Y with a
 * border of s pixels left out.
 *
 * <pre>
 * mvn -q test-compile exec:java@set-report -Dexec.args="'../shared/data/Set5' 'Sparse MAP' true 2"
 * mvn -q test-compile exec:java@set-report -Dexec.args="'../shared/data/Set5' 'Sparse MAP' 'Variational FKP' 2 SEED NOISE"
 * </pre>
 *
 * The folder holds hr/, lr_x2/ … and kernels_x2.npz …, as those of the benchmark do. NOISE is passed on as it is (auto if left
 * out).
 */
public final class SetReport {

	private SetReport() { }

	/** @param arguments folder, restorer, estimator or "true", scale, and perhaps seed and noise */
	public static void main(final String[] arguments) throws IOException {
		final Path folder = Path.of(arguments[0]);
		final String restorer = arguments[1], estimator = arguments[2], scale = arguments[3];
		final Map<String, Object> common = new HashMap<>(Map.of("scale", scale, "grid", "Paper", "restorer", restorer, "seed",
			arguments.length > 4 ? arguments[4] : "1", "noise", arguments.length > 5 ? arguments[5] : "auto"));
		final Map<String, Npz.Array> kernels;
		try (InputStream in = Files.newInputStream(folder.resolve("kernels_x" + scale + ".npz"))) {
			kernels = Npz.read(in);
		}
		final List<Path> images;
		try (Stream<Path> files = Files.list(folder.resolve("lr_x" + scale))) {
			images = files.filter(f -> f.toString().endsWith(".png")).sorted().toList();
		}
		double psnrs = 0, kernelPsnrs = 0;
		for (final Path file : images) {
			final String name = file.getFileName().toString();
			final double[] truth = kernels.get(name.replace(".png", "")).values();
			final ImagePlus low = IJ.openImage(file.toString()), kernel = kernel(truth);
			final Map<String, Object> values = new HashMap<>(common);
			values.put("input", low);
			final boolean known = estimator.equals("true");
			values.put(known ? "kernel" : "estimator", known ? kernel : estimator);
			final Outcome outcome = (known ? Task.SUPER_RESOLVE_WITH_KERNEL : Task.SUPER_RESOLVE).run(values, Progress.NONE);
			final double psnr = (double) Task.COMPARE.run(Map.of("result", outcome.result(), "reference", IJ.openImage(folder
				.resolve("hr").resolve(name).toString())), Progress.NONE).row().get("PSNR");
			final double kernelPsnr = known ? Double.POSITIVE_INFINITY : (double) Task.COMPARE.run(Map.of("result", outcome
				.kernel(), "reference", kernel), Progress.NONE).row().get("Kernel PSNR");
			psnrs += psnr / images.size();
			kernelPsnrs += kernelPsnr / images.size();
			final Map<String, Object> row = outcome.row();
			final KernelFigures figures = KernelFigures.of(BlurKernel.square(truth));
			final int s = Integer.parseInt(scale);
			System.out.printf(Locale.ROOT,
				"%-12s x%s image %.2f dB, kernel %.1f dB, FWHM %.2f ± %.4s × %.2f ± %.4s LR pixels (true %.2f × %.2f) at %.0f°," +
					" residual %.2f, noise %.2f, %.1f s %s%n", name, scale, psnr, kernelPsnr, row.get("FWHM major"), row.get(
						"FWHM major ±"), row.get("FWHM minor"), row.get("FWHM minor ±"), figures.fwhmMajor() / s, figures
							.fwhmMinor() / s, row.get("Angle"), row.get("Residual"), row.get("Noise"), row.get("Seconds"), row.get(
								"Warning"));
		}
		System.out.printf(Locale.ROOT, "%s, x%s, %s, %s: image %.2f dB, kernel %.1f dB%n", folder.getFileName(), scale,
			estimator, restorer, psnrs, kernelPsnrs);
	}

	private static ImagePlus kernel(final double[] values) {
		final int size = (int) Math.round(Math.sqrt(values.length));
		final float[] floats = new float[values.length];
		for (int i = 0; i < floats.length; i++)
			floats[i] = (float) values[i];
		return new ImagePlus("true kernel", new FloatProcessor(size, size, floats));
	}
}
