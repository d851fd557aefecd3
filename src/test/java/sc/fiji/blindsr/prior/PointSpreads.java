package sc.fiji.blindsr.prior;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.shape.AberratedSpot;
import sc.fiji.blindsr.kernel.shape.BlurShape;
import sc.fiji.blindsr.kernel.shape.MotionLine;

/** Families of point-spread functions that are no Gaussians, for scale factor 2, as a user would bring them. */
public final class PointSpreads {

    /** Larger than the prior's kernels: what they cannot hold is cut off. */
    private static final int SIZE = 15;
    /** Where kernels have their centres. */
    private static final double CENTRE = (SIZE - 2) / 2.0;

    private PointSpreads() {}

    /** A lens of a family of four parameters, from sharp discs to flat spots and small rings. */
    public static BlurShape optics(final Random random) {
        return new AberratedSpot(
                1.6 + 0.6 * random.nextDouble(),
                0.65 * random.nextDouble(),
                0.25 * random.nextDouble(),
                Math.PI * random.nextDouble());
    }

    /** An even movement over 3 to 9 pixels, seen through a lens that is somewhat blurred itself. */
    public static BlurShape motion(final Random random) {
        return new MotionLine(3 + 6 * random.nextDouble(), Math.PI * random.nextDouble(), 0.6);
    }

    /** Its values, with sum 1. */
    public static BlurKernel kernel(final BlurShape shape) {
        return shape.sampled(SIZE, CENTRE, CENTRE);
    }

    /** A stack of lenses. */
    public static ImagePlus optics(final int count, final long seed) {
        return stack("optics", PointSpreads::optics, count, seed);
    }

    /** A stack of random ones. */
    static ImagePlus stack(
            final String title, final Function<Random, BlurShape> family, final int count, final long seed) {
        final Random random = new Random(seed);
        final ImageStack stack = new ImageStack(SIZE, SIZE);
        for (int i = 0; i < count; i++)
            stack.addSlice("", kernel(family.apply(random)).floats());
        return new ImagePlus(title, stack);
    }
}
