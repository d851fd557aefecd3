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
import sc.fiji.blindsr.progress.Progress;

/**
 * Kernels of a user's own optics, prepared for training: no value below 0, sum 1, K×K, centre of mass at (K − s)/2. One in
 * ten is held out, to see whether the flow has learned the family or only the kernels it was trained with.
 * <p>
 * Training augments them: a kernel k is mixed with its nearest neighbour k′ to (1 − t) k + t k′, t uniform in [0, ½). Such a
 * mix of nearly equal point-spread functions is again nearly one. Kernels are neither turned nor mirrored, since the prior
 * is to learn the directions of optics and motion; nor are they moved, since their place is fixed.
 */
final class MeasuredKernels {

    /** Fewer than this do not show what the kernels have in common. */
    static final int FEWEST_KERNELS = 10;

    private static final int HELD_OUT_STEP = 10;
    /** Part of a kernel's light outside K×K, which is cut off: more brings a warning, or an error. */
    private static final double CUT_OFF_TO_WARN_OF = 0.05, LARGEST_CUT_OFF = 0.5;

    private final List<double[]> training = new ArrayList<>();
    private final List<double[]> heldOut = new ArrayList<>();
    private final int[] mostSimilar;
    private double largestCutOff;
    private int planeOfLargestCutOff;

    /**
     * @param scale the scale factor s; K = min(4s + 3, 21)
     * @param kernels point-spread functions of any size
     * @param progress may cancel
     * @throws UserError if they are too few, one has no light, or more than half of its light outside K×K
     */
    MeasuredKernels(final int scale, final List<BlurKernel> kernels, final Progress progress) {
        if (kernels.size() < FEWEST_KERNELS)
            throw new UserError(
                    "kernels",
                    kernels.size() + " were given; a stack of at least " + FEWEST_KERNELS
                            + " is needed, and some hundred are better.");
        final List<double[]> all = new ArrayList<>();
        for (final BlurKernel kernel : kernels) {
            progress.update("Centring kernels", all.size(), kernels.size());
            all.add(fit(kernel, scale, all.size() + 1));
        }
        // A stack often has an order: every tenth kernel might be special.
        Collections.shuffle(all, new Random(1));
        for (int i = 0; i < all.size(); i++) (i % HELD_OUT_STEP == 0 ? heldOut : training).add(all.get(i));
        mostSimilar = new int[training.size()];
    }

    private double[] fit(final BlurKernel kernel, final int scale, final int plane) {
        final int size = BlurKernel.sizeFor(scale);
        try {
            final BlurKernel framed =
                    KernelCentre.centred(kernel.withoutNegatives(), scale).framed(size, size);
            final double lost = 1 - framed.sum();
            if (lost > LARGEST_CUT_OFF)
                throw new UserError(
                        "kernels",
                        String.format(
                                Locale.ROOT,
                                "%.0f %% of its light lie outside of %d×%d pixels, the size for scale factor %d",
                                100 * lost,
                                size,
                                size,
                                scale));
            if (lost > largestCutOff) {
                largestCutOff = lost;
                planeOfLargestCutOff = plane;
            }
            // What was cut off has moved the centre; and the spline, by which it is moved, falls below 0 beside sharp
            // edges.
            return KernelCentre.centred(framed, scale, size)
                    .withoutNegatives()
                    .normalised()
                    .values();
        } catch (final UserError e) {
            throw e.as("kernels", "plane " + plane + ": ");
        }
    }

    /** A new random kernel, K×K row by row. */
    double[] draw(final Random random) {
        final int i = random.nextInt(training.size());
        final double[] kernel = training.get(i).clone(), other = training.get(mostSimilar(i));
        final double t = random.nextDouble() / 2;
        for (int j = 0; j < kernel.length; j++) kernel[j] += t * (other[j] - kernel[j]);
        return kernel;
    }

    /** The training kernel with the smallest squared difference from another; it is searched once. */
    private int mostSimilar(final int of) {
        if (mostSimilar[of] > 0) return mostSimilar[of] - 1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < training.size(); i++) {
            if (i == of) continue;
            double squares = 0;
            for (int j = 0; j < training.get(i).length && squares < least; j++)
                squares += Math.pow(training.get(i)[j] - training.get(of)[j], 2);
            if (squares >= least) continue;
            least = squares;
            mostSimilar[of] = i + 1; // 0 is not yet looked for
        }
        return mostSimilar[of] - 1;
    }

    /** The kernels that are not trained with. */
    List<double[]> heldOut() {
        return heldOut;
    }

    /** The logit transform for these kernels. */
    LogitTransform code() {
        return LogitTransform.forMaximum(Math.max(maximum(training), maximum(heldOut)));
    }

    private static double maximum(final List<double[]> kernels) {
        return kernels.stream().mapToDouble(LogitTransform::maximum).max().orElseThrow();
    }

    /** A description for the metadata of the prior. */
    String description() {
        return (training.size() + heldOut.size()) + " kernels, " + heldOut.size() + " of them held out";
    }

    /** A warning if much of a kernel's light was cut off. */
    Optional<String> warning() {
        return largestCutOff > CUT_OFF_TO_WARN_OF
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "kernels: up to %.0f %% of the light (plane %d) lies outside of the array and was cut off",
                        100 * largestCutOff,
                        planeOfLargestCutOff))
                : Optional.empty();
    }
}
