package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.network.BlurReaderNetwork;
import sc.fiji.blindsr.network.BlurReaderNetwork.Weights;
import sc.fiji.blindsr.progress.Progress;

class BlurReaderTest {

    private static final int SIZE = 41; // with which strides of 2 meet the same pixels from both sides

    private final ReaderWeights weights = ReaderWeights.random(3);
    private final float[] image = image();

    private static float[] image() {
        final Random random = new Random(1);
        final float[] image = new float[SIZE * SIZE];
        for (int i = 0; i < image.length; i++)
            image[i] =
                    (float) (0.5 + 0.3 * Math.sin(i % SIZE / 3.0) + (i > 600 ? 0.2 : 0) + 0.02 * random.nextGaussian());
        return image;
    }

    /** A turned or mirrored image has a turned or mirrored blur, and is no less sure. */
    @Test
    void allViewsSayTheSame() {
        final BlurReader reader = new BlurReader(weights, 2);
        final Reading plain = reader.read(image, SIZE, SIZE);
        for (int g = 1; g < TurnedWeights.SYMMETRIES; g++) {
            final float[] turned = new float[image.length];
            for (int y = 0; y < SIZE; y++)
                for (int x = 0; x < SIZE; x++) {
                    final int[] to = TurnedWeights.turned(g, x - SIZE / 2, y - SIZE / 2);
                    turned[(to[1] + SIZE / 2) * SIZE + to[0] + SIZE / 2] = image[y * SIZE + x];
                }
            final Reading other = reader.read(turned, SIZE, SIZE);
            final boolean swapped = (g & 4) != 0, mirrored = ((g & 1) ^ (g >> 1 & 1)) != 0;
            final LogCovariance m = plain.mean();
            assertEquals(swapped ? m.yy() : m.xx(), other.mean().xx(), 1e-4, "symmetry " + g);
            assertEquals(swapped ? m.xx() : m.yy(), other.mean().yy(), 1e-4, "symmetry " + g);
            assertEquals(mirrored ? -m.xy() : m.xy(), other.mean().xy(), 1e-4, "symmetry " + g);
            assertEquals(1, (swapped ? plain.precisionYy() : plain.precisionXx()) / other.precisionXx(), 1e-3);
            assertEquals(1, plain.precisionXy() / other.precisionXy(), 1e-3);
        }
    }

    /** What is trained in PyTorch is what runs in Java. */
    @Test
    void javaAndPyTorchAgree() {
        final Reading reading = new BlurReader(weights, 3).read(image, SIZE, SIZE);
        final List<Weights> full = new ArrayList<>();
        for (int i = 0; i < weights.layers(); i++) {
            final TurnedWeights.Layer layer = weights.layer(i);
            full.add(new Weights(
                    weights.fullFilters(i), layer.outputs(), layer.inputs(), layer.window(), layer.window()));
            full.add(new Weights(weights.fullBiases(3, i), layer.outputs()));
        }
        full.add(new Weights(weights.pooling(3), BlurReaderNetwork.POOLING));
        full.add(new Weights(weights.prior(3), BlurReaderNetwork.PRIOR));
        try (BlurReaderNetwork network = new BlurReaderNetwork(ComputeDevice.CPU)) {
            final BlurReaderNetwork.Result result = network.loss(
                    ReaderInput.of(image, SIZE, SIZE), SIZE, new float[] {0.1f, -0.3f, 0.2f}, full, Progress.NONE);
            assertArrayEquals(
                    new float[] {
                        (float) reading.mean().xx(),
                        (float) reading.mean().yy(),
                        (float) reading.mean().xy()
                    },
                    result.means(),
                    1e-4f);
            assertEquals(reading.precisionXx(), result.precisions()[0], 1e-3 * reading.precisionXx());
            assertEquals(reading.precisionXy(), result.precisions()[2], 1e-3 * reading.precisionXy());
        }
    }

    @Test
    void gaussiansComeBackFromTheirLogCovariance() {
        final AnisotropicGaussian gaussian = new AnisotropicGaussian(4, 0.9, 0.4);
        final AnisotropicGaussian back = LogCovariance.of(gaussian, 3).gaussian(3);
        assertEquals(4, back.lambda1(), 1e-9);
        assertEquals(0.9, back.lambda2(), 1e-9);
        assertEquals(0.4, back.theta(), 1e-9);
    }
}
