package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.progress.Progress;

/** Compares generator and losses of KernelGAN with the authors' code. */
class KernelGanNetworksTest {

    private static final Golden GOLDEN = new Golden("kernelgan");
    private static final String[] AUTHORS_NAMES = {
        "first_layer", "feature_block.0", "feature_block.1", "feature_block.2", "feature_block.3", "final_layer"
    };

    @Test
    void sixLayersAreOneKernel() {
        try (KernelGanNetworks networks = golden()) {
            // The golden kernel is correlated, ours convolved.
            final double[] kernel = networks.kernel(), expected = GOLDEN.values("effective_kernel");
            for (int i = 0; i < kernel.length; i++) assertEquals(expected[kernel.length - 1 - i], kernel[i], 1e-7);
        }
    }

    @Test
    void theGeneratorsImageIsThatOfItsLayers() {
        try (KernelGanNetworks networks = golden();
                NDManager scratch = networks.manager().newSubManager()) {
            assertArrayEquals(
                    GOLDEN.floats("g_x"),
                    networks.generated(scratch, GOLDEN.floats("x")).toFloatArray(),
                    1e-6f);
        }
    }

    @Test
    void regularisersAreTheAuthors() {
        try (KernelGanNetworks networks = new KernelGanNetworks(ComputeDevice.CPU, 1, 2e-4)) {
            final double[] values = networks.regularisers(GOLDEN.floats("k"));
            final String[] names = {"sum_to_one", "boundaries", "centralized", "sparsity"};
            for (int i = 0; i < names.length; i++)
                assertEquals(GOLDEN.values(names[i])[0], values[i], 2e-6 * GOLDEN.values(names[i])[0], names[i]);
        }
    }

    /** With the bicubic loss alone, the generator comes to the target, whatever the discriminator learns meanwhile. */
    @Test
    void trainingLowersTheBicubicLoss() {
        final Random random = new Random(4);
        final float[] crop = random(random, 64), target = new float[26 * 26];
        for (int i = 0; i < target.length; i++) target[i] = crop[(2 * (i / 26) + 6) * 64 + 2 * (i % 26) + 6];
        final KernelGanNetworks.Weights weights = new KernelGanNetworks.Weights(5, 0, 0, 0, 0);
        try (KernelGanNetworks networks = new KernelGanNetworks(ComputeDevice.CPU, 1, 2e-3)) {
            final double first = networks.trainGenerator(crop, target, weights, Progress.NONE);
            double last = first;
            for (int i = 0; i < 60; i++) {
                last = networks.trainGenerator(crop, target, weights, Progress.NONE);
                networks.trainDiscriminator(crop, random(random, 26), new float[3 * 26 * 26], Progress.NONE);
            }
            assertTrue(last < first / 1.5, first + " → " + last);
        }
    }

    private static float[] random(final Random random, final int size) {
        final float[] values = new float[3 * size * size];
        for (int i = 0; i < size * size; i++)
            values[i] = values[i + size * size] = values[i + 2 * size * size] = 2 * random.nextFloat() - 1;
        return values;
    }

    private static KernelGanNetworks golden() {
        final KernelGanNetworks networks = new KernelGanNetworks(ComputeDevice.CPU, 1, 2e-4);
        final boolean mode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        int i = 0;
        for (final NDArray weight : networks.generatorWeights().values()) {
            final String name = "w." + AUTHORS_NAMES[i++] + ".weight";
            weight.muli(0).addi(networks.manager().create(GOLDEN.floats(name), weight.getShape()));
        }
        JniUtils.setGradMode(mode);
        return networks;
    }
}
