package sc.fiji.blindsr.run;

import java.awt.Rectangle;
import java.util.Optional;
import java.util.OptionalInt;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.progress.Progress;

/**
 * The plane of a channel on which its kernel is estimated. The user names it, or it is the one whose region has the highest
 * {@linkplain GradientSnr gradients over its noise}, the first of equals: in a stack of sections the one in focus.
 *
 * @param camera the channel and what is known of its camera
 * @param plane number of the plane in the image's stack, from 1
 * @param region the part of the plane to look at
 * @param snr the region's gradients over the noise; 0 if most of the plane is masked
 */
record PlaneChoice(CameraSurvey camera, int plane, Rectangle region, double snr) {

    /**
     * Looks at the planes of a channel, one after the other.
     *
     * @param named the plane that the user named, if any
     */
    static PlaneChoice of(
            final CameraSurvey camera, final OptionalInt named, final Region region, final Progress progress) {
        final int[] planes = named.isPresent()
                ? new int[] {named.getAsInt()}
                : camera.channel().planes().toArray();
        Optional<PlaneChoice> best = Optional.empty();
        for (int i = 0; i < planes.length; i++) {
            if (planes.length > 1) progress.update("Choosing a plane", i, planes.length);
            final PlaneChoice choice = of(camera, planes[i], region);
            if (best.isEmpty() || choice.snr > best.get().snr) best = Optional.of(choice);
        }
        return best.orElseThrow();
    }

    private static PlaneChoice of(final CameraSurvey camera, final int plane, final Region region) {
        final Observation pixels = camera.read(plane);
        final Rectangle part = region.in(pixels.levels());
        return new PlaneChoice(camera, plane, part, pixels.isNearlyAllMasked() ? 0 : camera.gradientSnr(pixels, part));
    }

    Channel channel() {
        return camera.channel();
    }

    /** The one number for the noise, grey levels in [0,1]. */
    double noise() {
        return camera.profile().sigma();
    }

    /** The plane itself. */
    Observation pixels() {
        return camera.read(plane);
    }
}
