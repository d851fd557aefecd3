package sc.fiji.blindsr.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.model.TorchFile;

/** The flow with the authors' weights against the authors' code. */
class FlowGoldenTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void generatesTheAuthorsKernels(final int scale) throws IOException {
        final KernelFlow flow = authors(scale);
        final Golden golden = new Golden("flow_x" + scale);
        for (int i = 0; i < 4; i++) {
            final KernelFlow.Generation generation = flow.generate(golden.row("z", i));
            assertArrayEquals(golden.row("inverse_raw", i), generation.logits(), 1e-4);
            assertEquals(
                    golden.values("inverse_logdet")[i],
                    generation.logDeterminant(),
                    1e-4 * Math.abs(golden.values("inverse_logdet")[i]));
            assertArrayEquals(golden.row("kernel", i), generation.values(), 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void encodesAsTheAuthorsDo(final int scale) throws IOException {
        final KernelFlow flow = authors(scale);
        final Golden golden = new Golden("flow_x" + scale);
        for (int i = 0; i < 4; i++) {
            final double[] noise = new double[flow.latentSize()];
            Arrays.fill(noise, 1 / 1440.0);
            final double[] logits = flow.logits(golden.row("K", i), noise);
            assertArrayEquals(golden.row("x", i), logits, 1e-4);
            final KernelFlow.Encoding encoding = flow.encode(logits);
            assertArrayEquals(golden.row("u", i), encoding.latent(), 1e-4 * 10);
            assertEquals(
                    golden.values("log_prob")[i],
                    encoding.logProbability(),
                    1e-4 * Math.max(1, Math.abs(golden.values("log_prob")[i])));
        }
    }

    private static KernelFlow authors(final int scale) throws IOException {
        return KernelFlow.of(TorchFile.read(Golden.weights("FKP_x" + scale + ".pt")));
    }
}
