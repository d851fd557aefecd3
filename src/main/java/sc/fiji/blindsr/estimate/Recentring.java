package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.CentreOfMass;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.pixel.CubicSpline;
import sc.fiji.blindsr.pixel.Pixels;

/**
 * Moves a kernel that was found without a prior to its place on the grid, and the image with it. The image formation does
 * not fix that place: moving kernel and image together leaves the blurred image unchanged.
 */
final class Recentring {

    private Recentring() {}

    /** The kernel, K×K, with its centre of mass at (K − s)/2, and the image moved accordingly. */
    static Estimate of(final Estimate found, final int scale, final Grid grid) {
        final BlurKernel kernel = found.kernel();
        if (KernelCentre.isCentred(kernel, scale)) return found;
        final CentreOfMass centre = CentreOfMass.of(kernel);
        // x ⋆ k is unchanged if x moves in the same direction as k, x ∗ k if it moves in the opposite direction.
        final int direction = grid == Grid.PAPER ? 1 : -1;
        final double right = direction * (KernelCentre.target(kernel.width(), scale) - centre.x());
        final double down = direction * (KernelCentre.target(kernel.height(), scale) - centre.y());
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
