package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.progress.Progress;

class UsrnetTest {

    private static final BlurKernel KERNEL = new BlurKernel(3, 3, 0, .1, .2, .1, .2, .1, .1, .1, .1);

    @ParameterizedTest
    @CsvSource({"2, 0, 2e-3", "2, 10, 1e-4", "3, 0, 2e-3", "3, 10, 1e-4", "4, 0, 2e-3", "4, 10, 1e-4"})
    void isTheAuthorsNetwork(final int scale, final int noise, final double tolerance) throws IOException {
        final Golden golden = new Golden("usrnet");
        try (Usrnet network = new Usrnet(ComputeDevice.CPU, UsrnetModel.builtIn())) {
            final NDArray image = network.forward(
                    network.manager().create(golden.floats("lr_x" + scale), new Shape(1, 3, 24, 20)),
                    BlurKernel.square(golden.values("k_x" + scale)),
                    scale,
                    noise / 255.0,
                    Progress.NONE);
            assertEquals(new Shape(1, 3, 24 * scale, 20 * scale), image.getShape());
            assertArrayEquals(
                    golden.floats("sr_x" + scale + "_sigma" + noise), image.toFloatArray(), (float) tolerance);
        }
    }

    @Test
    void sizesAreThoseOfTheWeights() {
        final Map<String, Tensor> weights = weights(new int[] {5, 6, 7, 9}, 3, 2, 11);
        final List<String> steps = new ArrayList<>();
        try (Usrnet network = new Usrnet(ComputeDevice.CPU, weights)) {
            final NDArray image = network.forward(
                    network.manager().ones(new Shape(1, 3, 7, 5)),
                    KERNEL,
                    3,
                    0.01,
                    (stage, done, total) -> steps.add(done + "/" + total));
            assertEquals(new Shape(1, 3, 21, 15), image.getShape());
        }
        assertEquals(List.of("0/2", "1/2"), steps);
    }

    @Test
    void wrongWeightsAreRefusedByName() {
        final Map<String, Tensor> weights = weights(new int[] {5, 6, 7, 9}, 3, 2, 11);
        weights.put("p.m_up2.2.res.0.weight", new Tensor(new int[] {6, 6, 1, 1}, new float[36]));
        refused(weights, "tensor \"p.m_up2.2.res.0.weight\" has the shape [6, 6, 1, 1]; USRNet needs [6, 6, 3, 3].");
        weights.remove("p.m_up2.2.res.0.weight");
        refused(weights, "tensor \"p.m_up2.2.res.0.weight\" is missing");
    }

    private static void refused(final Map<String, Tensor> weights, final String reason) {
        final String message = assertThrows(UserError.class, () -> new Usrnet(ComputeDevice.CPU, weights))
                .getMessage();
        assertTrue(message.startsWith("file: " + reason), message);
    }

    /** Zeros around a kernel change nothing, even where they make it larger than the image. */
    @Test
    void kernelsHaveAnyOddSize() {
        final double[] padded = new double[31 * 17];
        for (int y = 0; y < 3; y++) for (int x = 0; x < 3; x++) padded[(y + 7) * 31 + x + 14] = KERNEL.get(x, y);
        try (Usrnet network = new Usrnet(ComputeDevice.CPU, weights(new int[] {4, 4, 4, 4}, 1, 2, 4));
                NDManager manager = network.manager().newSubManager()) {
            final NDArray low = image(manager, 3, 8, 10);
            assertArrayEquals(
                    network.forward(low, KERNEL, 2, 0, Progress.NONE).toFloatArray(),
                    network.forward(low, new BlurKernel(31, 17, padded), 2, 0, Progress.NONE)
                            .toFloatArray(),
                    1e-5f);
        }
    }

    /** H z = y up to what is left to the noise: z blurred by hand, at each s-th pixel, circular. */
    @Test
    void theDataStepFitsTheImage() {
        final int scale = 3, height = 4, width = 5;
        final Map<String, Tensor> weights = weights(new int[] {4, 4, 4, 4}, 1, 2, 4);
        // makes all α 1e-6 + log(1 + exp(−20))
        Arrays.fill(weights.get("h.mlp.4.weight").values(), 0);
        Arrays.fill(weights.get("h.mlp.4.bias").values(), -20);
        try (Usrnet network = new Usrnet(ComputeDevice.CPU, weights);
                NDManager manager = network.manager().newSubManager()) {
            final NDArray low = image(manager, 2, height, width);
            final float[] y = low.toFloatArray(),
                    z = network.fit(low, KERNEL, scale, 0).toFloatArray();
            for (int i = 0; i < y.length; i++) {
                final int channel = i / (width * height), row = i / width % height, column = i % width;
                double sum = 0;
                for (int v = -1; v <= 1; v++)
                    for (int u = -1; u <= 1; u++)
                        sum += KERNEL.get(u + 1, v + 1)
                                * z[
                                        (channel * scale * height + Math.floorMod(scale * row + v, scale * height))
                                                        * scale
                                                        * width
                                                + Math.floorMod(scale * column + u, scale * width)];
                assertEquals(y[i], sum, 1e-4, "pixel " + i);
            }
        }
    }

    @Test
    void cancellingEndsBetweenIterations() {
        try (Usrnet network = new Usrnet(ComputeDevice.CPU, weights(new int[] {4, 4, 4, 4}, 1, 3, 4))) {
            final int[] last = new int[1];
            final NDArray low = image(network.manager(), 3, 6, 6);
            assertThrows(
                    CancellationException.class,
                    () -> network.forward(low, KERNEL, 2, 0, (stage, done, total) -> {
                        last[0] = done;
                        if (done == 1) throw new CancellationException();
                    }));
            assertEquals(1, last[0]);
        }
    }

    private static NDArray image(final NDManager manager, final int channels, final int height, final int width) {
        final Random random = new Random(3);
        final float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
        return manager.create(values, new Shape(1, channels, height, width));
    }

    /** Random weights of a network with these channels on its four levels. */
    private static Map<String, Tensor> weights(
            final int[] channels, final int blocks, final int iterations, final int hidden) {
        final Random random = new Random(1);
        final Map<String, Tensor> weights = new LinkedHashMap<>();
        put(weights, random, "p.m_head.weight", channels[0], 4, 3, 3);
        for (int level = 1; level < channels.length; level++) {
            final int fine = channels[level - 1], coarse = channels[level];
            putBlocks(weights, random, "p.m_down" + level, 0, blocks, fine);
            put(weights, random, "p.m_down" + level + "." + blocks + ".weight", coarse, fine, 2, 2);
            put(weights, random, "p.m_up" + level + ".0.weight", coarse, fine, 2, 2);
            putBlocks(weights, random, "p.m_up" + level, 1, blocks, fine);
        }
        putBlocks(weights, random, "p.m_body", 0, blocks, channels[channels.length - 1]);
        put(weights, random, "p.m_tail.weight", 3, channels[0], 3, 3);
        final int[] units = {2, hidden, hidden, 2 * iterations};
        for (int layer = 0; layer < 3; layer++) {
            put(weights, random, "h.mlp." + 2 * layer + ".weight", units[layer + 1], units[layer], 1, 1);
            put(weights, random, "h.mlp." + 2 * layer + ".bias", units[layer + 1]);
        }
        return weights;
    }

    private static void putBlocks(
            final Map<String, Tensor> weights,
            final Random random,
            final String prefix,
            final int first,
            final int blocks,
            final int channels) {
        for (int block = first; block < first + blocks; block++)
            for (final int layer : new int[] {0, 2})
                put(weights, random, prefix + "." + block + ".res." + layer + ".weight", channels, channels, 3, 3);
    }

    private static void put(
            final Map<String, Tensor> weights, final Random random, final String name, final int... shape) {
        final float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) values[i] = 0.2f * (random.nextFloat() - 0.5f);
        weights.put(name, new Tensor(shape, values));
    }
}
