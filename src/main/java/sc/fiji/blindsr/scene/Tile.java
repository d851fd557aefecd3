package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** A square of texture that continues periodically. */
final class Tile implements Texture {

    /** Width and height of tiles that cover leaves and the like, a power of two. */
    static final int SIZE = 512;

    private final int size;
    private final float[] values;

    private Tile(final int size, final float[] values) {
        this.size = size;
        this.values = standardised(values);
    }

    @Override
    public float at(final int x, final int y) {
        return values[(y & size - 1) * size + (x & size - 1)];
    }

    /**
     * A field whose spectrum's amplitude falls as 1/f^α, as that of natural images does with α about 1. It grows octave by
     * octave: the field so far is doubled in size, smoothly, and white noise is added.
     *
     * @param alpha α: 0 is white noise, 2 are clouds
     */
    static Tile powerLaw(final double alpha, final RandomGenerator random) {
        return powerLaw(SIZE, alpha, random);
    }

    /** Such a field that covers a canvas without repeating itself. */
    static Tile ground(final Canvas canvas, final double alpha, final RandomGenerator random) {
        return powerLaw(2 * Integer.highestOneBit(canvas.size() - 1), alpha, random);
    }

    private static Tile powerLaw(final int width, final double alpha, final RandomGenerator random) {
        // White noise of a grid twice as fine spreads over four times the area of the spectrum.
        final double growth = Math.pow(2, 1 - alpha);
        double strength = 1;
        float[] field = new float[4];
        for (int size = 4; size <= width; size *= 2) {
            field = doubled(field, size / 2);
            for (int i = 0; i < field.length; i++) field[i] += (float) (strength * noise(random));
            strength *= growth;
        }
        return new Tile(width, field);
    }

    /** Soft dots of either sign and of one width, few or many. */
    static Tile dots(final RandomGenerator random) {
        final Canvas canvas = new Canvas(SIZE);
        final double sigma = Draw.uniform(0.6, 2.5, random), density = Draw.logUniform(0.0005, 0.02, random);
        final int number = (int) Math.min(density * SIZE * SIZE, 0.5 * SIZE * SIZE / (sigma * sigma));
        for (int i = 0; i < number; i++)
            canvas.glow(random.nextDouble(SIZE), random.nextDouble(SIZE), sigma, random.nextGaussian());
        return new Tile(SIZE, canvas.levels());
    }

    /** Uniform noise: summed over octaves and pixels, it is as good as Gaussian noise, and quicker. */
    private static float noise(final RandomGenerator random) {
        return random.nextInt() * 0x1p-31f;
    }

    /** Twice as many rows and columns: quadratic B-splines, weights 1, 3, 3, 1, periodic. */
    private static float[] doubled(final float[] field, final int size) {
        final int wide = 2 * size;
        final float[] rows = new float[size * wide], result = new float[wide * wide];
        for (int y = 0; y < size; y++) {
            final int in = y * size, out = y * wide;
            for (int x = 0; x < size; x++) {
                final float here = 0.75f * field[in + x];
                rows[out + 2 * x] = here + 0.25f * field[in + (x + size - 1) % size];
                rows[out + 2 * x + 1] = here + 0.25f * field[in + (x + 1) % size];
            }
        }
        for (int y = 0; y < size; y++) {
            final int here = y * wide, above = (y + size - 1) % size * wide, below = (y + 1) % size * wide;
            for (int x = 0; x < wide; x++) {
                result[2 * here + x] = 0.75f * rows[here + x] + 0.25f * rows[above + x];
                result[2 * here + wide + x] = 0.75f * rows[here + x] + 0.25f * rows[below + x];
            }
        }
        return result;
    }

    /** Mean 0 and standard deviation 1, in place. */
    private static float[] standardised(final float[] values) {
        double sum = 0, squares = 0;
        for (final float v : values) {
            sum += v;
            squares += v * v;
        }
        final double mean = sum / values.length;
        final double deviation = Math.sqrt(squares / values.length - mean * mean) + 1e-9;
        for (int i = 0; i < values.length; i++) values[i] = (float) ((values[i] - mean) / deviation);
        return values;
    }
}
