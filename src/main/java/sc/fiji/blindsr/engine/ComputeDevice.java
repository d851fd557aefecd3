package sc.fiji.blindsr.engine;

import ai.djl.Device;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.UserError;

/** A device that PyTorch computes on: the CPU, or one of the GPUs. */
public final class ComputeDevice {

    /** The CPU; getting and naming it does not load the engine. */
    public static final ComputeDevice CPU = new ComputeDevice(-1);

    /** The number of the GPU; -1 for the CPU. */
    private final int gpu;

    private ComputeDevice(final int gpu) {
        this.gpu = gpu;
    }

    /**
     * The device that the user chose.
     *
     * @throws UserError if it is a GPU that is not there
     * @throws EngineUnavailableException if anything but the CPU is asked for and PyTorch does not load
     */
    public static ComputeDevice of(final DeviceChoice choice) {
        if (choice == DeviceChoice.CPU) return CPU;
        final int gpus = TorchEngine.get().getGpuCount();
        if (choice == DeviceChoice.AUTO) return gpus > 0 ? new ComputeDevice(0) : CPU;
        if (choice.gpu() >= gpus)
            throw new UserError(
                    "device", choice + " is not there", "the devices of this machine are " + available(gpus));
        return new ComputeDevice(choice.gpu());
    }

    /** The device in DJL's terms. */
    public Device device() {
        return gpu < 0 ? Device.cpu() : Device.gpu(gpu);
    }

    /** The name for users: "CPU", "GPU 0", "GPU 1", … */
    public String name() {
        return gpu < 0 ? "CPU" : "GPU " + gpu;
    }

    @Override
    public String toString() {
        return name();
    }

    /**
     * All devices of this machine: the CPU, then the GPUs.
     *
     * @throws EngineUnavailableException if PyTorch does not load
     */
    public static List<ComputeDevice> all() {
        return all(TorchEngine.get().getGpuCount());
    }

    private static List<ComputeDevice> all(final int gpus) {
        return Stream.concat(Stream.of(CPU), IntStream.range(0, gpus).mapToObj(ComputeDevice::new))
                .toList();
    }

    private static String available(final int gpus) {
        return all(gpus).stream().map(ComputeDevice::name).collect(Collectors.joining(", "));
    }
}
