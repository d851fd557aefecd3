package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.prior.KernelPriors;

class SphereAdamTest {

    /** Five steps of rate 0.5 on mean((z − target)²), each followed by the projection. */
    @Test
    void walksAsTheAuthorsOptimiser() {
        final Golden golden = new Golden("spherical_adam");
        final double[] target = golden.values("target");
        final SphereAdam adam = new SphereAdam(KernelPriors.builtIn(2), golden.row("z", 0), 0.5);
        double[] z = golden.row("z", 0);
        for (int step = 1; step <= 5; step++) {
            final double[] gradient = new double[z.length];
            for (int i = 0; i < z.length; i++) gradient[i] = 2 * (z[i] - target[i]) / z.length;
            adam.step(gradient);
            z = adam.latent();
            assertArrayEquals(golden.row("z", step), z, 2e-5, "step " + step);
        }
    }
}
