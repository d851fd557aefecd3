package sc.fiji.blindsr.prior;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;

/**
 * Kernels of a user's own optics, made fit to train with: no value below 0, sum 1, K×K, centre of mass at (K − s)/2. One in
 * ten is held out, to see whether the flow has learned the family or only the kernels shown to it.
 * <p>
 * Between the kernels there are others. They are made by mixing a kernel with the one that is most like it, t : 1 − t with
 * t up to a half: of nearly equal point-spread functions such a mix is one again. Kernels are not turned or mirrored, since
 * optics and motion have their directions and the prior is to know them; nor moved, since their place is fixed.
 */
final class MeasuredKernels {

    /** With fewer there is no family to be learned. */
    static final int FEWEST = 10;

    private static final int ONE_HELD_OUT_IN = 10;
    /** How much of a kernel's light may lie outside K×K: without a word, and at all. */
    private static final double WORTH_A_WARNING = 0.05, TOO_MUCH = 0.5;

    private final List<double[]> shown = new ArrayList<>();
    private final List<double[]> heldOut = new ArrayList<>();
    private final int[] likest;
    private double cutOff;
    private int mostCut;

    /**
     * @param scale the scale factor s; K = min(4s + 3, 21)
     * @param kernels point-spread functions of any size
     * @throws IllegalArgumentException if they are too few, one has no light, or more than half of its light outside K×K
     */
    MeasuredKernels(final int scale, final List<BlurKernel> kernels) {
        if (kernels.size() < FEWEST)
            throw new UserError(
                    "kernels",
                    kernels.size() + " were given; a stack of at least " + FEWEST
                            + " is needed, and some hundred are better.");
        final List<double[]> all = new ArrayList<>();
        for (final BlurKernel kernel : kernels) all.add(fit(kernel, scale, all.size() + 1));
        // The order of a stack often means something; every tenth might be one of a kind.
        Collections.shuffle(all, new Random(1));
        for (int i = 0; i < all.size(); i++) (i % ONE_HELD_OUT_IN == 0 ? heldOut : shown).add(all.get(i));
        likest = new int[shown.size()];
    }

    private double[] fit(final BlurKernel kernel, final int scale, final int plane) {
        final int size = BlurKernel.sizeFor(scale);
        final double[] light = kernel.values();
        for (int i = 0; i < light.length; i++) light[i] = Math.max(0, light[i]);
        try {
            final BlurKernel framed = KernelCentre.framed(
                    KernelCentre.centred(new BlurKernel(kernel.width(), kernel.height(), light), scale), size);
            final double lost = 1 - framed.sum();
            if (lost > TOO_MUCH)
                throw new UserError(
                        "kernels",
                        String.format(
                                Locale.ROOT,
                                "%.0f %% of its light lie outside of %d×%d pixels, the size for scale factor %d",
                                100 * lost,
                                size,
                                size,
                                scale));
            if (lost > cutOff) {
                cutOff = lost;
                mostCut = plane;
            }
            // What was cut off has moved the centre.
            return KernelCentre.centred(framed, scale, size).values();
        } catch (final UserError e) {
            throw e.as("kernels", "plane " + plane + ": ");
        }
    }

    /** A fresh kernel, K×K row by row. */
    double[] draw(final Random random) {
        final int i = random.nextInt(shown.size());
        final double[] kernel = shown.get(i).clone(), other = shown.get(likest(i));
        final double t = random.nextDouble() / 2;
        for (int j = 0; j < kernel.length; j++) kernel[j] += t * (other[j] - kernel[j]);
        return kernel;
    }

    /** The kernel with the least squared difference; it is looked for once. */
    private int likest(final int of) {
        if (likest[of] > 0) return likest[of] - 1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < shown.size(); i++) {
            if (i == of) continue;
            double squares = 0;
            for (int j = 0; j < shown.get(i).length && squares < least; j++)
                squares += Math.pow(shown.get(i)[j] - shown.get(of)[j], 2);
            if (squares >= least) continue;
            least = squares;
            likest[of] = i + 1; // 0 is not yet looked for
        }
        return likest[of] - 1;
    }

    /** Those that are not trained with. */
    List<double[]> heldOut() {
        return heldOut;
    }

    /** The code for them. */
    LogitTransform code() {
        return LogitTransform.forMaximum(Math.max(maximum(shown), maximum(heldOut)));
    }

    private static double maximum(final List<double[]> kernels) {
        return kernels.stream().mapToDouble(LogitTransform::maximum).max().orElseThrow();
    }

    /** What they are, in words. */
    String description() {
        return (shown.size() + heldOut.size()) + " kernels, " + heldOut.size() + " of them held out";
    }

    /** What there is to be said against them. */
    Optional<String> warning() {
        return cutOff > WORTH_A_WARNING
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "kernels: up to %.0f %% of the light (plane %d) lies outside of the array and was cut off",
                        100 * cutOff,
                        mostCut))
                : Optional.empty();
    }
}
