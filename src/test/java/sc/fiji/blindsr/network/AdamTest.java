package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.progress.Progress;

class AdamTest {

    /** f(w) = ½ Σ c w², so that the gradient is c·w; the smallest c makes gradients as small as ε. */
    private static final float[] CURVATURE = {1, 0.01f, 1e-7f, 3e-8f};

    private static final float[] START = {1, -2, 0.5f, 1};

    @Test
    void followsTheFormula() {
        try (NDManager manager = TorchEngine.get().newBaseManager(ComputeDevice.CPU.device())) {
            final NDArray weight = manager.create(START);
            weight.setRequiresGradient(true);
            final Adam adam = new Adam(List.of(weight), 5e-3);
            compareWithFormula(weight, 0.9, () -> {
                try (GradientSession session = GradientSession.open(Progress.NONE);
                        NDManager iteration = manager.newSubManager()) {
                    // The gradient c·w by holding one factor fixed; what mul(0.5) makes is freed before the gradient
                    // reads it.
                    session.backward(iteration
                            .create(CURVATURE)
                            .mul(weight)
                            .mul(weight.stopGradient())
                            .sum());
                }
                adam.step();
            });
        }
    }

    @Test
    void followsTheFormulaWithGradientsWorkedOutByHand() {
        try (NDManager manager = TorchEngine.get().newBaseManager(ComputeDevice.CPU.device())) {
            final NDArray weight = manager.create(START), curvature = manager.create(CURVATURE);
            final Adam adam = new Adam(List.of(weight), 1, 0.5);
            adam.setRate(5e-3);
            compareWithFormula(weight, 0.5, () -> adam.step(List.of(curvature.mul(weight))));
        }
    }

    private static void compareWithFormula(final NDArray weight, final double beta1, final Runnable step) {
        final double[] expected = {START[0], START[1], START[2], START[3]};
        final double[] m = new double[4];
        final double[] v = new double[4];
        for (int t = 1; t <= 5; t++) {
            step.run();
            for (int i = 0; i < 4; i++) {
                final double gradient = CURVATURE[i] * expected[i];
                m[i] = beta1 * m[i] + (1 - beta1) * gradient;
                v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
                expected[i] -=
                        5e-3 * (m[i] / (1 - Math.pow(beta1, t))) / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
            }
            final float[] actual = weight.toFloatArray();
            for (int i = 0; i < 4; i++) assertEquals(expected[i], actual[i], 2e-6, "weight " + i + " after step " + t);
        }
    }
}
