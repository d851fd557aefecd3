package sc.fiji.blindsr;

import java.awt.Rectangle;

import ij.ImagePlus;
import ij.gui.Roi;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.image.BusiestPart;

/** Decides on which part of an image the kernel is estimated. */
final class Region {

	private Region() { }

	/**
	 * The part to look at: the whole image if asked for, else the busiest part of the selection, or of the image, that is
	 * not larger than what pays.
	 *
	 * @param whole whether the whole image is asked for
	 * @param smallest least width and height that the estimator can work on
	 * @param largest width and height from which on more is not worth its time
	 * @throws IllegalArgumentException if the image or the selection is too small
	 */
	static Rectangle of(final ImagePlus image, final ArrayImg<FloatType, FloatArray> plane, final boolean whole,
		final int smallest, final int largest)
	{
		final Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
		check("input: the image", all, smallest);
		if (whole) return all;
		final Roi roi = image.getRoi();
		if (roi == null || !roi.isArea()) return BusiestPart.find(plane, all, largest);
		final Rectangle selection = roi.getBounds().intersection(all);
		check("region: the selection", selection, smallest);
		return BusiestPart.find(plane, selection, largest);
	}

	private static void check(final String what, final Rectangle part, final int smallest) {
		if (part.width < smallest || part.height < smallest) throw new IllegalArgumentException(what + " has " + Math.max(0,
			part.width) + "×" + Math.max(0, part.height) + " pixels; at least " + smallest + "×" + smallest +
			" are needed for this estimator and scale factor.");
	}
}
