package sc.fiji.blindsr.image;

import java.util.Arrays;

import ij.ImagePlus;
import ij.process.ImageProcessor;

/**
 * The linear map between an image's grey levels and [0,1]: 0 ↔ {@code zero}, 1 ↔ {@code one}. Nothing is clipped: values
 * outside stay outside.
 *
 * @param zero the grey level that becomes 0
 * @param one the grey level that becomes 1
 */
public record IntensityRange(double zero, double one) {

	/** Grey levels as they are. */
	public static final IntensityRange IDENTITY = new IntensityRange(0, 1);

	private static final double TAIL = 0.001;
	private static final int BINS = 1 << 16;
	/** So often the bins become finer by their number: enough for all digits of a float. */
	private static final int PASSES = 3;

	/**
	 * The map for an image: 0…255 for 8-bit and RGB, the 0.1 % and 99.9 % quantiles over all planes for 16 and 32 bit (the
	 * minimum and maximum, if these coincide).
	 *
	 * @param key the parameter that the image was given for, named in errors
	 * @throws IllegalArgumentException if a pixel is not finite or all are equal
	 */
	public static IntensityRange of(final ImagePlus image, final String key) {
		final double[] extremes = extremes(image, key);
		if (extremes[0] == extremes[1]) throw new IllegalArgumentException(key + ": the image \"" + image.getTitle() +
			"\" is constant (all pixels are " + extremes[0] + "); an image with structure is needed.");
		if (image.getBitDepth() == 8 || image.getBitDepth() == 24) return new IntensityRange(0, 255);
		final double pixels = image.getStackSize() * (double) image.getWidth() * image.getHeight();
		final Quantile low = new Quantile(TAIL * (pixels - 1), extremes), high = new Quantile((1 - TAIL) * (pixels - 1),
			extremes);
		narrow(image, low, high);
		return low.from < high.from ? new IntensityRange(low.from, high.from) : new IntensityRange(extremes[0], extremes[1]);
	}

	/**
	 * Refuses an image with a pixel that is not a finite number.
	 *
	 * @param key the parameter that the image was given for
	 */
	public static void checkFinite(final ImagePlus image, final String key) {
		if (image.getBitDepth() == 32) extremes(image, key);
	}

	/** A grey level in [0,1]. */
	public float toUnit(final double greyLevel) {
		return (float) ((greyLevel - zero) / (one - zero));
	}

	/** The grey level of a value in [0,1]. */
	public double fromUnit(final double value) {
		return zero + value * (one - zero);
	}

	/** A difference of grey levels, such as a standard deviation, from one in [0,1]. */
	public double spanFromUnit(final double difference) {
		return difference * (one - zero);
	}

	/** A difference in [0,1] from one of grey levels, such as a standard deviation. */
	public double spanToUnit(final double difference) {
		return difference / (one - zero);
	}

	private static double[] extremes(final ImagePlus image, final String key) {
		double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY;
		for (int plane = 1; plane <= image.getStackSize(); plane++) {
			final ImageProcessor pixels = image.getStack().getProcessor(plane);
			for (int i = 0; i < pixels.getPixelCount(); i++) {
				final double v = image.getBitDepth() == 24 ? pixels.get(i) & 0xffffff : pixels.getf(i);
				if (!Double.isFinite(v)) throw new IllegalArgumentException(key + ": the image \"" + image.getTitle() +
					"\" holds a pixel that is not a finite number (" + v + " at x=" + i % pixels.getWidth() + ", y=" + i / pixels
						.getWidth() + ", plane " + plane + "); replace NaN and infinite pixels first.");
				min = Math.min(min, v);
				max = Math.max(max, v);
			}
		}
		return new double[] { min, max };
	}

	/** Takes all planes past two quantiles as often as they need it. */
	private static void narrow(final ImagePlus image, final Quantile low, final Quantile high) {
		for (int pass = 0; pass < PASSES; pass++) {
			low.start();
			high.start();
			for (int plane = 1; plane <= image.getStackSize(); plane++) {
				final ImageProcessor pixels = image.getStack().getProcessor(plane);
				for (int i = 0; i < pixels.getPixelCount(); i++) {
					final float v = pixels.getf(i);
					low.count(v);
					high.count(v);
				}
			}
			low.end();
			high.end();
		}
	}

	/**
	 * A quantile by histograms: each pass over the pixels looks closer at the one bin where it lies, so that memory does not
	 * grow with the image and a few outliers do not spoil the resolution.
	 */
	private static final class Quantile {

		private final double rank;
		private final long[] histogram = new long[BINS + 1];
		private double from;
		private double to;
		private double width;
		private long below;

		Quantile(final double rank, final double[] extremes) {
			this.rank = rank;
			from = extremes[0];
			to = extremes[1];
		}

		void start() {
			Arrays.fill(histogram, 0);
			below = 0;
			width = (to - from) / BINS;
		}

		void count(final double v) {
			if (v < from) below++;
			else if (v <= to && isOpen()) histogram[(int) Math.min(BINS, (v - from) / width)]++;
		}

		void end() {
			if (!isOpen()) return;
			int bin = 0;
			for (; bin < BINS && below + histogram[bin] <= rank; bin++)
				below += histogram[bin];
			from += bin * width;
			to = from + width;
		}

		/** Whether its bins are still wider than the last digit of a number. */
		private boolean isOpen() {
			return from + width > from;
		}
	}
}
