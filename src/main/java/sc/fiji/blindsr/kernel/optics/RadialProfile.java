package sc.fiji.blindsr.kernel.optics;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.CubicSpline;
import sc.fiji.blindsr.progress.Progress;

/** A round function of the plane, tabulated along its radius; between the samples the cubic spline, beyond them 0. */
final class RadialProfile {

    /** Samples between two looks at whether the user has had enough. */
    private static final int AT_ONCE = 16;

    private final double step;
    private final double[] samples;
    private final CubicSpline spline;

    /**
     * @param step distance of the samples
     * @param radius of the last sample
     * @param function the value at a radius; may take long
     * @param progress told how many samples are done; may cancel
     */
    RadialProfile(final double step, final double radius, final DoubleUnaryOperator function, final Progress progress) {
        this.step = step;
        samples = new double[(int) Math.ceil(radius / step) + 1];
        for (int start = 0; start < samples.length; start += AT_ONCE) {
            progress.update("Diffraction", start, samples.length);
            IntStream.range(start, Math.min(start + AT_ONCE, samples.length))
                    .parallel()
                    .forEach(i -> samples[i] = function.applyAsDouble(i * step));
        }
        spline = new CubicSpline(samples); // mirrored at 0, as a round function is
    }

    double radius() {
        return step * (samples.length - 1);
    }

    double at(final double r) {
        return r > radius() ? 0 : Math.max(0, spline.at(r / step));
    }

    /** The integral over the disc up to a radius, divided by that over all that was tabulated. */
    double encircled(final double radius) {
        double inside = 0, all = 0;
        for (int i = 0; i < samples.length; i++) {
            final double ring = samples[i] * i;
            all += ring;
            if (i * step <= radius) inside += ring;
        }
        return inside / all;
    }

    /** The radius of the disc that holds a part of all that was tabulated. */
    double radiusOf(final double part) {
        double all = 0, inside = 0;
        for (int i = 0; i < samples.length; i++) all += samples[i] * i;
        for (int i = 0; i < samples.length; i++) {
            inside += samples[i] * i;
            if (inside >= part * all) return i * step;
        }
        return radius();
    }
}
