package sc.fiji.blindsr.camera;

import java.util.Random;

/**
 * What a camera makes of the light that falls on it. Grey levels are those of the ideal image, in [0,1]; the recorded image is
 * in the same unit, so that a camera without any fault records what is there.
 *
 * @param photons mean number of photons at grey level 1; 0 for light without photon noise
 * @param read standard deviation of the read noise, grey levels
 * @param offset grey level that the camera adds
 * @param exposure factor of the light; above 1, bright parts are clipped
 * @param bits bit depth of the recorded image; 0 for no rounding
 * @param rows standard deviation of an offset that each row has, grey levels
 * @param hot share of pixels that are hot (bright whatever the light) or dead
 * @param cosmics share of pixels that a cosmic ray hit
 * @param bayer whether colours are seen through a Bayer mosaic and interpolated
 * @param smoothing whether the camera smooths its image with (1 2 1)/4
 * @param jpeg JPEG quality, 1…100; 0 for none
 */
public record Camera(
        double photons,
        double read,
        double offset,
        double exposure,
        int bits,
        double rows,
        double hot,
        double cosmics,
        boolean bayer,
        boolean smoothing,
        int jpeg) {

    /** Records what is there. */
    public static final Camera IDEAL = new Camera(0, 0, 0, 1, 0, 0, 0, 0, false, false, 0);

    /** White noise of a standard deviation (grey levels in [0,1]) and rounding to some bits. */
    public static Camera noisy(final double read, final int bits) {
        return new Camera(0, read, 0, 1, bits, 0, 0, 0, false, false, 0);
    }

    /** A camera to learn from: a third are clean, a third have white noise, the others all that cameras have. */
    public static Camera random(final Random random) {
        final double turn = random.nextDouble();
        if (turn < 0.33) return noisy(0, random.nextDouble() < 0.7 ? 8 : 16);
        final double read = logUniform(random, 0.3, 15) / 255;
        if (turn < 0.66) return noisy(read, random.nextDouble() < 0.7 ? 8 : 12);
        Camera camera = noisy(random.nextDouble() < 0.5 ? 0 : read / 3, random.nextDouble() < 0.5 ? 8 : 12);
        final int faults = 1 + random.nextInt(2);
        for (int i = 0; i < faults; i++)
            camera = switch (random.nextInt(7)) {
                case 0, 1 -> camera.withPhotons(logUniform(random, 20, 3000), 0.1 * random.nextDouble());
                case 2 -> camera.withJpeg(50 + random.nextInt(49));
                case 3 -> camera.withMosaic(random.nextDouble() < 0.7);
                case 4 ->
                    camera.withDefects(
                            logUniform(random, 2e-4, 1e-2),
                            random.nextDouble() < 0.4 ? logUniform(random, 2e-4, 4e-3) : 0);
                case 5 -> camera.withRows(logUniform(random, 0.3, 6) / 255);
                default -> camera.withExposure(logUniform(random, 1, 2));
            };
        return camera;
    }

    private static double logUniform(final Random random, final double from, final double to) {
        return from * Math.pow(to / from, random.nextDouble());
    }

    /** The same with photon noise and an offset. */
    public Camera withPhotons(final double newPhotons, final double newOffset) {
        return new Camera(newPhotons, read, newOffset, exposure, bits, rows, hot, cosmics, bayer, smoothing, jpeg);
    }

    /** The same with JPEG compression. */
    public Camera withJpeg(final int quality) {
        return new Camera(photons, read, offset, exposure, 8, rows, hot, cosmics, bayer, smoothing, quality);
    }

    /** The same with correlated noise: of a Bayer mosaic, or of smoothing. */
    public Camera withMosaic(final boolean ofBayer) {
        final double noise = Math.max(read, 1.0 / 255);
        return new Camera(photons, noise, offset, exposure, bits, rows, hot, cosmics, ofBayer, !ofBayer, jpeg);
    }

    /** The same with pixels that lie. */
    public Camera withDefects(final double newHot, final double newCosmics) {
        return new Camera(photons, read, offset, exposure, bits, rows, newHot, newCosmics, bayer, smoothing, jpeg);
    }

    /** The same with a noise of its rows. */
    public Camera withRows(final double deviation) {
        return new Camera(photons, read, offset, exposure, bits, deviation, hot, cosmics, bayer, smoothing, jpeg);
    }

    /** The same with another exposure. */
    public Camera withExposure(final double factor) {
        return new Camera(photons, read, offset, factor, bits, rows, hot, cosmics, bayer, smoothing, jpeg);
    }

    /**
     * Records an image.
     *
     * @param light grey levels, row by row, one channel
     * @return a new array; recorded grey levels are not below 0, and not above 1 where they are rounded
     */
    public float[] record(final float[] light, final int width, final int height, final Random random) {
        float[] image = new float[light.length];
        for (int i = 0; i < image.length; i++) image[i] = (float) Math.max(0, exposure * light[i]);
        if (bayer) image = Mosaic.record(image, width, height, this::noisy, random);
        else noisy(image, random);
        if (smoothing) image = smoothed(image, width, height);
        addRows(image, width, height, random);
        addDefects(image, width, height, random);
        for (int i = 0; i < image.length; i++) image[i] = rounded(image[i] + offset);
        return jpeg > 0 ? Jpeg.compressed(image, width, height, jpeg) : image;
    }

    /** Adds photon and read noise. */
    private void noisy(final float[] image, final Random random) {
        for (int i = 0; i < image.length; i++) {
            double level = image[i];
            if (photons > 0) level = poisson(level * photons, random) / photons;
            image[i] = (float) (read > 0 ? level + read * random.nextGaussian() : level);
        }
    }

    /** A Poisson number; where there are many photons, a normal one of the same variance. */
    static double poisson(final double mean, final Random random) {
        if (mean > 40) return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        final double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; count++) product *= random.nextDouble();
        return count;
    }

    private static float[] smoothed(final float[] image, final int width, final int height) {
        final float[] out = new float[image.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int dy = -1; dy <= 1; dy++)
                    for (int dx = -1; dx <= 1; dx++)
                        sum += (2 - dx * dx)
                                * (2 - dy * dy)
                                * image[
                                        Math.max(0, Math.min(height - 1, y + dy)) * width
                                                + Math.max(0, Math.min(width - 1, x + dx))];
                out[y * width + x] = sum / 16;
            }
        return out;
    }

    private void addRows(final float[] image, final int width, final int height, final Random random) {
        if (rows == 0) return;
        for (int y = 0; y < height; y++) {
            final double shift = rows * random.nextGaussian();
            for (int x = 0; x < width; x++) image[y * width + x] += shift;
        }
    }

    private void addDefects(final float[] image, final int width, final int height, final Random random) {
        for (double n = hot * image.length * 2 * random.nextDouble(); n > random.nextDouble(); n--)
            image[random.nextInt(image.length)] =
                    random.nextDouble() < 0.2 ? 0 : (float) (0.4 + 1.6 * random.nextDouble());
        for (double n = cosmics * image.length * 2 * random.nextDouble(); n > random.nextDouble(); n--) {
            double x = width * random.nextDouble(), y = height * random.nextDouble();
            final double angle = 2 * Math.PI * random.nextDouble(), charge = 0.3 + 2 * random.nextDouble();
            for (int length = 1 + random.nextInt(5); length > 0; length--) {
                if (x >= 0 && x < width && y >= 0 && y < height) image[(int) y * width + (int) x] += charge;
                x += Math.cos(angle);
                y += Math.sin(angle);
            }
        }
    }

    private float rounded(final double level) {
        if (bits == 0) return (float) level;
        final double steps = (1L << bits) - 1;
        return (float) (Math.rint(Math.max(0, Math.min(1, level)) * steps) / steps);
    }
}
