package sc.fiji.blindsr.camera;

import java.util.random.RandomGenerator;

/**
 * Colour filters on the sensor, RGGB: of three channels, each pixel keeps one. A single channel stays as it is: a grey
 * object under white light.
 */
public record BayerMosaic() implements Effect {

    /** The channel that a pixel's filter lets through. */
    static int channel(final int x, final int y) {
        return (x & 1) + (y & 1);
    }

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        if (frame.channels() == 1) return frame;
        if (frame.channels() != 3)
            throw new IllegalArgumentException("A Bayer mosaic needs 1 or 3 channels, not " + frame.channels() + ".");
        final float[] mosaic = new float[frame.area()];
        for (int y = 0, i = 0; y < frame.height(); y++)
            for (int x = 0; x < frame.width(); x++, i++) mosaic[i] = frame.levels()[channel(x, y) * frame.area() + i];
        return new Frame(mosaic, frame.width(), frame.height(), 1);
    }
}
