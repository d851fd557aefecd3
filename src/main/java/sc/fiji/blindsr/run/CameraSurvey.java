package sc.fiji.blindsr.run;

import java.awt.Rectangle;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.camera.PixelState;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.progress.Progress;

/**
 * The planes of a channel with what they tell about the camera: it is one for all, found on several planes, so that neither
 * the brightest nor a blank one decides.
 */
final class CameraSurvey {

    /** Number of planes that are looked at, evenly spread over all. */
    private static final int PLANES = 6;

    private final Channel channel;
    private final IntensityRange range;
    private final UserMask mask;
    private final CameraProfile profile;
    /** The plane that was read last: it is chosen, restored and judged one after the other. */
    private SoftReference<PlaneRead> last = new SoftReference<>(null);

    /**
     * A plane as it is understood.
     *
     * @param kernel its blur; null where it was not known
     * @param throughBlur with what the blur tells; as the observation where it was not known
     */
    private record PlaneRead(int plane, Observation observation, BlurKernel kernel, Observation throughBlur) {}

    /**
     * A channel whose camera is known.
     *
     * @param profile levels in [0,1]
     */
    CameraSurvey(final Channel channel, final IntensityRange range, final UserMask mask, final CameraProfile profile) {
        this.channel = channel;
        this.range = range;
        this.mask = mask;
        this.profile = profile;
    }

    /** @param givenNoise the noise if it is known, grey levels */
    CameraSurvey(
            final Channel channel,
            final IntensityRange range,
            final UserMask mask,
            final OptionalDouble givenNoise,
            final Progress progress) {
        this.channel = channel;
        this.range = range;
        this.mask = mask;
        profile = givenNoise.isPresent()
                ? CameraProfile.ofNoise(range.spanToUnit(givenNoise.getAsDouble()))
                : CameraProfile.of(some(progress), Planes.isEightBit(channel.image()), progress);
    }

    private List<Frame> some(final Progress progress) {
        final int[] planes = channel.planes().toArray();
        final int count = Math.min(PLANES, planes.length);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    if (count > 1) progress.update("Estimating the noise", i, count);
                    return frame(planes[(2 * i + 1) * planes.length / (2 * count)]);
                })
                .toList();
    }

    private Frame frame(final int plane) {
        final Frame frame = Frame.of(channel.read(plane, range));
        final boolean[] left = mask.of(plane);
        final float[] levels = frame.levels();
        for (int i = 0; left.length > 0 && i < levels.length; i++) if (left[i % left.length]) levels[i] = Float.NaN;
        return frame;
    }

    Channel channel() {
        return channel;
    }

    /** The map between the channel's grey levels and [0,1]. */
    IntensityRange range() {
        return range;
    }

    /** What was found of the camera; levels in [0,1]. */
    CameraProfile profile() {
        return profile;
    }

    /** The gradients of a part of a plane over the noise there. */
    double gradientSnr(final Observation pixels, final Rectangle part) {
        return GradientSnr.of(Planes.crop(pixels.levels(), part), noise(pixels, part));
    }

    /** The {@linkplain GradientSnr#ofMeans gradients of means of pixels} of a part of a plane over the noise there. */
    double gradientSnrOfMeans(final Observation pixels, final Rectangle part) {
        return GradientSnr.ofMeans(Planes.crop(pixels.levels(), part), noise(pixels, part));
    }

    private double noise(final Observation pixels, final Rectangle part) {
        double variance = 0;
        int n = 0;
        for (final FloatType weight : Views.flatIterable(Planes.crop(pixels.weights(), part)))
            if (weight.get() != 0) {
                variance += 1 / Math.abs(weight.get());
                n++;
            }
        return n == 0 ? profile.sigma() : profile.sigma() * Math.sqrt(variance / n);
    }

    /**
     * Reads one plane; what is given back is not to be changed.
     *
     * @param plane number of the plane in the image's stack, from 1
     */
    Observation read(final int plane) {
        final PlaneRead before = last.get();
        if (before != null && before.plane == plane) return before.observation;
        final Observation observation = profile.observe(frame(plane));
        last = new SoftReference<>(new PlaneRead(plane, observation, null, observation));
        return observation;
    }

    /**
     * Reads one plane whose blur {@linkplain CameraProfile#throughBlur is known}; what is given back is not to be changed.
     *
     * @param plane number of the plane in the image's stack, from 1
     * @param kernel its blur on the fine grid
     * @param scale the scale factor
     * @param progress may cancel
     */
    Observation read(final int plane, final BlurKernel kernel, final int scale, final Progress progress) {
        final PlaneRead before = last.get();
        if (before != null && before.plane == plane && kernel.equals(before.kernel)) return before.throughBlur;
        final Observation observation = read(plane),
                through = profile.throughBlur(observation, kernel, scale, progress);
        last = new SoftReference<>(new PlaneRead(plane, observation, kernel, through));
        return through;
    }

    /**
     * Why each pixel of a plane is masked, or that it is not: X×Y values.
     *
     * @param plane number of the plane in the image's stack, from 1
     * @param kernel its blur on the fine grid, if it is known
     * @param scale the scale factor
     * @param progress may cancel
     */
    PixelState[] states(final int plane, final Optional<BlurKernel> kernel, final int scale, final Progress progress) {
        final PixelState[] states = kernel.isPresent()
                ? profile.states(frame(plane), kernel.get(), scale, progress)
                : profile.states(frame(plane));
        final boolean[] left = mask.of(plane);
        for (int i = 0; i < left.length; i++) if (left[i]) states[i] = PixelState.LEFT_OUT;
        return states;
    }
}
