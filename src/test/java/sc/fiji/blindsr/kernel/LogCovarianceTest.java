package sc.fiji.blindsr.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogCovarianceTest {

    /** The kernel's pixels know nothing of θ's convention: their moments decide it. */
    @Test
    void aGaussianHasTheMomentsOfItsPixels() {
        for (int scale = 1; scale <= 4; scale++)
            for (final double theta : new double[] {0, 0.4, 1.3, 2, 3}) {
                final AnisotropicGaussian gaussian = new AnisotropicGaussian(7, 3, theta);
                final double[] expected = moments(gaussian.sampled(41, 20.3, 19.6), scale);
                final LogCovariance log = LogCovariance.ofGaussian(gaussian, scale);
                assertArrayEquals(expected, log.covariance(), 1e-6);
                assertEqual(log, LogCovariance.ofCovariance(expected[0], expected[1], expected[2]), 1e-6);
                assertEqual(log, LogCovariance.ofKernel(gaussian.sampled(41, 20.3, 19.6), scale), 1e-6);
            }
    }

    @Test
    void aDiagonalCovarianceHasTheLogarithmsOfItsEntries() {
        assertEqual(new LogCovariance(Math.log(2), Math.log(5), 0), LogCovariance.ofCovariance(2, 5, 0), 1e-12);
        assertEqual(new LogCovariance(Math.log(3), Math.log(3), 0), LogCovariance.ofCovariance(3, 3, 0), 1e-12);
        assertEqual(new LogCovariance(0, 0, 0), LogCovariance.ofCovariance(1, 1, 0), 0);
    }

    /** Any three numbers are a blur. */
    @Test
    void logarithmAndExponentialAreInverse() {
        final Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            final LogCovariance log =
                    new LogCovariance(2 * random.nextGaussian(), 2 * random.nextGaussian(), random.nextGaussian());
            final double[] c = log.covariance();
            assertEqual(log, LogCovariance.ofCovariance(c[0], c[1], c[2]), 1e-9);
            assertEqual(log, LogCovariance.ofGaussian(log.gaussian(3), 3), 1e-9);
        }
    }

    @Test
    void viewsOfAKernelHaveViewsOfItsCovariance() {
        final BlurKernel kernel = new AnisotropicGaussian(6, 2, 0.5).sampled(31, 15, 15);
        final double[] mirrored = new double[31 * 31], transposed = new double[31 * 31];
        for (int y = 0; y < 31; y++)
            for (int x = 0; x < 31; x++) {
                mirrored[y * 31 + 30 - x] = kernel.get(x, y);
                transposed[x * 31 + y] = kernel.get(x, y);
            }
        final LogCovariance log = LogCovariance.ofKernel(kernel, 2);
        assertEqual(
                new LogCovariance(log.xx(), log.yy(), -log.xy()),
                LogCovariance.ofKernel(BlurKernel.square(mirrored), 2),
                1e-9);
        assertEqual(
                new LogCovariance(log.yy(), log.xx(), log.xy()),
                LogCovariance.ofKernel(BlurKernel.square(transposed), 2),
                1e-9);
    }

    @Test
    void aMatrixThatIsNoCovarianceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> LogCovariance.ofCovariance(1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> LogCovariance.ofCovariance(-1, 2, 0));
    }

    /** Second central moments in low-resolution pixels²: xx, yy, xy. */
    private static double[] moments(final BlurKernel kernel, final int scale) {
        double sum = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++) {
                final double v = kernel.get(x, y);
                sum += v;
                mx += v * x;
                my += v * y;
                xx += v * x * x;
                yy += v * y * y;
                xy += v * x * y;
            }
        mx /= sum;
        my /= sum;
        final double area = scale * scale;
        return new double[] {(xx / sum - mx * mx) / area, (yy / sum - my * my) / area, (xy / sum - mx * my) / area};
    }

    private static void assertEqual(final LogCovariance expected, final LogCovariance actual, final double delta) {
        assertEquals(expected.xx(), actual.xx(), delta);
        assertEquals(expected.yy(), actual.yy(), delta);
        assertEquals(expected.xy(), actual.xy(), delta);
    }
}
