package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;
import sc.fiji.blindsr.pixel.Luminance;

/**
 * Bilinear demosaicing of a {@link BayerMosaic}: each channel at each pixel is the weighted mean of those of its samples
 * that lie within one pixel, nearer ones counting double for each step.
 *
 * @param colour whether the result has three channels; else it is their luminance
 */
public record Demosaicing(boolean colour) implements Effect {

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final int area = frame.area();
        final float[] colours = new float[3 * area];
        for (int y = 0, i = 0; y < frame.height(); y++)
            for (int x = 0; x < frame.width(); x++, i++) interpolate(frame, x, y, colours, i);
        if (colour) return new Frame(colours, frame.width(), frame.height(), 3);
        return new Frame(luminance(colours, area), frame.width(), frame.height(), 1);
    }

    /** The luminance of three channels; a single channel is its own. */
    static float[] luminance(final float[] levels, final int area) {
        if (levels.length == area) return levels;
        final float[] grey = new float[area];
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < area; i++) grey[i] += (float) Luminance.share(c) * levels[c * area + i];
        return grey;
    }

    private static void interpolate(
            final Frame mosaic, final int x, final int y, final float[] colours, final int pixel) {
        final float[] sums = new float[3], weights = new float[3];
        for (int v = Math.max(0, y - 1); v <= Math.min(mosaic.height() - 1, y + 1); v++)
            for (int u = Math.max(0, x - 1); u <= Math.min(mosaic.width() - 1, x + 1); u++) {
                final int c = BayerMosaic.channel(u, v), weight = 4 >> Math.abs(u - x) + Math.abs(v - y);
                sums[c] += weight * mosaic.levels()[v * mosaic.width() + u];
                weights[c] += weight;
            }
        for (int c = 0; c < 3; c++) colours[c * mosaic.area() + pixel] = sums[c] / weights[c];
        // What the filter let through is known.
        colours[BayerMosaic.channel(x, y) * mosaic.area() + pixel] = mosaic.levels()[pixel];
    }
}
