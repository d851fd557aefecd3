package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.BlurReaderNetwork;
import sc.fiji.blindsr.network.BlurReaderNetwork.Exactness;
import sc.fiji.blindsr.progress.Progress;

class BlurReaderTest {

    private static final float[] TRUTH = {0.1f, -0.3f, 0.2f};
    private static final int SIZE = 41; // with which strides of 2 meet the same pixels from both sides

    private static final ReaderArchitecture ARCHITECTURE =
            new ReaderArchitecture(List.of(6, 6, 6, 12, 12, 16, 16, 16), List.of(3, 3, 3, 3, 3, 3, 3, 1));

    private final ReaderWeights weights =
            ReaderWeights.random(ReaderWeights.SCALES, new CovarianceHead(), ARCHITECTURE, 3);
    private final float[] image = image(SIZE);

    private static float[] image(final int size) {
        final Random random = new Random(1);
        final float[] image = new float[size * size];
        for (int i = 0; i < image.length; i++)
            image[i] =
                    (float) (0.5 + 0.3 * Math.sin(i % size / 3.0) + (i > 600 ? 0.2 : 0) + 0.02 * random.nextGaussian());
        return image;
    }

    /** A turned or mirrored image has a turned or mirrored blur, and is no less sure. */
    @Test
    void allViewsSayTheSame() {
        final BlurReader reader = new BlurReader(weights, 2);
        // The noise is measured in blocks that begin at the upper left.
        final double tolerance = 3e-3;
        final Reading plain = Reading.of(reader.read(image, SIZE, SIZE));
        for (int g = 1; g < TurnedWeights.SYMMETRIES; g++) {
            final float[] turned = new float[image.length];
            for (int y = 0; y < SIZE; y++)
                for (int x = 0; x < SIZE; x++) {
                    final int[] to = TurnedWeights.turned(g, x - SIZE / 2, y - SIZE / 2);
                    turned[(to[1] + SIZE / 2) * SIZE + to[0] + SIZE / 2] = image[y * SIZE + x];
                }
            final Reading other = Reading.of(reader.read(turned, SIZE, SIZE));
            final boolean swapped = (g & 4) != 0, mirrored = ((g & 1) ^ (g >> 1 & 1)) != 0;
            final LogCovariance m = plain.mean();
            assertEquals(swapped ? m.yy() : m.xx(), other.mean().xx(), tolerance, "symmetry " + g);
            assertEquals(swapped ? m.xx() : m.yy(), other.mean().yy(), tolerance, "symmetry " + g);
            assertEquals(mirrored ? -m.xy() : m.xy(), other.mean().xy(), tolerance, "symmetry " + g);
            assertEquals(1, (swapped ? plain.precisionYy() : plain.precisionXx()) / other.precisionXx(), tolerance);
            assertEquals(1, plain.precisionXy() / other.precisionXy(), tolerance);
        }
    }

    private BlurReaderNetwork.Result loss(
            final BlurReaderNetwork network, final int scale, final int size, final float[] image) {
        return network.loss(
                ReaderInput.of(image, size, size),
                size,
                1,
                TRUTH,
                new CovarianceHead().surest(),
                ReaderTrainer.full(weights, scale),
                Exactness.SINGLE,
                Progress.NONE);
    }

    /** What is trained in PyTorch is what runs in Java. */
    @ParameterizedTest
    @ValueSource(ints = {SIZE, 93}) // of the many experts of the larger one, those who see less blur count more
    void javaAndPyTorchAgree(final int size) {
        final float[] image = image(size);
        final Reading reading = Reading.of(new BlurReader(weights, 3).read(image, size, size));
        try (BlurReaderNetwork network = new BlurReaderNetwork(ComputeDevice.CPU)) {
            final BlurReaderNetwork.Result result = loss(network, 3, size, image);
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

    /** A file has the convolutions with which it was trained; the two that are shipped have others, and read much the same. */
    @Test
    void filesOfOtherConvolutionsAreRead() {
        assertEquals(
                7,
                ReaderArchitecture.of(BlurReader.tensors(BlurReader.OF_PARTS)).depth());
        final Map<String, Tensor> tensors = BlurReader.tensors(BlurReader.BUILT_IN);
        assertEquals(9, ReaderArchitecture.of(tensors).depth());
        final double wide =
                Reading.of(BlurReader.builtIn(2).read(image, SIZE, SIZE)).mean().xx();
        final double known =
                Reading.of(BlurReader.ofParts(2).read(image, SIZE, SIZE)).mean().xx();
        assertEquals(known, wide, 0.5);

        final ReaderWeights start = ReaderWeights.startingFrom(tensors, List.of(3), new CovarianceHead(), 1);
        assertArrayEquals(ReaderWeights.of(tensors).fullFilters(4), start.fullFilters(4));
        assertArrayEquals(ReaderWeights.of(tensors).pooling(3), start.pooling(3));
    }

    /** Gradients at the learned numbers are what small changes of them make of the loss. */
    @Test
    void gradientsAreThoseOfTheLoss() {
        final Random random = new Random(2);
        try (BlurReaderNetwork network = new BlurReaderNetwork(ComputeDevice.CPU)) {
            final List<float[]> gradients = loss(network, 2, SIZE, image).gradients();
            for (int layer = 0; layer < weights.layers(); layer++) {
                final float[] filters = weights.tensors().get(ReaderWeights.filters(layer));
                final float[] gradient = weights.layer(layer).learned(gradients.get(2 * layer));
                // along a random direction, since single changes drown in rounding
                final double[] direction = random.doubles(filters.length, -1, 1).toArray();
                double expected = 0;
                for (int i = 0; i < filters.length; i++) expected += direction[i] * gradient[i];
                final double step = 1e-3;
                final double[] losses = new double[2];
                for (int side = 0; side < 2; side++) {
                    final float[] before = filters.clone();
                    for (int i = 0; i < filters.length; i++)
                        filters[i] += (float) ((2 * side - 1) * step * direction[i]);
                    losses[side] = loss(network, 2, SIZE, image).loss();
                    System.arraycopy(before, 0, filters, 0, filters.length);
                }
                final double measured = (losses[1] - losses[0]) / (2 * step);
                assertEquals(measured, expected, 0.2 * Math.abs(measured) + 0.05, "layer " + layer);
            }
        }
    }

    @Test
    void gaussiansComeBackFromTheirLogCovariance() {
        final AnisotropicGaussian gaussian = new AnisotropicGaussian(4, 0.9, 0.4);
        final AnisotropicGaussian back = LogCovariance.ofGaussian(gaussian, 3).gaussian(3);
        assertEquals(4, back.lambda1(), 1e-9);
        assertEquals(0.9, back.lambda2(), 1e-9);
        assertEquals(0.4, back.theta(), 1e-9);
    }
}
