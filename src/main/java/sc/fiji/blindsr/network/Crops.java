package sc.fiji.blindsr.network;

import java.util.Arrays;

/**
 * Square crops of an image, which may overlap.
 *
 * @param size width and height of each, pixels
 * @param lefts first column of each
 * @param tops first row of each
 */
public record Crops(int size, int[] lefts, int[] tops) {

    /** Number of crops. */
    public int count() {
        return lefts.length;
    }

    /**
     * The crops' values.
     *
     * @param planes the image, 3×H×W
     * @param width its number of columns W
     * @param height its number of rows H
     * @return N×3×size×size
     */
    public float[] cutFrom(final float[] planes, final int width, final int height) {
        final float[] values = new float[count() * PatchDiscriminator.CHANNELS * size * size];
        int to = 0;
        for (int i = 0; i < count(); i++)
            for (int c = 0; c < PatchDiscriminator.CHANNELS; c++)
                for (int y = 0; y < size; y++, to += size)
                    System.arraycopy(planes, (c * height + tops[i] + y) * width + lefts[i], values, to, size);
        return values;
    }

    /**
     * The positions of the crops after a valid correlation of which every s-th pixel is kept.
     *
     * @param scale the scale factor s, of which their positions are multiples
     * @param smaller their size after it
     */
    public Crops sampled(final int scale, final int smaller) {
        return new Crops(
                smaller,
                Arrays.stream(lefts).map(x -> x / scale).toArray(),
                Arrays.stream(tops).map(y -> y / scale).toArray());
    }

    /**
     * The weight of each place in a mean over all crops, for maps that are narrower than the image and the crops.
     *
     * @param width number of columns of the image
     * @param height number of rows of the image
     * @param narrower number of pixels by which it is narrower, in either direction; 0 or more
     * @return (height − narrower) × (width − narrower) values with sum 1: how many crops cover a place, over the number
     *         of places in all crops
     */
    float[] shares(final int width, final int height, final int narrower) {
        final int columns = width - narrower, rows = height - narrower, window = size - narrower;
        // Corners of the windows first, then sums along rows and columns.
        final float[] sums = new float[(rows + 1) * (columns + 1)];
        for (int i = 0; i < count(); i++) {
            final int first = tops[i] * (columns + 1) + lefts[i], below = first + window * (columns + 1);
            sums[first]++;
            sums[first + window]--;
            sums[below]--;
            sums[below + window]++;
        }
        final float[] shares = new float[rows * columns];
        final float places = (float) count() * window * window;
        final float[] above = new float[columns];
        for (int y = 0; y < rows; y++) {
            float row = 0;
            for (int x = 0; x < columns; x++) {
                row += sums[y * (columns + 1) + x];
                above[x] += row;
                shares[y * columns + x] = above[x] / places;
            }
        }
        return shares;
    }
}
