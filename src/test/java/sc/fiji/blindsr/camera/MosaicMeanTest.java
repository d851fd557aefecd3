package sc.fiji.blindsr.camera;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.process.ImageProcessor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.SampleImages;

class MosaicMeanTest {

    private static final Frame SCENE =
            frame(SampleImages.photograph("photograph.png", 60).getProcessor());

    private static Frame frame(final ImageProcessor image) {
        final float[] levels = new float[image.getPixelCount()];
        for (int i = 0; i < levels.length; i++) levels[i] = image.getf(i) / 255;
        return new Frame(levels, image.getWidth(), image.getHeight(), 1);
    }

    /** What a camera with a mosaic makes of it. */
    private static Frame interpolated(final boolean colour) {
        return Camera.of(
                        new BayerMosaic(),
                        new ReadNoise(1.5 / 255),
                        new Digitisation(8),
                        new Demosaicing(colour),
                        new Digitisation(8))
                .record(SCENE, new SplittableRandom(3));
    }

    private static boolean is(final Frame frame) {
        return MosaicMean.is(frame.levels(), frame.width(), frame.height());
    }

    @Test
    void theMeanOfTheColoursIsRecognised() {
        final Frame colours = interpolated(true);
        final float[] mean = new float[colours.area()];
        for (int i = 0; i < colours.levels().length; i++) mean[i % mean.length] += colours.levels()[i] / 3;
        assertTrue(is(new Frame(mean, colours.width(), colours.height(), 1)));
    }

    /** What the network knows, or what has nothing to do with mosaics. */
    @Test
    void nothingElseIs() {
        assertFalse(is(interpolated(false)));
        assertFalse(is(SCENE));
        final ImageProcessor enlarged =
                SampleImages.photograph("photograph.png", 60).getProcessor();
        enlarged.setInterpolationMethod(ImageProcessor.BILINEAR);
        assertFalse(is(frame(enlarged.resize(2 * enlarged.getWidth()))));
        assertFalse(is(new Frame(new float[40 * 30], 40, 30, 1)));
    }
}
