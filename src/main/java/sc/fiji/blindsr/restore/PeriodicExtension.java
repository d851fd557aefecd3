package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.pixel.Mirror;

/**
 * Continues an image beyond its edges so that it becomes periodic, for methods that take boundaries as circular. Along
 * each axis either nothing is added, for images that are periodic already, or the image is mirrored at both edges, edge
 * pixels included, and the two mirror images are blended where they meet. Mirroring fits the image formation: with a
 * symmetric kernel, blurring the mirrored image gives the mirrored blurred image.
 */
final class PeriodicExtension {

    /** Fraction of the added pixels, at either end, that one mirror image has alone: blending keeps away from the edges. */
    private static final double UNBLENDED = 0.25;

    /**
     * One axis.
     *
     * @param length number of pixels of the image
     * @param before number of pixels that are added in front of them
     * @param period number of pixels of the continued image
     */
    record Axis(int length, int before, int period) {

        /** Nothing is added. */
        static Axis periodic(final int length) {
            return new Axis(length, 0, length);
        }

        /**
         * The image is mirrored.
         *
         * @param margin smallest number of pixels added on each side
         * @param multiple divisor of both the number of pixels in front and the period
         */
        static Axis mirrored(final int length, final int margin, final int multiple) {
            final int before = roundedUp(margin, multiple);
            return new Axis(length, before, roundedUp(before + length + margin, multiple));
        }

        private static int roundedUp(final int number, final int multiple) {
            return (number + multiple - 1) / multiple * multiple;
        }

        /** Copies one line of an image and continues it; pixels of a line lie {@code step} apart. */
        private void extend(final float[] from, final int first, final float[] to, final int start, final int step) {
            final int added = period - length;
            for (int i = 0; i < length; i++) to[start + (before + i) * step] = from[first + i * step];
            for (int i = 0; i < added; i++) {
                // From the end of the image to its next period, one mirror image fades out and the other fades in.
                final double fraction = (i + 0.5) / added,
                        blended = Math.max(0, Math.min(1, (fraction - UNBLENDED) / (1 - 2 * UNBLENDED)));
                final double incoming = 0.5 - 0.5 * Math.cos(Math.PI * blended);
                to[start + Math.floorMod(before + length + i, period) * step] =
                        (float) ((1 - incoming) * from[first + Mirror.aboutEdges(length + i, length) * step]
                                + incoming * from[first + Mirror.aboutEdges(i - added, length) * step]);
            }
        }
    }

    private final Axis x;
    private final Axis y;

    PeriodicExtension(final Axis x, final Axis y) {
        this.x = x;
        this.y = y;
    }

    /** Number of columns of the continued image. */
    int width() {
        return x.period;
    }

    /** Number of rows of the continued image. */
    int height() {
        return y.period;
    }

    /**
     * Continues an image.
     *
     * @param planes its values, plane by plane, row by row
     * @return the same of {@link #width()}×{@link #height()} pixels
     */
    float[] extended(final float[] planes) {
        final int count = planes.length / (x.length * y.length);
        final float[] wide = new float[count * y.length * x.period];
        for (int row = 0; row < count * y.length; row++) x.extend(planes, row * x.length, wide, row * x.period, 1);
        final float[] all = new float[count * y.period * x.period];
        for (int plane = 0; plane < count; plane++)
            for (int column = 0; column < x.period; column++)
                y.extend(
                        wide,
                        plane * y.length * x.period + column,
                        all,
                        plane * y.period * x.period + column,
                        x.period);
        return all;
    }

    /**
     * The image's part of a continued image that has been enlarged.
     *
     * @param planes values of s·width×s·height pixels, plane by plane, row by row
     * @param scale the scale factor s
     */
    float[] cropped(final float[] planes, final int scale) {
        final int width = scale * x.length, height = scale * y.length, wide = scale * x.period, high = scale * y.period;
        final float[] inner = new float[planes.length / (wide * high) * width * height];
        for (int row = 0; row < inner.length / width; row++)
            System.arraycopy(
                    planes,
                    (row / height * high + scale * y.before + row % height) * wide + scale * x.before,
                    inner,
                    row * width,
                    width);
        return inner;
    }
}
