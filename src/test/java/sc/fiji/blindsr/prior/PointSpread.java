package sc.fiji.blindsr.prior;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.blindsr.kernel.BlurKernel;

/** A point-spread function that is no Gaussian, for scale factor 2. */
public interface PointSpread {

    /** Larger than the prior's kernels: what they cannot hold is cut off. */
    int SIZE = 15;
    /** Where kernels have their centres. */
    double CENTRE = (SIZE - 2) / 2.0;

    /** Its values, with sum 1. */
    BlurKernel kernel();

    /** A stack of random ones, as a user would bring it. */
    static ImagePlus stack(
            final String title,
            final Function<Random, ? extends PointSpread> family,
            final int count,
            final long seed) {
        final Random random = new Random(seed);
        final ImageStack stack = new ImageStack(SIZE, SIZE);
        for (int i = 0; i < count; i++)
            stack.addSlice("", family.apply(random).kernel().floats());
        return new ImagePlus(title, stack);
    }
}
