package sc.fiji.blindsr.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.progress.Progress;

/** The built-in priors: what a fresh clone can check without the authors' weights. */
class KernelFlowTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void encodingUndoesGenerating(final int scale) {
        final KernelFlow prior = KernelPriors.builtIn(scale);
        final double[] z = prior.randomLatent(new Random(1));
        final KernelFlow.Generation generation = prior.generate(z);
        final KernelFlow.Encoding encoding = prior.encode(generation.logits());
        assertArrayEquals(z, encoding.latent(), 1e-8);
        double expected = -generation.logDeterminant() - 0.5 * z.length * Math.log(2 * Math.PI);
        for (final double v : z) expected -= 0.5 * v * v;
        assertEquals(expected, encoding.logProbability(), 1e-8 * Math.abs(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void gradientIsThatOfFiniteDifferences(final int scale) {
        final KernelFlow prior = KernelPriors.builtIn(scale);
        final Random random = new Random(2);
        final double[] z = prior.randomLatent(random),
                weights = random.doubles(z.length).toArray();
        final double[] gradient = prior.generate(z).latentGradient(weights);
        for (int i = 0; i < z.length; i += 7) {
            final double step = 1e-5, at = z[i];
            z[i] = at + step;
            final double above = dot(weights, prior.generate(z).values());
            z[i] = at - step;
            final double below = dot(weights, prior.generate(z).values());
            z[i] = at;
            assertEquals((above - below) / (2 * step), gradient[i], 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void samplesAreBlurKernels(final int scale) {
        final KernelFlow prior = KernelPriors.builtIn(scale);
        final Random random = new Random(3);
        double mean = 0;
        for (int i = 0; i < 100; i++) {
            final BlurKernel kernel =
                    BlurKernel.square(prior.generate(prior.randomLatent(random)).values());
            mean += kernel.sum() / 100;
            assertEquals(1, kernel.sum(), 0.35);
        }
        assertEquals(1, mean, 0.05);
    }

    @Test
    void likelihoodTellsKernelsFromOthers() {
        final KernelFlow prior = KernelPriors.builtIn(2);
        final BlurKernel kernel = new AnisotropicGaussian(3, 1, 0.5).kernel(2);
        final double[] shuffled = kernel.values();
        for (int i = 0; i < shuffled.length / 2; i++) {
            final double v = shuffled[i];
            shuffled[i] = shuffled[i + shuffled.length / 2];
            shuffled[i + shuffled.length / 2] = v;
        }
        assertTrue(logProbability(prior, kernel.values()) > logProbability(prior, shuffled) + 100);
    }

    @Test
    void trainingLearnsAndItsFileIsReadBack(@TempDir final Path folder) throws IOException {
        final SafeTensors trained = FlowTrainer.forGaussians(2).train(1, 5, DeviceChoice.CPU, Progress.NONE);
        final Path file = folder.resolve("prior.safetensors");
        Files.write(file, trained.toBytes());
        final KernelFlow prior = KernelPriors.find(file.toString(), 2);
        final Random random = new Random(4);
        double mean = 0;
        for (int i = 0; i < 200; i++)
            mean -= logProbability(
                            prior,
                            AnisotropicGaussian.random(2, random).kernel(2).values())
                    / 200;
        // An untrained flow is above 1000, the authors' weights are near −62; one epoch of ours comes below 60.
        assertTrue(mean < 60, "−log p " + mean);
        final var wrong = assertThrows(UserError.class, () -> KernelPriors.find(file.toString(), 3));
        assertTrue(wrong.getMessage().startsWith("prior: "), wrong.getMessage());
    }

    @Test
    void filesThatAreNoPriorsAreRefused(@TempDir final Path folder) throws IOException {
        final Path text = folder.resolve("a.safetensors"),
                other = folder.resolve("b.safetensors"),
                pickle = folder.resolve("c.pt");
        Files.writeString(text, "not a model at all, just a line of text");
        Files.write(other, new SafeTensors(Map.of(), Map.of("weight", Tensor.of(1, 2, 3))).toBytes());
        Files.writeString(pickle, "neither");
        for (final Path file : new Path[] {text, other, pickle, folder.resolve("missing.pt")}) {
            final var e = assertThrows(UserError.class, () -> KernelPriors.find(file.toString(), 2));
            assertTrue(
                    e.getMessage().startsWith("prior: ") && e.getMessage().contains(file.toString()), e.getMessage());
        }
    }

    @Test
    void tensorsThatNoFlowCanHaveAreNamed() throws IOException {
        final Map<String, Tensor> tensors = SafeTensors.read(KernelFlow.class
                        .getResourceAsStream("FKP_x2.safetensors")
                        .readAllBytes())
                .tensors();
        final int n = tensors.get("net.1.running_var").values().length;
        final float[] negative = new float[n], vast = new float[n];
        negative[3] = -1;
        vast[3] = 1e4f;
        final Map<String, Tensor> wrong = Map.of(
                "net.1.running_var", Tensor.of(negative),
                "net.3.log_gamma", Tensor.of(vast),
                "alpha", Tensor.of(0.5f),
                "normalization", Tensor.of(0),
                "net.0.s_net.0.bias", Tensor.of());
        wrong.forEach((name, tensor) -> {
            final Map<String, Tensor> changed = new HashMap<>(tensors);
            changed.put(name, tensor);
            final String message =
                    assertThrows(UserError.class, () -> KernelFlow.of(changed)).getMessage();
            assertTrue(message.startsWith("file: tensor \"" + name + "\""), message);
        });
    }

    private static double logProbability(final KernelFlow prior, final double[] kernel) {
        return prior.encode(prior.logits(
                        kernel,
                        new Random(9)
                                .doubles(kernel.length)
                                .map(v -> v / LogitTransform.LEVELS)
                                .toArray()))
                .logProbability();
    }

    private static double dot(final double[] a, final double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
