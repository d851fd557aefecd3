package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.engine.TorchScript;
import sc.fiji.blindsr.progress.Progress;

/** Compares the image network with the authors' PyTorch code and checks what an estimator relies on. */
class DipNetworkTest {

    private static final DipNetwork.Size SMALL = new DipNetwork.Size(16, 4, 5);

    /** In double precision what is left is the round-off of the golden numbers themselves (5e-6 and 1e-4 measured). */
    @Test
    void isTheAuthorsNetwork() throws IOException {
        compareWithGolden(DataType.FLOAT64, 8e-6, 2e-4);
    }

    @Test
    void isTheAuthorsNetworkWithinSinglePrecision() throws IOException {
        compareWithGolden(DataType.FLOAT32, 1e-4, 1e-2);
    }

    private static void compareWithGolden(
            final DataType type, final double outputTolerance, final double gradientTolerance) throws IOException {
        try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1, SMALL, type);
                NDManager manager = network.manager().newSubManager()) {
            final Map<String, NDArray> golden = goldenWeights(manager, network);
            final Map<String, String> names = authorsNames(SMALL.scales());

            final NDArray output;
            try (GradientSession session = GradientSession.open(Progress.NONE)) {
                output = network.forward(manager, golden.get("input"));
                session.backward(output.sub(0.5).square().mean());
            }

            assertEquals(0, maxDifference(output, golden.get("output")), outputTolerance);
            network.parameters().forEach((name, parameter) -> {
                final NDArray expected = golden.get("g." + names.get(name));
                // Some gradients nearly cancel: round-off of the terms they are sums of remains.
                final double tolerance = gradientTolerance * maximum(expected.abs()) + 1e-8;
                assertEquals(0, maxDifference(parameter.getGradient(), expected), tolerance, "gradient of " + name);
            });
        }
    }

    /** Odd sizes are cropped on the way up; the numbers are those of the authors' code in double precision. */
    @Test
    void isTheAuthorsNetworkAtOddSizes() throws IOException {
        try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1, SMALL, DataType.FLOAT64);
                NDManager manager = network.manager().newSubManager()) {
            final Map<String, NDArray> golden = goldenWeights(manager, network);
            final NDArray output = network.forward(manager, golden.get("input").get(":, :, :47, :61"));
            assertEquals(0.5775402635554067, output.mean().getDouble(), 1e-6);
            assertEquals(0.4859245067576865, output.getDouble(0, 0, 0, 0), 1e-6);
            assertEquals(0.5619393050515471, output.getDouble(0, 1, 46, 60), 1e-6);
            assertEquals(0.6397683251464604, output.getDouble(0, 2, 23, 30), 1e-6);
            assertEquals(0.4621052328237085, output.getDouble(0, 0, 46, 0), 1e-6);
        }
    }

    /** The two ways of {@link Layers} to join scales: values and gradients must agree to the round-off of doubles. */
    @Test
    void enlargingAfterMixingChannelsIsEnlargingBefore() {
        try (NDManager manager = TorchEngine.get().newBaseManager(ComputeDevice.CPU.device());
                TorchScript operations = new TorchScript(manager, Layers.class, "operations.py")) {
            final NDArray skip = random(manager, 1, 3, 10, 14);
            final NDArray deep = random(manager, 1, 4, 5, 7);
            final NDArray weight = random(manager, 6, 7, 3, 3);
            final NDArray scale = random(manager, 7);
            final NDArray[] inputs = {skip, deep, weight, scale};
            final NDArray direction = random(manager, 6, 140);
            final double[][][] results = new double[2][5][];
            for (int way = 0; way < 2; way++) {
                final NDArray[] copies = new NDArray[4];
                for (int i = 0; i < 4; i++) {
                    copies[i] = inputs[i].duplicate();
                    copies[i].setRequiresGradient(true);
                }
                try (GradientSession session = GradientSession.open(Progress.NONE)) {
                    final NDArray y = operations
                            .call(way == 0 ? "join" : "join_half", copies)
                            .reshape(6, 140);
                    // A constant per channel, which the next norm removes, may differ.
                    final NDArray centred = y.sub(y.mean(new int[] {1}, true));
                    results[way][4] = centred.toDoubleArray();
                    session.backward(centred.mul(direction).sum());
                }
                for (int i = 0; i < 4; i++)
                    results[way][i] = copies[i].getGradient().duplicate().toDoubleArray();
            }
            for (int i = 0; i < 5; i++) assertArrayEquals(results[0][i], results[1][i], 1e-11);
        }
    }

    private static NDArray random(final NDManager manager, final long... shape) {
        final Random random = new Random(shape.length + shape[0]);
        final double[] values = random.doubles(new Shape(shape).size(), -1, 1).toArray();
        return manager.create(values, new Shape(shape));
    }

    @Test
    void parametersLeftOutHaveNoGradient() throws IOException {
        try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1, SMALL);
                NDManager manager = network.manager().newSubManager()) {
            final Map<String, NDArray> golden = golden(manager);
            golden.keySet().removeIf(name -> !name.startsWith("g."));
            authorsNames(SMALL.scales()).values().forEach(name -> golden.remove("g." + name));
            assertEquals(
                    network.cancelledParameters(),
                    golden.values().stream().mapToLong(NDArray::size).sum());
            golden.forEach((name, gradient) -> assertEquals(0, maximum(gradient.abs()), 1e-7, name));
        }
    }

    @Test
    void hasThePapersNumberOfParameters() {
        try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1)) {
            final long trained = network.parameters().values().stream()
                    .mapToLong(NDArray::size)
                    .sum();
            assertEquals(2_359_939, trained + network.cancelledParameters());
            assertEquals(3 * 128 + 5 * (16 + 4 * 128 + 144), network.cancelledParameters());
        }
    }

    @Test
    void initialWeightsDependOnTheSeedAlone() {
        try (DipNetwork first = new DipNetwork(ComputeDevice.CPU, 7, SMALL);
                DipNetwork again = new DipNetwork(ComputeDevice.CPU, 7, SMALL);
                DipNetwork other = new DipNetwork(ComputeDevice.CPU, 8, SMALL)) {
            final float[] weights = values(first.parameters().get("scale2.decode.weight"));
            assertArrayEquals(weights, values(again.parameters().get("scale2.decode.weight")));
            assertFalse(Arrays.equals(weights, values(other.parameters().get("scale2.decode.weight"))));
            assertArrayEquals(
                    first.noise(3, 40, 36).toFloatArray(),
                    again.noise(3, 40, 36).toFloatArray());
        }
    }

    @Test
    void initialWeightsFillTheirRange() {
        try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1)) {
            // Uniform in ±1/√fan-in: the largest of many nearly reaches the bound, the variance is bound²/3.
            final float[] weights = values(network.parameters().get("scale1.encode.weight"));
            final double bound = 1 / Math.sqrt(128 * 9);
            double largest = 0;
            double squares = 0;
            for (final float w : weights) {
                largest = Math.max(largest, Math.abs(w));
                squares += w * w;
            }
            assertTrue(largest <= bound && largest > 0.999 * bound, "largest " + largest + ", bound " + bound);
            assertEquals(bound * bound / 3, squares / weights.length, 0.01 * bound * bound);
        }
    }

    @Test
    void imageHasTheSizeOfTheNoiseWhateverItIs() {
        try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1, SMALL)) {
            for (final int[] size : new int[][] {{33, 33}, {64, 47}, {50, 101}}) {
                try (NDManager manager = network.manager().newSubManager()) {
                    final NDArray image = network.forward(manager, network.noise(1, size[0], size[1]));
                    assertEquals(new Shape(1, 3, size[1], size[0]), image.getShape());
                }
            }
        }
    }

    @Test
    void anImageTooSmallIsAnErrorThatSaysWhatIsNeeded() {
        try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1, SMALL)) {
            final NDArray noise = network.noise(1, 32, 40);
            final String message = assertThrows(
                            IllegalArgumentException.class, () -> network.forward(network.manager(), noise))
                    .getMessage();
            assertTrue(message.contains("33×33") && message.contains("32×40"), message);
        }
    }

    /** Gives the network the golden weights. */
    private static Map<String, NDArray> goldenWeights(final NDManager manager, final DipNetwork network)
            throws IOException {
        final Map<String, NDArray> golden = golden(manager);
        final DataType type = network.parameters().get("head.bias").getDataType();
        golden.replaceAll((name, array) -> array.toType(type, false));
        final Map<String, String> names = authorsNames(SMALL.scales());
        network.parameters().forEach((name, parameter) -> setValue(parameter, golden.get("w." + names.get(name))));
        return golden;
    }

    private static Map<String, NDArray> golden(final NDManager manager) throws IOException {
        final Map<String, NDArray> arrays = new HashMap<>();
        try (InputStream file = DipNetworkTest.class.getResourceAsStream("/golden/dip_small.npz")) {
            for (final NDArray array : NDList.decode(manager, file)) arrays.put(array.getName(), array);
        }
        // DJL takes arrays with such names for members of a tuple.
        arrays.values().forEach(array -> array.setName(null));
        return arrays;
    }

    /** The authors' names, which number the steps of nested sequences, for ours. */
    private static Map<String, String> authorsNames(final int scales) {
        final Map<String, String> names = new HashMap<>();
        String prefix = "";
        for (int scale = 1; scale <= scales; scale++) {
            final String name = "scale" + scale;
            final int shift = scale < 3 ? 0 : 1;
            final String deep = prefix + "1.1.";
            unit(names, name + ".skip", prefix + "1.0.1.1", prefix + "1.0.2");
            unit(names, name + ".halve", deep + "1.1", deep + "2");
            unit(names, name + ".encode", deep + (4 + shift) + ".1", deep + (5 + shift));
            if (scale >= 3) {
                for (final String part : new String[] {"theta", "phi", "g"}) {
                    final String theirs = deep + "4." + part + (part.equals("theta") ? "" : ".0");
                    names.put(name + ".attend." + part + ".weight", theirs + ".weight");
                    names.put(name + ".attend." + part + ".bias", theirs + ".bias");
                }
                unit(names, name + ".attend.back", deep + "4.W.0", deep + "4.W.1");
            }
            names.put(name + ".decode.join.scale", prefix + "2.weight");
            unit(names, name + ".decode", prefix + "3.1", prefix + "4");
            unit(names, name + ".mix", prefix + "6.1", prefix + "7");
            prefix = deep + (7 + shift) + ".";
        }
        names.put("head.weight", "9.1.weight");
        names.put("head.bias", "9.1.bias");
        return names;
    }

    private static void unit(
            final Map<String, String> names, final String ours, final String convolution, final String norm) {
        names.put(ours + ".weight", convolution + ".weight");
        norm(names, ours + ".norm", norm);
    }

    private static void norm(final Map<String, String> names, final String ours, final String theirs) {
        names.put(ours + ".scale", theirs + ".weight");
        names.put(ours + ".shift", theirs + ".bias");
    }

    private static void setValue(final NDArray parameter, final NDArray value) {
        final boolean mode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        parameter.muli(0).addi(value);
        JniUtils.setGradMode(mode);
    }

    private static float[] values(final NDArray parameter) {
        return parameter.stopGradient().duplicate().toFloatArray();
    }

    private static double maxDifference(final NDArray a, final NDArray b) {
        return maximum(a.stopGradient().sub(b).abs());
    }

    private static double maximum(final NDArray a) {
        return a.toType(DataType.FLOAT64, false).max().getDouble();
    }
}
