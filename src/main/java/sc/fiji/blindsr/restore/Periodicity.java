package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.restore.PeriodicExtension.Axis;

/**
 * Chooses how an image is continued. A simulated image has often been blurred with circular boundaries: what the blur
 * brought from the opposite edge belongs to that edge, and mirroring would be wrong. The image itself shows which it is:
 * deconvolution rings where the edges do not fit the model. Both axes together decide: the image counts as periodic unless it
 * rings more so than mirrored.
 */
final class Periodicity {

    /** A quick restoration that takes boundaries as circular: plane in, enlarged plane out. */
    interface Deconvolution {

        float[] apply(float[] plane, int width, int height);
    }

    /** Width of the strip along each edge in which ringing is measured, low-resolution pixels. */
    private static final int BORDER = 4;

    /**
     * Ratio of gradient energies near the edges, periodic over mirrored, geometric mean of both axes, above which an image is not
     * periodic. On ten photographs at scale factors 2, 3 and 4, with noise of 0 and 3 grey levels of 255, this choice costs 0.00 and
     * 0.13 dB where the blur had been circular, and less than 0.01 dB where a rim had been cut off; always to mirror would cost 3.4
     * and 1.5 dB, and always to take images for periodic 4.8 and 3.8 dB.
     */
    private static final double LARGEST_RINGING_RATIO = 1.05;

    private final Deconvolution deconvolution;
    private final int scale;

    /** @param scale the scale factor s by which the deconvolution enlarges */
    Periodicity(final Deconvolution deconvolution, final int scale) {
        this.deconvolution = deconvolution;
        this.scale = scale;
    }

    /**
     * Chooses for one image.
     *
     * @param plane its values, row by row, the mean of its channels
     * @param x the mirrored continuation along rows
     * @param y the same along columns
     */
    PeriodicExtension of(final float[] plane, final Axis x, final Axis y) {
        final Axis periodicX = Axis.periodic(x.length()), periodicY = Axis.periodic(y.length());
        final float[] mirrored = deconvolved(plane, x, y);
        final int width = scale * x.length(), height = scale * y.length();
        final double ratioX =
                ringingX(deconvolved(plane, periodicX, y), width, height) / ringingX(mirrored, width, height);
        final double ratioY =
                ringingY(deconvolved(plane, x, periodicY), width, height) / ringingY(mirrored, width, height);
        return Math.sqrt(ratioX * ratioY) > LARGEST_RINGING_RATIO
                ? new PeriodicExtension(x, y)
                : new PeriodicExtension(periodicX, periodicY);
    }

    private float[] deconvolved(final float[] plane, final Axis x, final Axis y) {
        final PeriodicExtension extension = new PeriodicExtension(x, y);
        return extension.cropped(
                deconvolution.apply(extension.extended(plane), extension.width(), extension.height()), scale);
    }

    /** Energy of the gradient near the left and the right edge. */
    private double ringingX(final float[] plane, final int width, final int height) {
        final int border = Math.min(scale * BORDER, width);
        return energy(plane, width, 0, border, 0, height) + energy(plane, width, width - border, width, 0, height);
    }

    /** Energy of the gradient near the upper and the lower edge. */
    private double ringingY(final float[] plane, final int width, final int height) {
        final int border = Math.min(scale * BORDER, height);
        return energy(plane, width, 0, width, 0, border) + energy(plane, width, 0, width, height - border, height);
    }

    /** Sum of squared differences between neighbours in a part of a plane; ends not included. */
    private static double energy(
            final float[] plane, final int width, final int left, final int right, final int top, final int bottom) {
        double sum = 0;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++) {
                final int i = y * width + x;
                if (x > left) sum += Math.pow(plane[i] - plane[i - 1], 2);
                if (y > top) sum += Math.pow(plane[i] - plane[i - width], 2);
            }
        return sum;
    }
}
