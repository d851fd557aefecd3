package sc.fiji.blindsr.estimate.amortized;

import java.util.stream.IntStream;

/**
 * What the network says at each place of an image: the mean and the precision of each of the entries that describe the blur.
 * Neighbours lie {@code stride} pixels apart, and each sees a square of {@code fieldOfView} pixels.
 *
 * @param maps the network's output: the entries' means and then their log-precisions
 * @param entries how many entries there are
 * @param stride low-resolution pixels between neighbours
 * @param fieldOfView low-resolution pixels that one sees, along each axis
 * @param surest {@link ReaderHead#surest}
 */
record Experts(FeatureMaps maps, int entries, int stride, int fieldOfView, float surest) {

    /** Number of places. */
    int count() {
        return maps.width() * maps.height();
    }

    /** Column of the middle of what expert i sees, low-resolution pixels from the middle of pixel 0. */
    double x(final int i) {
        return i % maps.width() * stride + (fieldOfView - 1) / 2.0;
    }

    /** Its row. */
    double y(final int i) {
        return i / maps.width() * stride + (fieldOfView - 1) / 2.0;
    }

    /**
     * The experts in whose middle something is known.
     *
     * @param known whether something is known of each pixel of the image
     * @param width of the image
     */
    int[] known(final boolean[] known, final int width) {
        return IntStream.range(0, count())
                .filter(i -> known[(int) y(i) * width + (int) x(i)])
                .toArray();
    }

    /** What expert i says of an entry. */
    double mean(final int i, final int entry) {
        return maps.values()[entry * count() + i];
    }

    /** How sure it is. */
    double precision(final int i, final int entry) {
        return Math.exp(Math.max(-surest, Math.min(surest, maps.values()[(entry + entries) * count() + i])));
    }
}
