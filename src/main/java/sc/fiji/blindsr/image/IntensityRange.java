package sc.fiji.blindsr.image;

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

	private static final double TAIL = 0.001;
	private static final int BINS = 1 << 16;

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
		final double low = quantile(image, TAIL, extremes), high = quantile(image, 1 - TAIL, extremes);
		return low < high ? new IntensityRange(low, high) : new IntensityRange(extremes[0], extremes[1]);
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

	/**
	 * A quantile over all planes by histograms: each pass looks closer at the one bin where the quantile lies, so that
	 * memory does not grow with the image and a few outliers do not spoil the resolution.
	 */
	private static double quantile(final ImagePlus image, final double fraction, final double[] extremes) {
		double from = extremes[0], to = extremes[1];
		final double rank = fraction * (image.getStackSize() * (double) image.getWidth() * image.getHeight() - 1);
		for (int pass = 0; pass < 3; pass++) {
			final long[] histogram = new long[BINS + 1];
			long below = 0;
			final double width = (to - from) / BINS;
			if (!(from + width > from)) break;
			for (int plane = 1; plane <= image.getStackSize(); plane++) {
				final ImageProcessor pixels = image.getStack().getProcessor(plane);
				for (int i = 0; i < pixels.getPixelCount(); i++) {
					final double v = pixels.getf(i);
					if (v < from) below++;
					else if (v <= to) histogram[(int) Math.min(BINS, (v - from) / width)]++;
				}
			}
			int bin = 0;
			for (; bin < BINS && below + histogram[bin] <= rank; bin++)
				below += histogram[bin];
			from += bin * width;
			to = from + width;
		}
		return from;
	}
}
