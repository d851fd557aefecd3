package sc.fiji.blindsr.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeDeviceTest {

    @ParameterizedTest
    @ValueSource(strings = {"CPU", "cpu", " Cpu "})
    void cpuIsUnderstoodInAnySpelling(final String choice) {
        assertEquals("CPU", ComputeDevice.of(choice).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto", "GPU", "gpu 1", "GPU1", "CPU"})
    void spellingIsCheckedWithoutTheEngine(final String choice) {
        ComputeDevice.check(choice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TPU", "GPU -1", "GPU one", "CPU 1", "Automatic"})
    void anythingElseIsAnErrorThatSaysWhatIsAllowed(final String choice) {
        final String message = assertThrows(IllegalArgumentException.class, () -> ComputeDevice.of(choice))
                .getMessage();
        assertTrue(
                message.contains("device")
                        && message.contains('"' + choice + '"')
                        && message.contains("Auto, CPU, GPU"),
                message);
    }

    @Test
    void autoIsTheFirstGpuOrTheCpu() {
        final String expected = TorchEngine.get().getGpuCount() > 0 ? "GPU 0" : "CPU";
        assertEquals(expected, ComputeDevice.of("auto").name());
    }

    @Test
    void aGpuThatIsNotThereIsAnErrorThatListsTheDevices() {
        final String message = assertThrows(IllegalArgumentException.class, () -> ComputeDevice.of("GPU 999"))
                .getMessage();
        assertTrue(message.contains("device: GPU 999") && message.contains("are CPU"), message);
    }
}
