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
     * The kernel in an array that is no larger than it must be. One that was left as it came, and is not too large, stays so.
     *
     * @param largest number of columns and rows at the most
     */
    public BroughtKernel trimmed(final int largest) {
        return done.isEmpty() && Math.max(kernel.width(), kernel.height()) <= largest
                ? this
                : new BroughtKernel(Trim.of(kernel, largest), done, doubts);
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
