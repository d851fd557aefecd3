package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.engine.ComputeDevice;

/**
 * Compares the discriminator and its hand-made gradients with the authors' code, PyTorch's second derivatives included.
 */
class PatchDiscriminatorTest {

    private static final Golden GOLDEN = new Golden("kernelgan_fkp_discriminator");
    private static final int SIZE = 27;

    @Test
    void valuesAreTheAuthors() {
        try (PatchDiscriminator d = golden(DataType.FLOAT64);
                NDManager scratch = d.manager().newSubManager()) {
            final NDArray values = d.values(scratch, golden("real"));
            final double bias = GOLDEN.values("w.tail.bias")[0];
            assertArrayEquals(
                    GOLDEN.values("d_real"),
                    Arrays.stream(doubles(values)).map(v -> v + bias).toArray(),
                    2e-6);
        }
    }

    /** In double precision what is left is the round-off of the golden numbers themselves. */
    @ParameterizedTest
    @CsvSource({"FLOAT64, 5e-6", "FLOAT32, 2e-5"})
    void penaltyAndItsGradientsAreTheAuthors(final DataType type, final double tolerance) {
        try (PatchDiscriminator d = golden(type);
                NDManager scratch = d.manager().newSubManager()) {
            final NDArray mixed = scratch.create(GOLDEN.floats("interpolate"), new Shape(4, 3, SIZE, SIZE))
                    .toType(type, false);
            final List<NDArray> penalty = d.penalty(scratch, mixed);
            final double expected = GOLDEN.values("penalty")[0];
            assertEquals(expected, doubles(penalty.get(0))[0], tolerance * expected);
            final List<String> names = authorsNames();
            for (int i = 0; i < names.size(); i++)
                assertClose(
                        GOLDEN.values("gp_g." + names.get(i)), doubles(penalty.get(i + 1)), tolerance, names.get(i));
        }
    }

    /** What the norms take away has no gradient in the authors' code, and is no parameter here. */
    @Test
    void biasesThatAreLeftOutHaveNoGradient() {
        for (final String layer : new String[] {"head", "body.block1", "body.block2", "body.block3"})
            for (final double g : GOLDEN.values("gp_g." + layer + ".conv.bias")) assertEquals(0, g, 1e-8);
        try (PatchDiscriminator d = golden(DataType.FLOAT32)) {
            assertEquals(authorsNames().size(), d.parameters().size());
        }
    }

    @Test
    void gradientAtTheImagesIsTheAuthors() {
        try (PatchDiscriminator d = golden(DataType.FLOAT64);
                NDManager scratch = d.manager().newSubManager()) {
            final Patches mixed = golden("interpolate");
            try (PatchDiscriminator.Batch batch = d.new Batch(mixed, mixed)) {
                final double[] ofMean = doubles(d.generatorGradient(scratch, batch));
                assertClose(
                        GOLDEN.values("input_gradient"),
                        Arrays.stream(ofMean).map(g -> -g * 4 * 17 * 17).toArray(),
                        2e-6,
                        "images");
            }
        }
    }

    /**
     * What is left of the gradients without the penalty's is the slope of mean D(generated) − mean D(real). The penalty's
     * own slope is no help: it jumps where a LeakyReLU changes sign.
     */
    @Test
    void theDifferenceOfMeansChangesAsItsGradientsSay() {
        try (PatchDiscriminator d = golden(DataType.FLOAT64);
                NDManager scratch = d.manager().newSubManager()) {
            final Patches real = golden("real"), generated = golden("fake");
            final NDArray r = real.images(scratch, DataType.FLOAT64), g = generated.images(scratch, DataType.FLOAT64);
            final List<NDArray> penalty = d.penalty(scratch, r.sub(g).mul(0.37).add(g));
            final List<NDArray> directions = new ArrayList<>();
            double slope = 0;
            try (PatchDiscriminator.Batch batch = d.new Batch(real, generated)) {
                final Random random = new Random(3);
                final List<NDArray> gradients = d.gradients(scratch, batch, 0.37);
                for (int i = 0; i < gradients.size(); i++) {
                    final double[] values = doubles(gradients.get(i).sub(penalty.get(i + 1)));
                    final double[] direction =
                            random.doubles(values.length, -1, 1).toArray();
                    for (int j = 0; j < values.length; j++) slope += values[j] * direction[j];
                    directions.add(scratch.create(direction, gradients.get(i).getShape()));
                }
            }
            final double step = 1e-8;
            move(d, directions, step);
            final double up = difference(d, scratch, real, generated);
            move(d, directions, -2 * step);
            final double down = difference(d, scratch, real, generated);
            assertEquals(slope, (up - down) / (2 * step), 1e-4 * Math.abs(slope));
        }
    }

    private static void move(final PatchDiscriminator d, final List<NDArray> directions, final double step) {
        int i = 0;
        for (final NDArray parameter : d.parameters().values())
            parameter.addi(directions.get(i++).mul(step));
    }

    private static double difference(
            final PatchDiscriminator d, final NDManager scratch, final Patches real, final Patches generated) {
        return d.values(scratch, generated).mean().getDouble()
                - d.values(scratch, real).mean().getDouble();
    }

    /** Overlapping crops seen in their place give the same gradients as cut out. */
    @Test
    void cropsMayStayInTheirPlace() {
        final int width = 40, height = 36;
        final Random random = new Random(5);
        final float[] image = new float[3 * width * height], other = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextFloat();
            other[i] = (float) (0.5 + 0.3 * Math.sin(i / 3.0));
        }
        final Crops first = crops(random, width, height), second = crops(random, width, height);
        assertTrue(Patches.shouldStay(first, width, height));
        assertFalse(Patches.shouldStay(first, 100, 100));
        try (PatchDiscriminator d = golden(DataType.FLOAT64);
                NDManager scratch = d.manager().newSubManager();
                PatchDiscriminator.Batch stay = d
                .new Batch(
                        Patches.inPlace(image, width, height, first), Patches.inPlace(other, width, height, second));
                PatchDiscriminator.Batch cut = d
                .new Batch(
                        Patches.cutOut(first.cutFrom(image, width, height), SIZE),
                        Patches.cutOut(second.cutFrom(other, width, height), SIZE))) {
            final List<NDArray> expected = d.gradients(scratch, cut, 0.2), actual = d.gradients(scratch, stay, 0.2);
            for (int i = 0; i < expected.size(); i++)
                assertClose(doubles(expected.get(i)), doubles(actual.get(i)), 1e-6, "parameter " + i);
            // A pixel's gradient is the sum over the crops that hold it.
            final double[] ofCrops = doubles(d.generatorGradient(scratch, cut)), sums = new double[image.length];
            int from = 0;
            for (int i = 0; i < second.count(); i++)
                for (int c = 0; c < 3; c++)
                    for (int y = 0; y < SIZE; y++)
                        for (int x = 0; x < SIZE; x++)
                            sums[(c * height + second.tops()[i] + y) * width + second.lefts()[i] + x] +=
                                    ofCrops[from++];
            assertClose(sums, doubles(d.generatorGradient(scratch, stay)), 1e-6, "images");
        }
    }

    private static Crops crops(final Random random, final int width, final int height) {
        return new Crops(
                SIZE,
                random.ints(6, 0, width - SIZE + 1).toArray(),
                random.ints(6, 0, height - SIZE + 1).toArray());
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        final Patches real = golden("real"), generated = golden("fake");
        final float[][] last = new float[2][];
        for (int i = 0; i < 2; i++)
            try (PatchDiscriminator d = new PatchDiscriminator(ComputeDevice.CPU, 7);
                    PatchDiscriminator.Batch batch = d.new Batch(real, generated)) {
                d.train(batch, 0.5);
                d.train(batch, 0.1);
                last[i] = d.parameters().get("layer3.weight").toFloatArray();
            }
        assertArrayEquals(last[0], last[1]);
    }

    private static Patches golden(final String crops) {
        return Patches.cutOut(GOLDEN.floats(crops), SIZE);
    }

    private static PatchDiscriminator golden(final DataType type) {
        final PatchDiscriminator d = new PatchDiscriminator(ComputeDevice.CPU, 1, type);
        int i = 0;
        for (final NDArray parameter : d.parameters().values()) {
            final NDArray values =
                    d.manager().create(GOLDEN.floats("w." + authorsNames().get(i++)), parameter.getShape());
            parameter.muli(0).addi(values.toType(type, false));
        }
        return d;
    }

    /** The authors' names of the parameters, in our order. */
    private static List<String> authorsNames() {
        final List<String> names = new ArrayList<>();
        for (final String layer : new String[] {"head", "body.block1", "body.block2", "body.block3"})
            for (final String part : new String[] {".conv.weight", ".norm.weight", ".norm.bias"})
                names.add(layer + part);
        names.add("tail.weight");
        return names;
    }

    private static double[] doubles(final NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }

    /** Equal within a part of the largest value. */
    private static void assertClose(
            final double[] expected, final double[] actual, final double tolerance, final String what) {
        assertArrayEquals(
                expected,
                actual,
                tolerance * Arrays.stream(expected).map(Math::abs).max().orElseThrow() + 1e-12,
                what);
    }
}
