package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.restore.PeriodicExtension.Axis;

/** How far {@link PeriodicUsrnet} continues an image beyond its edges. */
record UsrnetMargins(RestorationProblem problem) {

    /** Block size of the U-Net, high-resolution pixels along each axis: its three halvings make one pixel of a block. */
    private static final int BLOCK = 8;

    /** Smallest number of low-resolution pixels that are added at an edge. */
    private static final int SMALLEST = 6;

    /** The U-Net treats the pixels of a block differently: tiles must have the same blocks as the whole. */
    int step() {
        int step = 1;
        while (step * problem.scale() % BLOCK != 0) step++;
        return step;
    }

    /** The mirrored continuation along rows of this many low-resolution pixels. */
    Axis alongX(final int width) {
        return mirrored(width, problem.kernel().width());
    }

    /** The same along columns. */
    Axis alongY(final int height) {
        return mirrored(height, problem.kernel().height());
    }

    private Axis mirrored(final int length, final int kernelLength) {
        final int halfKernel = (kernelLength / 2 + problem.scale() - 1) / problem.scale();
        return Axis.mirrored(length, Math.max(SMALLEST, halfKernel), step());
    }
}
