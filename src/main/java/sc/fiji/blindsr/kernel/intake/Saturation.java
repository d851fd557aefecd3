package sc.fiji.blindsr.kernel.intake;

import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;

/** Finds spots whose top is cut off because pixels were full. They are too wide, and nothing tells by how much. */
final class Saturation {

    /** Fewer pixels of the same value may be chance or symmetry. */
    private static final int FEWEST = 5;
    /** Counts below this repeat by chance. */
    private static final double FEWEST_COUNTS = 100;
    /**
     * Part of the area above half maximum that is flat. Of a Gaussian in 8 bits it is 0.003; above the upper limit the
     * kernel is a disc that was meant.
     */
    private static final double LEAST_FLAT = 0.1, DISC = 0.9;

    private Saturation() {}

    /** @throws UserError if the kernel consists of counts and has a flat top */
    static void check(final BlurKernel kernel) {
        if (!isCounts(kernel)) return;
        final double[] values = kernel.values();
        double top = 0;
        for (final double v : values) top = Math.max(top, v);
        final double half = (top + Rim.median(kernel.width(), kernel.height(), i -> values[i])) / 2;
        int flat = 0, above = 0;
        for (final double v : values) {
            if (v == top) flat++;
            if (v > half) above++;
        }
        if (top >= FEWEST_COUNTS && flat >= FEWEST && flat > LEAST_FLAT * above && flat < DISC * above)
            throw new UserError(
                    "kernel",
                    "it is saturated: " + flat + " pixels have its largest value, " + (long) top,
                    "a spot that fills no pixel of the camera is needed");
    }

    /** Whether all values are whole numbers, as cameras give them. */
    static boolean isCounts(final BlurKernel kernel) {
        for (final double v : kernel.values()) if (v != Math.rint(v)) return false;
        return true;
    }
}
