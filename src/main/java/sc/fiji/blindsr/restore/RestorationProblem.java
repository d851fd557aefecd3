package sc.fiji.blindsr.restore;

import java.io.Serializable;
import sc.fiji.blindsr.camera.JpegGrid;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelSpread;

/**
 * Input of a restorer besides the image.
 *
 * @param kernel the blur kernel, of odd size, with sum 1 and centred for the scale factor
 * @param spread how far the kernel's figures may be off, for methods that make allowance for it; null where nothing is known of
 *     that
 * @param field the blur over the field, for methods that {@linkplain Restorer#takesField take} it; null where it is the kernel
 *     everywhere
 * @param scale the scale factor s
 * @param grid where low-resolution pixels lie on the high-resolution grid
 * @param noise standard deviation of the noise, grey levels in [0,1]
 * @param jpeg the blocks of the JPEG file that the image was, for methods that know better what such noise is; null if it was none
 * @param steps number of steps of Richardson-Lucy; 0 = until the residual is noise
 * @param smoothness weight of its total variation
 * @param device the device for methods with networks
 */
public record RestorationProblem(
        BlurKernel kernel,
        KernelSpread spread,
        BlurField field,
        int scale,
        Grid grid,
        double noise,
        JpegGrid jpeg,
        int steps,
        double smoothness,
        DeviceChoice device)
        implements Serializable {

    /** With the same blur everywhere. */
    public RestorationProblem(
            final BlurKernel kernel,
            final int scale,
            final Grid grid,
            final double noise,
            final int steps,
            final double smoothness,
            final DeviceChoice device) {
        this(kernel, null, null, scale, grid, noise, null, steps, smoothness, device);
    }

    /** With what Richardson-Lucy does by itself. */
    public RestorationProblem(
            final BlurKernel kernel, final int scale, final Grid grid, final double noise, final DeviceChoice device) {
        this(kernel, scale, grid, noise, 0, 0, device);
    }

    /** The same with another kernel, everywhere. */
    public RestorationProblem with(final BlurKernel other) {
        return new RestorationProblem(other, spread, null, scale, grid, noise, jpeg, steps, smoothness, device);
    }

    /** The same with another noise. */
    RestorationProblem withNoise(final double other) {
        return new RestorationProblem(kernel, spread, field, scale, grid, other, jpeg, steps, smoothness, device);
    }

    /** The same for noise that each pixel has by itself. */
    public RestorationProblem withWhiteNoise() {
        return new RestorationProblem(kernel, spread, field, scale, grid, noise, null, steps, smoothness, device);
    }

    /** The size K of the square that holds the kernel, or all kernels of the field. */
    int size() {
        final int own = Math.max(kernel.width(), kernel.height());
        return field == null ? own : Math.max(own, field.kernelSize(scale));
    }

    /** K×K weights, row by row, with which the image formation correlates. */
    double[] correlated() {
        return grid.correlated(kernel.framed(size(), size()).values());
    }
}
