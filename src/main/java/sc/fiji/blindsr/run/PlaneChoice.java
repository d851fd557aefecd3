package sc.fiji.blindsr.run;

import java.awt.Rectangle;
import java.util.OptionalDouble;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.NoiseLevel;
import sc.fiji.blindsr.progress.Progress;

/**
 * Where a channel shows its blur best: the plane whose region has the highest {@linkplain GradientSnr contrast} over its own
 * noise, the first of equals. In a stack of sections that is the one in focus, in a time series the brightest. Its noise is
 * taken for that of the whole channel, so that all planes of a channel are treated alike.
 *
 * @param plane number of the plane in the image's stack, from 1
 * @param region the part of the plane to look at
 * @param noise standard deviation of the noise, grey levels in [0,1]
 * @param contrast the region's contrast
 */
record PlaneChoice(Channel channel, int plane, Rectangle region, double noise, double contrast) {

    /**
     * Looks at all planes of a channel, one after the other.
     *
     * @param given the noise if it is known, grey levels in [0,1]
     */
    public static PlaneChoice best(
            final Channel channel,
            final IntensityRange range,
            final Region region,
            final OptionalDouble given,
            final Progress progress) {
        final int[] planes = channel.planes().toArray();
        PlaneChoice best = null;
        for (int i = 0; i < planes.length; i++) {
            if (planes.length > 1) progress.update("Choosing a plane", i, planes.length);
            final ArrayImg<FloatType, FloatArray> pixels = channel.read(planes[i], range);
            final double noise = given.orElseGet(() -> NoiseLevel.of(pixels));
            final Rectangle part = region.in(pixels);
            final double contrast = GradientSnr.of(Region.cut(pixels, part), noise);
            if (best == null || contrast > best.contrast)
                best = new PlaneChoice(channel, planes[i], part, noise, contrast);
        }
        return best;
    }
}
