package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.network.KernelGanNetworks.Weights;

class KernelGanScheduleTest {

    @Test
    void theBicubicLossLosesItsSayOnceItIsLow() {
        final KernelGanSchedule schedule = new KernelGanSchedule();
        for (int i = 0; i <= 150; i++) schedule.update(i, i % 3 == 0 ? 0.5 : 0.3); // never three times
        for (int i = 151; i <= 199; i++) schedule.update(i, 0.39);
        assertEquals(new Weights(5, 0.5, 0.5, 0, 0), schedule.weights());
        final double[] expected = {5, 0.05, 5e-4, 5e-6, 5e-6};
        for (int i = 200; i < 1100; i++) {
            if (i % 200 == 0)
                assertEquals(expected[i / 200 - 1], schedule.weights().bicubic(), 1e-12);
            schedule.update(i, 9); // from now on it does not matter
        }
        assertEquals(new Weights(5e-6, 0.5, 0.5, 1, 5), schedule.weights());
    }

    @Test
    void theLastLossesComeInWhenItHasHardlyAny() {
        final KernelGanSchedule schedule = new KernelGanSchedule();
        for (int i = 0; i <= 200; i++) schedule.update(i, 0);
        assertEquals(0, schedule.weights().sparsity());
        for (int i = 201; i <= 400; i++) schedule.update(i, 0);
        assertEquals(5e-4, schedule.weights().bicubic(), 1e-12);
        assertEquals(5, schedule.weights().sparsity());
        assertEquals(1, schedule.weights().centralised());
    }

    @Test
    void theRateFallsEvery750Iterations() {
        final KernelGanSchedule schedule = new KernelGanSchedule();
        for (int i = 0; i < 750; i++) schedule.update(i, 1);
        assertEquals(2e-4, schedule.rate(), 1e-15);
        for (int i = 750; i <= 1500; i++) schedule.update(i, 1);
        assertEquals(2e-6, schedule.rate(), 1e-15);
    }
}
