package sc.fiji.blindsr.estimate.amortized;

import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.LogCovariance;

/**
 * How much narrower than it was read a blur is taken to be, where a kernel that is too wide costs more than one that is too
 * narrow.
 *
 * @param spreads by so many ±
 * @param widens whether the ± grows by as much
 */
record Caution(double spreads, boolean widens) {

    /**
     * At scale factor 1 nothing tells a scene's own softness from blur, and a kernel that is too wide by a quarter costs three times
     * as much as one that is too narrow by that. On 20 photographs and textures that no weight has seen, and 32 scenes, Sparse MAP's
     * results are 1.49 dB below those with the true kernel with 0, 1.28 with 0.5, 1.27 with 0.7 and 1.31 with 1; the photographs and
     * textures alone 0.36, 0.30, 0.34 and 0.43. With 0.5 the widths are right in the mean.
     */
    private static final Caution OF_SCALE_1 = new Caution(0.5, true), NONE = new Caution(0, false);

    /**
     * JPEG files may hide their blur. In them a scene's own softness may pass for blur, and a kernel that is too wide
     * sharpens what is left of the blocks. Of six files of quality 60 to 90 one was 5 dB worse than interpolation; with 2 it is as
     * good, with 3 better by 0.6 dB. Others gain less by it: on 21 files of quality 60 0.2 dB instead of 0.5.
     */
    private static final Caution OF_STRONG_JPEG = new Caution(2.5, true);

    /**
     * How much less sure the reading of a JPEG file is than the network says: on photographs that no weight has seen its ± would
     * hold in 34 to 52 % of the cases, at qualities from 50 to 95.
     */
    private static final double OF_JPEG = 1.5;

    /**
     * How much less sure it is where noise was smoothed after it was taken, and of JPEG files at scale factor 1. Of 33 and 20 images of
     * photographs and scenes that no weight has seen the ± held 26 and 12 % of the widths without; half of the errors were more than
     * 2.9 and 1.8 times as large.
     */
    private static final double OF_SMOOTHED = 3.5, OF_JPEG_AT_SCALE_1 = 2;

    /**
     * What interpolation of a colour mosaic adds to the variance of the blur, in the mean of the colours, low-resolution pixels²; the
     * network knows their luminance alone. And how much less sure it is then. On 30 photographs and textures at the scale factors 2 to
     * 4, widths were read 19, 22 and 32 % too large without it, and ± held in 27 to 42 % of the cases.
     */
    private static final double VARIANCE_OF_MOSAIC = 0.16, DOUBT_OF_MOSAIC = 2;

    /** No blur is taken to be narrower than this share of the variance that was read. */
    private static final double LEAST_LEFT = 0.3;

    /** The one for images that do not hide their blur. */
    static Caution usual(final int scale) {
        return scale == 1 ? OF_SCALE_1 : NONE;
    }

    /** The one for an image; at scale factor 1 blocks change nothing, since all blurs are taken to be narrower as it is. */
    static Caution of(final EstimationProblem problem) {
        return problem.scale() > 1 && problem.camera() == CameraProfile.Kind.STRONG_JPEG
                ? OF_STRONG_JPEG
                : usual(problem.scale());
    }

    /** What the network says, as sure as it is with such a camera. */
    static Reading doubted(final Reading seen, final CameraProfile.Kind camera) {
        return camera.isCompression() ? seen.widened(OF_JPEG) : seen;
    }

    /** How much less sure any reading is with such a camera; not for whether the image says little. */
    static double doubtOf(final CameraProfile.Kind camera, final int scale) {
        return switch (camera) {
            case SMOOTHED -> OF_SMOOTHED;
            case JPEG, STRONG_JPEG -> scale == 1 ? OF_JPEG_AT_SCALE_1 : 1;
            default -> 1;
        };
    }

    /** What the network says of an image that is a {@linkplain sc.fiji.blindsr.camera.MosaicMean mean of a mosaic's colours}. */
    static Reading ofMosaicMean(final Reading seen) {
        return seen.with(withoutMosaic(seen.mean())).widened(DOUBT_OF_MOSAIC);
    }

    /** A blur without what interpolation of a colour mosaic adds to it. */
    static LogCovariance withoutMosaic(final LogCovariance seen) {
        final AnisotropicGaussian read = seen.gaussian(1);
        return LogCovariance.ofGaussian(
                new AnisotropicGaussian(withoutMosaic(read.lambda1()), withoutMosaic(read.lambda2()), read.theta()), 1);
    }

    private static double withoutMosaic(final double variance) {
        return Math.max(LEAST_LEFT * variance, variance - VARIANCE_OF_MOSAIC);
    }

    /** By how much the logarithm of the widths is taken to be smaller than it was read. */
    double narrowing(final Reading seen) {
        return spreads * seen.relativeSpread();
    }

    /**
     * What is answered for a reading, without being narrower: its ± in pixels. A narrowed blur's would shrink with the blur, and no longer
     * reach back to what was read: in JPEG files of quality 50 and 65 it held in 38 and 36 % of the cases, and this one in 81 and 77 %.
     */
    Reading widened(final Reading seen) {
        return widens ? seen.widened(Math.hypot(1, spreads)) : seen;
    }

    /** What is answered for a reading. */
    Reading applied(final Reading seen) {
        return widened(seen).narrowed(narrowing(seen));
    }
}
