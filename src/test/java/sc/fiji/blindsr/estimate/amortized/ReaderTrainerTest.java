package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.scene.BlurSimulator;

class ReaderTrainerTest {

    private static final int STEPS = 4;
    private static final GaussianLessons LESSONS = new GaussianLessons(new BlurSimulator(List.of(), 4, 1), List.of(2));

    /** With the state of the optimiser and the running mean, and with the batches that come next. */
    @Test
    void goesOnAsIfItHadNotBeenBrokenOff(@TempDir final Path folder) throws IOException {
        final ReaderTrainer whole = trainer(1), first = trainer(1), second = trainer(1);
        whole.train(DeviceChoice.CPU, Progress.NONE);
        assertEquals(STEPS, whole.step());

        final Progress untilHalf = (stage, done, total) -> {
            if (stage.startsWith("Training") && first.step() == STEPS / 2) throw new CancellationException();
        };
        assertThrows(CancellationException.class, () -> first.train(DeviceChoice.CPU, untilHalf));
        final Path checkpoint = folder.resolve("checkpoint.safetensors");
        first.checkpoint(checkpoint);
        second.resume(checkpoint);
        assertEquals(STEPS / 2, second.step());
        second.train(DeviceChoice.CPU, Progress.NONE);

        final Map<String, float[]> expected = whole.weights().tensors();
        second.weights()
                .tensors()
                .forEach((name, values) -> assertArrayEquals(expected.get(name), values, 1e-6f, name));
        assertThrows(IllegalArgumentException.class, () -> trainer(2).resume(checkpoint));
    }

    private static ReaderTrainer trainer(final long seed) {
        return new ReaderTrainer(
                LESSONS, BlurReader.tensors(BlurReader.BUILT_IN), TrainingLength.ofSteps(STEPS), seed, 1e-3, 0, 1);
    }
}
