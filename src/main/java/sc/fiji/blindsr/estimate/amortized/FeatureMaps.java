package sc.fiji.blindsr.estimate.amortized;

/**
 * Images of one size, one for each channel: what a convolutional layer takes and gives.
 *
 * @param channels number of channels
 * @param width columns of each
 * @param height rows of each
 * @param values channel after channel, row after row; an array may be longer than needed
 */
public record FeatureMaps(int channels, int width, int height, float[] values) {

    /** Checks that there are enough values. */
    public FeatureMaps {
        if (channels < 1 || width < 1 || height < 1 || values.length < (long) channels * width * height)
            throw new IllegalArgumentException(
                    channels + " channels of " + width + "×" + height + " do not fit " + values.length + " values.");
    }

    /** Where a row of a channel begins. */
    int start(final int channel, final int row) {
        return (channel * height + row) * width;
    }

    /** Copies a window that is as large as other maps into them. */
    void copyWindow(final int column, final int row, final FeatureMaps window) {
        for (int c = 0; c < channels; c++)
            for (int y = 0; y < window.height; y++)
                System.arraycopy(values, start(c, row + y) + column, window.values, window.start(c, y), window.width);
    }

    /** Copies other maps into a window of these. */
    void pasteWindow(final int column, final int row, final FeatureMaps window) {
        for (int c = 0; c < channels; c++)
            for (int y = 0; y < window.height; y++)
                System.arraycopy(window.values, window.start(c, y), values, start(c, row + y) + column, window.width);
    }
}
