package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.CubicSpline;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.Pixels;

/**
 * Brings a kernel that was found without a prior to where the grid wants it: moving kernel and image together changes
 * nothing in the image formation, so that nothing else fixes their place.
 */
final class Recentring {

    private Recentring() {}

    /** The kernel, K×K, with its centre of mass at (K − s)/2, and the image moved as it must be then. */
    static Estimate of(final Estimate found, final int scale, final Grid grid) {
        final BlurKernel kernel = found.kernel();
        if (KernelCentre.isCentred(kernel, scale)) return found;
        final KernelFigures figures = KernelFigures.of(kernel);
        // x ⋆ k stays the same if x goes the way of k, and x ∗ k if it goes the other way.
        final int way = grid == Grid.PAPER ? 1 : -1;
        final double right = way * (KernelCentre.target(kernel.width(), scale) - figures.centreX());
        final double down = way * (KernelCentre.target(kernel.height(), scale) - figures.centreY());
        return new Estimate(
                KernelCentre.centred(kernel, scale, kernel.width()),
                found.image().map(image -> moved(image, right, down)),
                found.device());
    }

    private static Img<FloatType> moved(final Img<FloatType> image, final double right, final double down) {
        final int width = (int) image.dimension(0), height = (int) image.dimension(1), plane = width * height;
        final float[] values = new float[(int) image.size()];
        final double[] all = Pixels.doubles(image);
        for (int start = 0; start < values.length; start += plane) {
            final double[] samples = Arrays.copyOfRange(all, start, start + plane);
            System.arraycopy(CubicSpline.moved(samples, width, height, right, down), 0, values, start, plane);
        }
        return ArrayImgs.floats(values, image.dimensionsAsLongArray());
    }
}
