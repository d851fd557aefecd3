package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.pixel.Luminance;
import sc.fiji.blindsr.pixel.Pixels;

/** Converts an image's channels to what the methods take: three channels, or luminance. */
public final class Channels {

    /** Number of channels that the networks take. */
    static final int COLOURS = 3;

    private Channels() {}

    /**
     * The values, channel by channel, of an image X×Y×C, C = 1 or 3. A grey channel is repeated three times, since
     * the networks take colour images.
     *
     * @return 3·X·Y values
     */
    static <T extends RealType<T>> float[] threeOf(final RandomAccessibleInterval<T> image) {
        final float[] channels = Pixels.floats(image);
        final int plane = (int) (image.dimension(0) * image.dimension(1));
        final float[] values = Arrays.copyOf(channels, COLOURS * plane);
        for (int i = channels.length; i < values.length; i++) values[i] = values[i - plane];
        return values;
    }

    /** The {@link Luminance} of an image X×Y×C, C = 1 or 3. */
    public static <T extends RealType<T>> float[] luminanceOf(final RandomAccessibleInterval<T> image) {
        final int n = (int) (image.dimension(0) * image.dimension(1));
        final boolean coloured = image.dimension(2) == COLOURS;
        final float[] luminance = new float[n];
        final double[] pixels = Pixels.doubles(image);
        for (int i = 0; i < pixels.length; i++)
            luminance[i % n] += (float) ((coloured ? Luminance.share(i / n) : 1) * pixels[i]);
        return luminance;
    }

    /**
     * Where something is known of all channels.
     *
     * @param weights those of {@link EstimationProblem#weights}
     * @return X·Y values
     */
    public static boolean[] known(final RandomAccessibleInterval<FloatType> weights) {
        final boolean[] known = allKnown((int) (weights.dimension(0) * weights.dimension(1)));
        final float[] channels = Pixels.floats(weights);
        for (int i = 0; i < channels.length; i++) known[i % known.length] &= channels[i] != 0;
        return known;
    }

    /** The same of an image of which all is known. */
    public static boolean[] allKnown(final int pixels) {
        final boolean[] known = new boolean[pixels];
        Arrays.fill(known, true);
        return known;
    }

    /** Standard deviation of the luminance's noise over that of the channels'. */
    static double noiseOfLuminance(final long channels) {
        return channels == COLOURS ? Luminance.noise() : 1;
    }
}
