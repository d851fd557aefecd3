package sc.fiji.blindsr.camera;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.pixel.NeighbourMeans;
import sc.fiji.blindsr.progress.Progress;

/**
 * What the planes of an image tell about the camera that took them, and the planes as they are to be understood: which pixels
 * lie, and how much noise each of the others has.
 *
 * @param noise how the noise grows with the light; levels as those of the planes
 * @param sigma the one number for the noise, its standard deviation at the median of the levels that have noise
 * @param lines what is wrong with rows and columns, and is put right
 * @param kind where the noise comes from
 * @param jpeg the blocks of a JPEG file; null if the image was none, or if its planes were cut out of theirs at different places
 */
public record CameraProfile(NoiseModel noise, double sigma, LineFaults lines, Kind kind, JpegGrid jpeg)
        implements Serializable {

    /** What the noise is, besides that of each pixel by itself. */
    public enum Kind {
        /** The user said how much it is. */
        GIVEN("given"),
        /** Each pixel has its own. */
        WHITE("independent from pixel to pixel"),
        /** The image was a JPEG file. */
        JPEG("of JPEG compression"),
        /** The same of quality 65 and less, in which so much is lost that widths are read wrong by a third. */
        STRONG_JPEG("of strong JPEG compression"),
        /** The image was a JPEG file, and noisier before than the file made it. */
        NOISY_JPEG("of a JPEG file, most of which was there before"),
        /** The image was interpolated from a Bayer mosaic. */
        MOSAIC("spread over neighbours by demosaicing"),
        /** The image was smoothed after it had been taken. */
        SMOOTHED("smoothed, so that little of it is left in the finest structures");

        private final String text;

        Kind(final String text) {
            this.text = text;
        }

        /** Whether the noise of each pixel is its own, as far as is known. */
        public boolean isIndependent() {
            return this == WHITE || this == GIVEN;
        }

        /** Whether it is what a JPEG file's own steps made of the image. */
        public boolean isCompression() {
            return this == JPEG || this == STRONG_JPEG;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Half the width of the square over which levels are averaged to find their noise. */
    private static final int SMOOTHING = 2;
    /** What lies further from 0 is no light: its square would take all precision from sums of squares. */
    private static final float LARGEST_LEVEL = 1e6f;
    /** Smallest variance of a pixel's noise over σ². */
    private static final double SMALLEST_VARIANCE = 1e-3;

    /** The profile of a camera whose noise is known and the same everywhere. */
    public static CameraProfile ofNoise(final double sigma) {
        return constant(sigma, LineFaults.NONE, Kind.GIVEN);
    }

    static CameraProfile constant(final double sigma, final LineFaults lines, final Kind kind) {
        return new CameraProfile(NoiseModel.constant(sigma), sigma, lines, kind, null);
    }

    /** As {@link #of(List, boolean, Progress)}, without progress. */
    public static CameraProfile of(final List<Frame> planes, final boolean eightBits) {
        return of(planes, eightBits, Progress.NONE);
    }

    /**
     * The profile of the camera that took some planes.
     *
     * @param planes levels in about [0,1]; are changed where they lie
     * @param eightBits whether the levels are shares of 255
     * @param progress large planes take seconds; may cancel
     */
    public static CameraProfile of(final List<Frame> planes, final boolean eightBits, final Progress progress) {
        return new CameraTraces(planes, eightBits, progress).profile();
    }

    /** Marks levels that no camera gives, and lines that show nothing, as missing data. */
    static void takeOutImpossible(final Frame plane) {
        final float[] levels = plane.levels();
        for (int i = 0; i < levels.length; i++) if (Math.abs(levels[i]) > LARGEST_LEVEL) levels[i] = Float.NaN;
        DeadLines.takeOut(plane);
    }

    /** Pixels that say nothing, or are saturated. */
    boolean[] excluded(final Frame plane, final Saturation saturation) {
        final boolean[] excluded = plane.missing();
        for (int i = 0; i < excluded.length; i++)
            excluded[i] |= saturation.saturated()[i] || saturation.drawn()[i];
        new Defects(plane, noise, Math.max(EightBitRounding.STANDARD_DEVIATION, ofQuietBlocks(plane)), excluded).find();
        return excluded;
    }

    /** What was given may be less than there is; defects are seen against what there is. */
    private double ofQuietBlocks(final Frame plane) {
        return kind == Kind.GIVEN ? QuietNoise.sigma(List.of(plane)) : 0;
    }

    /**
     * A plane as it is to be understood.
     *
     * @param plane a plane of the camera, NaN = missing data; is changed where it lies
     */
    public Observation observe(final Frame plane) {
        return observed(plane, look(plane));
    }

    private Observation observed(final Frame plane, final PixelState[] states) {
        final boolean[] unknown = new boolean[states.length];
        int defective = 0;
        for (int i = 0; i < states.length; i++) {
            unknown[i] = states[i].compareTo(PixelState.SATURATED) > 0;
            if (states[i] == PixelState.DEFECTIVE) defective++;
        }
        Inpainting.fill(plane, unknown);
        final float[] weights = weights(plane);
        for (int i = 0; i < weights.length; i++)
            if (unknown[i]) weights[i] = 0;
            else if (states[i] == PixelState.SATURATED) weights[i] = -weights[i];
        return observation(plane, weights, defective);
    }

    /** Puts lines right, and says why each value is masked, or that it is not: X×Y×C values. */
    private PixelState[] look(final Frame plane) {
        takeOutImpossible(plane);
        final Saturation saturation = new Saturation(plane, noise).shiftedBack(lines.shift());
        lines.putRightIn(plane);
        final boolean[] excluded = excluded(plane, saturation);
        final PixelState[] states = new PixelState[excluded.length];
        for (int i = 0; i < states.length; i++) {
            if (!excluded[i]) states[i] = PixelState.SOUND;
            else if (Float.isNaN(plane.levels()[i])) states[i] = PixelState.MISSING;
            else if (saturation.saturated()[i]) states[i] = PixelState.SATURATED;
            else states[i] = saturation.drawn()[i] ? PixelState.DRAWN_OVER : PixelState.DEFECTIVE;
        }
        return states;
    }

    private static Observation observation(final Frame plane, final float[] weights, final int defective) {
        final boolean[] lies = new boolean[plane.area()];
        for (int i = 0; i < weights.length; i++) lies[i % lies.length] |= weights[i] <= 0;
        int masked = 0;
        for (final boolean lie : lies) if (lie) masked++;
        final long[] size = {plane.width(), plane.height(), plane.channels()};
        return new Observation(
                ArrayImgs.floats(plane.levels(), size), ArrayImgs.floats(weights, size), masked, defective);
    }

    /**
     * An observed plane when its blur is known. If its camera has defects, pixels that no image with this blur could have are
     * masked too: on edges and in texture, nothing else tells them.
     *
     * @param pixels a plane of the camera; stays as it is
     * @param kernel its blur on the fine grid
     * @param scale the scale factor
     * @param progress sharp images of many defects take seconds; may cancel
     */
    public Observation throughBlur(
            final Observation pixels, final BlurKernel kernel, final int scale, final Progress progress) {
        if (pixels.defective() == 0 || !kind.isIndependent()) return pixels;
        final Frame plane = Frame.of(pixels.levels()).copy();
        final float[] weights =
                pixels.weights().update(null).getCurrentStorageArray().clone();
        final double least = Math.max(EightBitRounding.STANDARD_DEVIATION, Math.max(sigma, ofQuietBlocks(plane)));
        int defective = pixels.defective();
        for (int from = 0; from < weights.length; from += plane.area()) {
            final int to = from + plane.area();
            final float[] levels = Arrays.copyOfRange(plane.levels(), from, to),
                    of = Arrays.copyOfRange(weights, from, to);
            defective += ImplausiblePixels.find(levels, of, plane.width(), kernel, scale, least, progress);
            System.arraycopy(levels, 0, plane.levels(), from, levels.length);
            System.arraycopy(of, 0, weights, from, of.length);
        }
        return observation(plane, weights, defective);
    }

    /**
     * Why each pixel of a plane is masked, or that it is not.
     *
     * @param plane a plane of the camera, NaN = missing data; is changed where it lies
     * @return X×Y values; where its channels differ, the pixel has the state that the enumeration names last
     */
    public PixelState[] states(final Frame plane) {
        return ofPixels(plane, look(plane));
    }

    /**
     * The same when the blur is known.
     *
     * @param kernel its blur on the fine grid
     * @param scale the scale factor
     * @param progress may cancel
     */
    public PixelState[] states(final Frame plane, final BlurKernel kernel, final int scale, final Progress progress) {
        final PixelState[] looked = look(plane), states = ofPixels(plane, looked);
        final float[] weights = throughBlur(observed(plane, looked), kernel, scale, progress)
                .weights()
                .update(null)
                .getCurrentStorageArray();
        for (int i = 0; i < weights.length; i++) {
            final int pixel = i % states.length;
            if (weights[i] == 0 && states[pixel].compareTo(PixelState.DRAWN_OVER) < 0)
                states[pixel] = PixelState.DEFECTIVE;
        }
        return states;
    }

    private static PixelState[] ofPixels(final Frame plane, final PixelState[] ofValues) {
        final PixelState[] states = Arrays.copyOf(ofValues, plane.area());
        for (int i = states.length; i < ofValues.length; i++) {
            final int pixel = i % states.length;
            if (ofValues[i].compareTo(states[pixel]) > 0) states[pixel] = ofValues[i];
        }
        return states;
    }

    private float[] weights(final Frame plane) {
        final float[] weights = new float[plane.levels().length];
        if (noise.b() == 0) {
            Arrays.fill(weights, 1);
            return weights;
        }
        final float[] smooth = NeighbourMeans.of(plane.levels(), plane.width(), plane.height(), SMOOTHING);
        for (int i = 0; i < weights.length; i++)
            weights[i] = (float) (1 / Math.max(SMALLEST_VARIANCE, noise.variance(smooth[i]) / (sigma * sigma)));
        return weights;
    }
}
