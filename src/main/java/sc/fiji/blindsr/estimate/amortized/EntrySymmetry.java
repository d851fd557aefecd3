package sc.fiji.blindsr.estimate.amortized;

/**
 * What becomes of a number that describes a blur when the image is turned or mirrored: it stays or changes its sign (the
 * four one-dimensional representations of the square's symmetries). A symmetry is numbered as in {@link TurnedWeights}.
 */
enum EntrySymmetry {
    /** Stays, as the blur's size. */
    SAME(false, false),
    /** Changes its sign where rows and columns are swapped, as the difference of the widths along x and y. */
    AXES(true, false),
    /** Changes its sign in a mirror, as the difference of the widths along both diagonals. */
    DIAGONALS(false, true),
    /** Changes its sign at either: a sense of turning. */
    TURN(true, true);
    private final boolean whereSwapped, whereMirrored;

    EntrySymmetry(final boolean whereSwapped, final boolean whereMirrored) {
        this.whereSwapped = whereSwapped;
        this.whereMirrored = whereMirrored;
    }

    /** 1, or −1 where a symmetry changes the sign. */
    float sign(final int symmetry) {
        final boolean swaps = (symmetry & 4) != 0, mirrors = ((symmetry & 1) ^ (symmetry >> 1 & 1)) != 0;
        return (whereSwapped && swaps) != (whereMirrored && mirrors) ? -1 : 1;
    }
}
