package sc.fiji.blindsr.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.progress.Progress;

class GradientSessionTest {

    @Test
    void givesGradients() {
        try (NDManager manager = TorchEngine.get().newBaseManager(ComputeDevice.CPU.device())) {
            final NDArray x = manager.create(new float[] {1, -3});
            x.setRequiresGradient(true);
            try (GradientSession session = GradientSession.open(Progress.NONE)) {
                session.backward(x.square().sum());
            }
            assertArrayEquals(new float[] {2, -6}, x.getGradient().toFloatArray());
        }
    }

    @Test
    void sessionsTakeTurnsInTheOrderOfTheirComing() throws InterruptedException {
        final List<Integer> order = new CopyOnWriteArrayList<>();
        final ExecutorService threads = Executors.newCachedThreadPool();
        final CompletableFuture<?>[] waiting = new CompletableFuture<?>[3];
        try (GradientSession session = GradientSession.open(Progress.NONE)) {
            for (int i = 0; i < waiting.length; i++) {
                final int number = i;
                final CountDownLatch waits = new CountDownLatch(1);
                waiting[i] = CompletableFuture.runAsync(
                        () -> {
                            try (GradientSession mine =
                                    GradientSession.open((stage, done, total) -> waits.countDown())) {
                                order.add(number);
                            }
                        },
                        threads);
                waits.await();
            }
            assertTrue(order.isEmpty());
        }
        CompletableFuture.allOf(waiting).join();
        threads.shutdown();
        assertEquals(List.of(0, 1, 2), order);
    }

    @Test
    void whoeverWaitsCanCancel() {
        try (GradientSession session = GradientSession.open(Progress.NONE)) {
            final CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> GradientSession.open((stage, done, total) -> {
                        throw new CancellationException();
                    }));
            assertInstanceOf(
                    CancellationException.class,
                    assertThrows(CompletionException.class, waiting::join).getCause());
        }
        // The one that left is not waited for.
        GradientSession.open(Progress.NONE).close();
    }

    @Test
    void sessionsDoNotNest() {
        try (GradientSession session = GradientSession.open(Progress.NONE)) {
            assertThrows(IllegalStateException.class, () -> GradientSession.open(Progress.NONE));
        }
        GradientSession.open(Progress.NONE).close();
    }
}
