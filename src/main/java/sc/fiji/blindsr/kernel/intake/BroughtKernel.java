package sc.fiji.blindsr.kernel.intake;

import java.util.List;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * A kernel that somebody brings, with what was done to it. Immutable.
 *
 * @param kernel the weights as they are now; not normalised
 * @param done what was put right, each a clause: "a background of 100 grey levels was subtracted"
 * @param doubts reasons not to trust it that could not be put right, each a clause
 */
public record BroughtKernel(BlurKernel kernel, List<String> done, List<String> doubts) {

    /** Part of the light that may be lost of a kernel whose rim was put right, and of one that is clean. */
    private static final double LOST = 1e-3, EXACT = 1e-5;
    /** Side up to which an array costs little time. */
    private static final int SMALL = 41;
    /** Arrays of which a smaller part shows light are mostly dark. */
    private static final double LIT = 0.5;

    /** A kernel as it came. */
    public BroughtKernel(final BlurKernel kernel) {
        this(kernel, List.of(), List.of());
    }

    /**
     * Looks at the pixels of a kernel of any origin. Light in the four corners is moved to the middle, and a background is
     * subtracted. Negative lobes and cut-off flanks are doubts.
     *
     * @throws UserError if it is saturated or shows more than one spot
     */
    public static BroughtKernel checked(final BlurKernel kernel) {
        // A box has no flanks, and no pixel that could show a background.
        if (Spot.isConstant(kernel)) return new BroughtKernel(kernel);
        Saturation.check(kernel);
        BroughtKernel brought = FourierOrder.undone(new BroughtKernel(kernel));
        brought = Background.removed(brought);
        Spot.checkSingle(brought.kernel);
        return Flanks.doubted(brought);
    }

    /**
     * The kernel in an array that is no larger than it must be. One that was left as it came stays so, unless it is too large or
     * most of its rows and columns are dark.
     *
     * @param largest number of columns and rows at the most
     * @param scale the scale factor
     */
    public BroughtKernel trimmed(final int largest, final int scale) {
        final int side = Math.max(kernel.width(), kernel.height());
        if (done.isEmpty() && side <= SMALL) return this;
        final BlurKernel trimmed = Trim.of(kernel, done.isEmpty() ? EXACT : LOST, largest, scale);
        if (!done.isEmpty()) return new BroughtKernel(trimmed, done, doubts);
        return side <= largest && trimmed.width() > LIT * side
                ? this
                : after(
                        "of its " + kernel.width() + "×" + kernel.height() + " pixels, only the " + trimmed.width()
                                + "×" + trimmed.height() + " that hold its light were taken",
                        trimmed);
    }

    /** The kernel after something was put right. */
    public BroughtKernel after(final String what, final BlurKernel changed) {
        return new BroughtKernel(changed, with(done, what), doubts);
    }

    /** The kernel with one more reason not to trust it. */
    public BroughtKernel doubted(final String why) {
        return new BroughtKernel(kernel, done, with(doubts, why));
    }

    private static List<String> with(final List<String> before, final String more) {
        return Stream.concat(before.stream(), Stream.of(more)).toList();
    }
}
