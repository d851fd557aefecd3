package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a camera makes of a noise-free low-resolution image: its effects, one after the other.
 *
 * @param effects in the order of light's way into the file
 */
public record Camera(List<Effect> effects) {

    /** Shares of the cameras for training: clean ones, and those with read noise only; the rest has other effects. */
    private static final double CLEAN = 0.35, READ_NOISE = 0.35;

    /** How often a training camera has a certain effect in addition to its main one. */
    private static final double BESIDES = 0.12;

    /** Copies the effects. */
    public Camera {
        effects = List.copyOf(effects);
    }

    /** A camera of these effects. */
    public static Camera of(final Effect... effects) {
        return new Camera(List.of(effects));
    }

    /**
     * A camera for training: 35 % only round to 8 or 16 bits, 35 % add white noise of 0.3 to 15 grey levels of 255, and 30 %
     * have one or several of photon noise, JPEG, Bayer mosaic, defective pixels, cosmic rays, row noise, gain and offset,
     * saturation.
     */
    public static Camera random(final RandomGenerator random) {
        final double kind = random.nextDouble();
        if (kind < CLEAN) return of(new Digitisation(random.nextBoolean() ? 8 : 16));
        if (kind < CLEAN + READ_NOISE) return of(new ReadNoise(logUniform(0.3, 15, random) / 255), depth(random));
        return withDefects(random);
    }

    private static Camera withDefects(final RandomGenerator random) {
        final int main = random.nextInt(8);
        final boolean[] has = new boolean[8];
        for (int i = 0; i < has.length; i++) has[i] = i == main || random.nextDouble() < BESIDES;
        final boolean shot = has[0], jpeg = has[1], bayer = has[2], defective = has[3];
        final boolean cosmic = has[4], rows = has[5], exposed = has[6], saturated = has[7];

        final List<Effect> effects = new ArrayList<>();
        if (saturated) effects.add(new Exposure(random.nextDouble(1.2, 3), 0));
        if (bayer) effects.add(new BayerMosaic());
        if (shot) effects.add(new ShotNoise(logUniform(20, 3000, random)));
        if (exposed) effects.add(new Exposure(logUniform(0.1, 1, random), random.nextDouble(0.2)));
        // Sensors with defects are seldom without noise.
        if (random.nextDouble() < 0.7) effects.add(new ReadNoise(logUniform(0.1, 6, random) / 255));
        if (rows) effects.add(new RowNoise(logUniform(0.5, 6, random) / 255));
        if (cosmic) effects.add(new CosmicRays(logUniform(2e-5, 1e-3, random)));
        if (defective) effects.add(new DefectivePixels(logUniform(1e-4, 3e-3, random), logUniform(1e-5, 1e-3, random)));
        effects.add(depth(random));
        if (bayer) effects.add(new Demosaicing(false));
        if (jpeg) effects.add(new Jpeg(random.nextInt(50, 99)));
        else if (bayer) effects.add(new Digitisation(8));
        return new Camera(effects);
    }

    /** Mostly 8 bits, else 12 or 16. */
    private static Digitisation depth(final RandomGenerator random) {
        final double share = random.nextDouble();
        return new Digitisation(share < 0.6 ? 8 : share < 0.8 ? 12 : 16);
    }

    private static double logUniform(final double least, final double most, final RandomGenerator random) {
        return least * Math.exp(random.nextDouble() * Math.log(most / least));
    }

    /**
     * Takes a picture, with a sensor of its own.
     *
     * @param scene the noise-free image, in shares of full scale; stays as it is
     */
    public Frame record(final Frame scene, final RandomGenerator random) {
        return record(scene, random, random);
    }

    /**
     * Takes a picture.
     *
     * @param scene the noise-free image, in shares of full scale; stays as it is
     * @param random where the picture's own chance comes from
     * @param sensor where that of the sensor comes from: of the same state for each of its pictures
     */
    public Frame record(final Frame scene, final RandomGenerator random, final RandomGenerator sensor) {
        Frame frame = scene.copy();
        for (final Effect effect : effects) frame = effect.apply(frame, effect.isOfSensor() ? sensor : random);
        return frame;
    }
}
