package sc.fiji.blindsr.resolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.progress.Progress;

/** On a photograph of 512² pixels whose spectrum was cut off, grey levels 0 to 255. */
class ResolutionTest {

    private static final int IMAGES = 60;

    private static final double[][] PHOTOGRAPH = LowPass.photograph("src/test/resources/camera.png");

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.7, 0.9})
    void aSharpCutOffIsFound(final double cutoff) {
        final double[][] image = LowPass.filtered(PHOTOGRAPH, LowPass.sharp(cutoff));
        final Img<FloatType> first = LowPass.noisy(image, 1, 1), second = LowPass.noisy(image, 1, 2);
        assertEquals(cutoff, Decorrelation.of(first, Progress.NONE).frequency(), 0.05 * cutoff);
        assertEquals(cutoff, RingCorrelation.of(first, second, Progress.NONE).frequency(), 0.05 * cutoff);
    }

    /** The transfer function of optics goes to 0 before it is 0: what lies under the noise is not seen, and the more noise, the more. */
    @Test
    void underNoiseTheCutOffOfOpticsIsNotReached() {
        final double cutoff = 0.8;
        final double[][] image = LowPass.filtered(PHOTOGRAPH, LowPass.wideField(cutoff));
        double before = cutoff, frcBefore = cutoff;
        for (final double noise : new double[] {1, 3, 10}) {
            final Img<FloatType> first = LowPass.noisy(image, noise, 1);
            final double found = Decorrelation.of(first, Progress.NONE).frequency(),
                    frc =
                            RingCorrelation.of(first, LowPass.noisy(image, noise, 2), Progress.NONE)
                                    .frequency();
            assertTrue(found > 0.1 && found < before, noise + ": " + found + " after " + before);
            assertTrue(frc > 0.1 && frc < frcBefore, noise + ": " + frc + " after " + frcBefore);
            before = found;
            frcBefore = frc;
        }
    }

    /** The image with itself, as far as the calibration holds: in images of optics that are not sampled too coarsely. */
    @Test
    void oneImageIsAboutAsGoodAsTwo() {
        final double[][] image = LowPass.filtered(PHOTOGRAPH, LowPass.wideField(0.4));
        for (final double noise : new double[] {1, 3, 10}) {
            final Img<FloatType> first = LowPass.noisy(image, noise, 1);
            final double two = RingCorrelation.of(first, LowPass.noisy(image, noise, 2), Progress.NONE)
                    .frequency();
            assertEquals(two, RingCorrelation.ofOne(first, Progress.NONE).frequency(), 0.1 * two, "noise " + noise);
        }
    }

    /** Of 0.1 a float holds too little for its mean to be the same. */
    @Test
    void nothingHasNoResolution() {
        final float[] pixels = new float[200 * 150];
        Arrays.fill(pixels, 100.1f);
        final Img<FloatType> constant = ArrayImgs.floats(pixels, 200, 150);
        assertFalse(RingCorrelation.ofOne(constant, Progress.NONE).isFound());
        assertFalse(RingCorrelation.of(constant, constant, Progress.NONE).isFound());
        assertFalse(Decorrelation.of(constant, Progress.NONE).isFound());
    }

    @Test
    void noiseHasNoResolution() {
        final Img<FloatType> noise = LowPass.noisy(new double[LowPass.SIZE][LowPass.SIZE], 10, 1),
                other = LowPass.noisy(new double[LowPass.SIZE][LowPass.SIZE], 10, 2);
        assertFalse(RingCorrelation.of(noise, other, Progress.NONE).isFound());
        assertFalse(
                Decorrelation.of(noise, Progress.NONE).isFound(),
                Decorrelation.of(noise, Progress.NONE).toString());
    }

    /** Nor has it in small images, in which more happens by chance. */
    @Test
    void noiseOfSmallImagesHasNoResolution() {
        final SplittableRandom random = new SplittableRandom(1);
        int decorrelation = 0, two = 0, one = 0;
        for (int i = 0; i < IMAGES; i++) {
            final Img<FloatType> noise = noise(64 + i, random), other = noise(64 + i, random);
            if (Decorrelation.of(noise, Progress.NONE).isFound()) decorrelation++;
            if (RingCorrelation.of(noise, other, Progress.NONE).isFound()) two++;
            if (RingCorrelation.ofOne(noise, Progress.NONE).isFound()) one++;
        }
        assertEquals(0, decorrelation);
        assertTrue(two <= 1 && one <= 1, two + " and " + one);
    }

    /** What zeros put between the frequencies of an image makes no agreement surer. */
    @Test
    void noiseThatIsFilledUpWithZerosHasNoResolution() {
        final SplittableRandom random = new SplittableRandom(2);
        int found = 0;
        for (int i = 0; i < IMAGES; i++)
            if (RingCorrelation.of(noise(130, random), noise(130, random), Progress.NONE)
                    .isFound()) found++;
        assertTrue(found <= 1, found + " of " + IMAGES);
    }

    private static Img<FloatType> noise(final int side, final SplittableRandom random) {
        final float[] pixels = new float[side * side];
        for (int i = 0; i < pixels.length; i++) pixels[i] = (float) random.nextGaussian();
        return ArrayImgs.floats(pixels, side, side);
    }

    @Test
    void aLargeTransformCanBeCancelled() {
        final Progress cancel = (stage, done, total) -> {
            if (done > 0) throw new CancellationException();
        };
        assertThrows(CancellationException.class, () -> Decorrelation.of(noise(512, new SplittableRandom(1)), cancel));
    }
}
