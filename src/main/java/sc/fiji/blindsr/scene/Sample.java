package sc.fiji.blindsr.scene;

import sc.fiji.blindsr.kernel.LogCovariance;

/**
 * A low-resolution image and the blur that it was made with.
 *
 * @param low size×size grey levels from 0 to 1, as the camera recorded them
 * @param size number of columns and of rows
 * @param scale the scale factor s
 * @param blur the Gaussian's log-covariance, in low-resolution pixels². The K×K array that blurred the image cuts the
 *          Gaussian's tails off: its own moments are smaller, at ×2 by 4 % in the mean
 */
public record Sample(float[] low, int size, int scale, LogCovariance blur) {

    /** The three numbers to be learned: the blur's entries xx, yy, xy. */
    public double[] logCovariance() {
        return new double[] {blur.xx(), blur.yy(), blur.xy()};
    }
}
