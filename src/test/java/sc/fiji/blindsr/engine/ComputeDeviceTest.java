package sc.fiji.blindsr.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.fault.UserError;

class ComputeDeviceTest {

    @ParameterizedTest
    @ValueSource(strings = {"CPU", "cpu", " Cpu "})
    void cpuIsUnderstoodInAnySpelling(final String choice) {
        assertEquals(
                "CPU",
                ComputeDevice.of(DeviceChoice.named(choice).orElseThrow()).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto", "GPU", "gpu 1", "GPU1", "CPU"})
    void spellingIsCheckedWithoutTheEngine(final String choice) {
        assertEquals(choice, DeviceChoice.named(choice).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TPU", "GPU -1", "GPU one", "CPU 1", "Automatic"})
    void anythingElseIsNoDevice(final String choice) {
        assertTrue(DeviceChoice.named(choice).isEmpty());
    }

    @Test
    void autoIsTheFirstGpuOrTheCpu() {
        final String expected = TorchEngine.get().getGpuCount() > 0 ? "GPU 0" : "CPU";
        assertEquals(expected, ComputeDevice.of(DeviceChoice.AUTO).name());
    }

    @Test
    void aGpuThatIsNotThereIsAnErrorThatListsTheDevices() {
        final DeviceChoice choice = DeviceChoice.named("GPU 999").orElseThrow();
        final String message =
                assertThrows(UserError.class, () -> ComputeDevice.of(choice)).getMessage();
        assertTrue(message.contains("device: GPU 999") && message.contains("are CPU"), message);
    }
}
