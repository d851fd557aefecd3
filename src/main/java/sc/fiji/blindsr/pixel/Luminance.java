package sc.fiji.blindsr.pixel;

import java.util.stream.DoubleStream;

/** How bright a colour is seen: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), as JPEG files have it. */
public final class Luminance {

    private static final double RED = 0.299, GREEN = 0.587, BLUE = 0.114;

    private Luminance() {}

    /** That of a colour, in its unit. */
    public static double of(final double red, final double green, final double blue) {
        return RED * red + GREEN * green + BLUE * blue;
    }

    /** The share of a colour: 0 = red, 1 = green, 2 = blue. */
    public static double share(final int colour) {
        return colour == 0 ? RED : colour == 1 ? GREEN : BLUE;
    }

    /** Standard deviation of its noise over that of each of the three colours. */
    public static double noise() {
        return Math.sqrt(
                DoubleStream.of(RED, GREEN, BLUE).map(share -> share * share).sum());
    }
}
