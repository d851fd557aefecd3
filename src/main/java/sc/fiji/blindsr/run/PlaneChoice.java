package sc.fiji.blindsr.run;

import java.awt.Rectangle;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.NoiseLevel;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.progress.Progress;

/**
 * The plane of a channel on which its kernel is estimated. The user names it, or it is the one whose region has the highest
 * {@linkplain GradientSnr gradients over its own noise}, the first of equals: in a stack of sections the one in focus, in a
 * time series the brightest. Its noise is taken for that of the whole channel, so that all planes of a channel are treated
 * alike.
 *
 * @param plane number of the plane in the image's stack, from 1
 * @param region the part of the plane to look at
 * @param noise standard deviation of the noise, grey levels in [0,1]
 * @param snr the region's gradients over the noise
 */
record PlaneChoice(Channel channel, int plane, Rectangle region, double noise, double snr) {

    /**
     * Looks at the planes of a channel, one after the other.
     *
     * @param named the plane that the user named, if any
     * @param givenNoise the noise if it is known, grey levels in [0,1]
     */
    static PlaneChoice of(
            final Channel channel,
            final OptionalInt named,
            final IntensityRange range,
            final Region region,
            final OptionalDouble givenNoise,
            final Progress progress) {
        final int[] planes = named.isPresent()
                ? new int[] {named.getAsInt()}
                : channel.planes().toArray();
        Optional<PlaneChoice> best = Optional.empty();
        for (int i = 0; i < planes.length; i++) {
            if (planes.length > 1) progress.update("Choosing a plane", i, planes.length);
            final PlaneChoice choice = of(channel, planes[i], range, region, givenNoise);
            if (best.isEmpty() || choice.snr > best.get().snr) best = Optional.of(choice);
        }
        return best.orElseThrow();
    }

    private static PlaneChoice of(
            final Channel channel,
            final int plane,
            final IntensityRange range,
            final Region region,
            final OptionalDouble givenNoise) {
        final ArrayImg<FloatType, FloatArray> pixels = channel.read(plane, range);
        final double noise = givenNoise.orElseGet(() -> NoiseLevel.of(pixels));
        final Rectangle part = region.in(pixels);
        return new PlaneChoice(channel, plane, part, noise, GradientSnr.of(Planes.crop(pixels, part), noise));
    }
}
