package sc.fiji.blindsr;

import java.awt.Rectangle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.sun.management.OperatingSystemMXBean;

import ij.ImagePlus;
import ij.ImageStack;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.evaluate.Residual;
import sc.fiji.blindsr.image.FinerImage;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.NoiseLevel;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restoration;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.restore.Tiles;

/**
 * The way of the data: image → planes in [0,1] → kernel → restored planes → image. {@link Task} leads here.
 */
final class BlindSR {

	/** A residual above so many times the noise, and one grey level of 255 for rounding, says that the model does not fit. */
	private static final double MISFIT = 2, ROUNDING = 1 / 255.0;

	private final Settings settings;
	private final Progress progress;
	private final Record record;
	private final ImagePlus input;
	private final IntensityRange range;
	private final int scale;
	private final Grid grid;
	private final FinerImage output;
	/** The displayed plane. */
	private final ArrayImg<FloatType, FloatArray> plane;
	/** Standard deviation of the noise, grey levels in [0,1]. */
	private final double noise;
	private final List<String> warnings = new ArrayList<>();

	private BlindSR(final Settings settings, final Progress progress) {
		this.settings = settings;
		this.progress = progress;
		input = settings.input();
		scale = settings.scale();
		grid = settings.grid();
		record = new Record(settings).set("Image", input.getTitle()).set("Scale", scale).set("Seed", settings.seed());
		// A GPU that is not there is an error even where the methods need none; but only a GPU makes the engine load.
		if (!List.of("auto", "cpu").contains(ComputeDevice.check(settings.text(Option.DEVICE)))) ComputeDevice.of(settings
			.text(Option.DEVICE));
		range = IntensityRange.of(input, "input");
		output = FinerImage.of(input, scale, grid);
		plane = Planes.read(input, input.getCurrentSlice(), range);
		noise = settings.noise().isPresent() ? range.spanToUnit(settings.noise().getAsDouble()) : NoiseLevel.of(plane);
		record.set("Noise", range.spanFromUnit(noise));
	}

	/** Kernel and image from an image alone. */
	static Outcome superResolve(final Settings settings, final Progress progress) {
		final BlindSR run = new BlindSR(settings, progress);
		final Restorer restorer = Restorers.named(settings.text(Option.RESTORER));
		restorer.checkReady();
		return run.restored(run.estimate(restorer.needsImage()), restorer);
	}

	/** A kernel from an image. */
	static Outcome estimateKernel(final Settings settings, final Progress progress) {
		final BlindSR run = new BlindSR(settings, progress);
		final Estimate estimate = run.estimate(false);
		return run.outcome(estimate, null);
	}

	/** An image from an image and a kernel. */
	static Outcome superResolveWithKernel(final Settings settings, final Progress progress) {
		final ImagePlus input = settings.input();
		return superResolveWithKernel(settings, Kernels.readForUse(settings.image(Option.KERNEL), "kernel", settings.scale(),
			input.getWidth() * settings.scale(), input.getHeight() * settings.scale()), progress);
	}

	/** An image from an image and a kernel that is taken as it is, as an estimated one is: odd size, sum 1, centred. */
	static Outcome superResolveWithKernel(final Settings settings, final BlurKernel kernel, final Progress progress) {
		return new BlindSR(settings, progress).restored(new Estimate(kernel, Optional.empty(), ComputeDevice.CPU.name()),
			Restorers.named(settings.text(Option.KERNEL_RESTORER)));
	}

	/**
	 * Estimates the kernel on the displayed plane.
	 *
	 * @param withImage whether the estimator's own image of the whole plane is wanted
	 */
	private Estimate estimate(final boolean withImage) {
		final KernelEstimator estimator = Estimators.named(settings.text(Option.ESTIMATOR));
		final KernelFlow prior = KernelPriors.find(settings.text(Option.PRIOR), estimator.priorScale(scale));
		if (settings.text(Option.CHANNELS).equals("Kernel per channel") && (input.getNChannels() > 1 || Planes.channels(
			input) > 1)) throw new IllegalArgumentException("channels: Kernel per channel is not there yet for images of" +
				" several channels; use One kernel, or split the channels (Image > Color > Split Channels).");
		if (withImage && !estimator.makesImage()) throw new IllegalArgumentException("restorer: DIP is the image that an" +
			" estimator with an image network makes together with the kernel, and " + estimator.name() +
			" has none; choose the estimator DIP-FKP or Double-DIP, or another restorer.");
		if (withImage && input.getStackSize() > 1) throw new IllegalArgumentException("restorer: DIP makes the image of one" +
			" plane together with its kernel, but the image has " + input.getStackSize() +
			" planes; choose another restorer, or duplicate one plane.");
		if (withImage) checkMemory(estimator, input.getWidth(), input.getHeight(),
			"restorer: DIP makes the whole image; crop it (Image > Crop), or choose another restorer: ");
		final Rectangle region = Region.of(input, plane, withImage || settings.text(Option.REGION).equals("Whole"), estimator
			.smallestRegion(scale), estimator.largestRegion(scale));
		checkMemory(estimator, region.width, region.height, "region: select a smaller part, or choose Auto: ");
		record.set("Estimator", estimator.name()).detail("Region", region.x + ", " + region.y + ", " + region.width + ", " +
			region.height).detail("Plane", input.getCurrentSlice());
		if (estimator.usesPrior()) record.set("Prior", settings.text(Option.PRIOR));
		final RandomAccessibleInterval<FloatType> part = Views.zeroMin(Views.interval(plane, new long[] { region.x,
			region.y, 0 }, new long[] { region.x + region.width - 1, region.y + region.height - 1, plane.max(2) }));
		final Estimate estimate = estimator.estimate(part, new EstimationProblem(scale, prior, grid, noise, settings
			.iterations(), settings.seed(), settings.text(Option.DEVICE)), progress);
		record.set("Device", estimate.device());
		estimate.spread().ifPresent(spread -> record.spread(spread, scale));
		estimate.warning().ifPresent(warnings::add);
		return estimate;
	}

	private void checkMemory(final KernelEstimator estimator, final int width, final int height, final String remedy) {
		final long needed = estimator.memory(width, height, scale);
		final long there = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
		if (needed > 0.8 * there) throw new IllegalArgumentException(remedy + estimator.name() + " on " + width + "×" +
			height + " pixels at scale factor " + scale + " needs about " + (needed >> 30) + " GB of memory, and this machine" +
			" has " + (there >> 30) + " GB.");
	}

	/** Restores all planes. */
	private Outcome restored(final Estimate estimate, final Restorer restorer) {
		record.set("Restorer", restorer.name());
		final ImageStack planes = new ImageStack(input.getWidth() * scale, input.getHeight() * scale);
		double squares = 0;
		try (Restoration restoration = restorer.prepare(new RestorationProblem(estimate, scale, grid, noise, settings.text(
			Option.DEVICE))))
		{
			final Tiles tiles = new Tiles(restoration, Tiles.MEMORY);
			for (int i = 1; i <= input.getStackSize(); i++) {
				final ArrayImg<FloatType, FloatArray> low = Planes.read(input, i, range);
				final Img<FloatType> high = tiles.restore(low, scale, progress);
				squares += Math.pow(Residual.rms(low, high, estimate.kernel(), scale, grid, progress), 2);
				planes.addSlice(Planes.write(high, input, range));
			}
			if (tiles.shortOfMemory()) warnings.add("memory was short, so that smaller tiles were taken; seams may show");
			// The kernel's device is said where a network found it; else that of the network that restored.
			if (!settings.task().options().contains(Option.ESTIMATOR) || estimate.device().equals(ComputeDevice.CPU.name()))
				record.set("Device", restoration.device());
		}
		final double residual = Math.sqrt(squares / input.getStackSize());
		record.set("Residual", range.spanFromUnit(residual));
		if (residual > MISFIT * noise + ROUNDING) warnings.add(String.format(Locale.ROOT,
			"the result does not explain the image: the residual, %.3g grey levels, is well above the noise, %.3g", range
				.spanFromUnit(residual), range.spanFromUnit(noise)));
		return outcome(estimate, output.image(planes, "-SRx" + scale));
	}

	private Outcome outcome(final Estimate estimate, final ImagePlus result) {
		final ImagePlus kernel = output.kernel(estimate.kernel(), "-kernel");
		record.kernel(estimate.kernel(), scale, kernel);
		if (!warnings.isEmpty()) record.set("Warning", String.join("; ", warnings));
		record.inscribe(kernel, input);
		if (result != null) record.inscribe(result, input);
		return new Outcome(settings.task() == Task.SUPER_RESOLVE_WITH_KERNEL ? null : kernel, result, record.row());
	}
}
