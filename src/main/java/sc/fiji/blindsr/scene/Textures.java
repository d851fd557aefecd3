package sc.fiji.blindsr.scene;

import java.util.Random;

/** Textures with mean 0 and standard deviation 1. */
final class Textures {

    private Textures() {}

    /** A texture of any kind. */
    static float[] any(final Scene scene) {
        final double kind = scene.random.nextDouble();
        if (kind < 0.5) return field(scene, scene.uniform(0.3, 2.2));
        if (kind < 0.7) return grating(scene);
        if (kind < 0.85) return chequers(scene);
        return dots(scene);
    }

    /**
     * Noise whose amplitude falls with the frequency: a sum of octaves of noise, each at half the resolution of the one before,
     * interpolated.
     *
     * @param exponent 0 for white noise, 1 for the spectrum of photographs, 2 for clouds
     */
    static float[] field(final Scene scene, final double exponent) {
        final int n = scene.size;
        final float[] sum = new float[n * n];
        // along one axis more than along the other, as grass or water are
        final double stretch = scene.uniform(0.5, 1.8);
        for (int period = 1; period < n / 2; period *= 2) {
            final double amplitude = Math.pow(period, exponent - 1) * period;
            if (amplitude < 1e-3) continue;
            addNoise(sum, n, period, period * stretch, amplitude, scene.random);
        }
        return standardised(sum);
    }

    private static void addNoise(
            final float[] sum,
            final int n,
            final double stepX,
            final double stepY,
            final double amplitude,
            final Random random) {
        final int columns = (int) (n / stepX) + 3, rows = (int) (n / stepY) + 3;
        final float[] coarse = new float[columns * rows];
        for (int i = 0; i < coarse.length; i++) coarse[i] = (float) (amplitude * (random.nextDouble() - 0.5));
        final int[] column = new int[n];
        final float[] weight = new float[n];
        for (int x = 0; x < n; x++) {
            column[x] = (int) (x / stepX);
            final float t = (float) (x / stepX - column[x]);
            weight[x] = stepX <= 1 ? 0 : t * t * (3 - 2 * t);
        }
        for (int y = 0; y < n; y++) {
            final int row = (int) (y / stepY);
            final float t = (float) (y / stepY - row), v = stepY <= 1 ? 0 : t * t * (3 - 2 * t);
            for (int x = 0; x < n; x++) {
                final int i = row * columns + column[x];
                final float u = weight[x];
                final float top = coarse[i] + u * (coarse[i + 1] - coarse[i]);
                final float bottom = coarse[i + columns] + u * (coarse[i + columns + 1] - coarse[i + columns]);
                sum[y * n + x] += top + v * (bottom - top);
            }
        }
    }

    /** Parallel stripes, sharp or as a sine. */
    static float[] grating(final Scene scene) {
        final int n = scene.size;
        final double angle = scene.uniform(0, Math.PI), period = scene.logUniform(4, 40);
        final double cos = Math.cos(angle) / period, sin = Math.sin(angle) / period, duty = scene.uniform(0.2, 0.8);
        final boolean sharp = scene.chance(0.6);
        final float[] stripes = new float[n * n];
        for (int y = 0; y < n; y++)
            for (int x = 0; x < n; x++) {
                final double phase = x * cos + y * sin;
                stripes[y * n + x] =
                        sharp ? (phase - Math.floor(phase) < duty ? 1 : -1) : (float) Math.sin(2 * Math.PI * phase);
            }
        return standardised(stripes);
    }

    /** Squares or bricks. */
    static float[] chequers(final Scene scene) {
        final int n = scene.size;
        final double angle = scene.uniform(0, Math.PI), period = scene.logUniform(4, 40), ratio = scene.uniform(0.5, 3);
        final double cos = Math.cos(angle) / period, sin = Math.sin(angle) / period;
        final float[] squares = new float[n * n];
        for (int y = 0; y < n; y++)
            for (int x = 0; x < n; x++) {
                final long i = (long) Math.floor(2 * (x * cos + y * sin)),
                        j = (long) Math.floor(2 * (y * cos - x * sin) / ratio);
                squares[y * n + x] = (i + j) % 2 == 0 ? 1 : -1;
            }
        return standardised(squares);
    }

    /** Points, a little wider than a pixel. */
    static float[] dots(final Scene scene) {
        final int n = scene.size, count = (int) (n * n * scene.logUniform(0.0005, 0.02));
        final float[] points = new float[n * n];
        for (int i = 0; i < count; i++) points[scene.random.nextInt(n * n)] += (float) scene.random.nextGaussian();
        return standardised(Smoothing.gaussian(points, n, scene.uniform(0.6, 3)));
    }

    private static float[] standardised(final float[] values) {
        double sum = 0, squares = 0;
        for (final float v : values) {
            sum += v;
            squares += (double) v * v;
        }
        final double mean = sum / values.length,
                deviation = Math.sqrt(Math.max(1e-12, squares / values.length - mean * mean));
        for (int i = 0; i < values.length; i++) values[i] = (float) ((values[i] - mean) / deviation);
        return values;
    }
}
