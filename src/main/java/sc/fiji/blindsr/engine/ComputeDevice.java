package sc.fiji.blindsr.engine;

import ai.djl.Device;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A device that PyTorch computes on: the CPU, or one of the GPUs. */
public final class ComputeDevice {

    /** The CPU; getting and naming it does not load the engine. */
    public static final ComputeDevice CPU = new ComputeDevice(Device.cpu());

    private static final Pattern GPU = Pattern.compile("gpu(?:\\s*(\\d{1,4}))?");

    private final Device device;

    private ComputeDevice(final Device device) {
        this.device = device;
    }

    /**
     * Gives the device that the user chose.
     *
     * @param choice "Auto" (the first GPU, or the CPU where there is none), "CPU", "GPU" (the first), "GPU 1", …;
     *            upper and lower case are the same
     * @throws IllegalArgumentException if the choice is none of these, or a GPU that is not there
     * @throws EngineUnavailableException if anything but the CPU is asked for and PyTorch does not load
     */
    public static ComputeDevice of(final String choice) {
        final String wanted = check(choice);
        if (wanted.equals("cpu")) return CPU;
        final int gpus = TorchEngine.get().getGpuCount();
        if (wanted.equals("auto")) return gpus > 0 ? gpu(0) : CPU;
        final Matcher matcher = GPU.matcher(wanted);
        matcher.matches();
        final int number = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        if (number >= gpus)
            throw new IllegalArgumentException("device: " + choice.strip()
                    + " is not there; the devices of this machine are " + available(gpus) + ".");
        return gpu(number);
    }

    /**
     * Checks the spelling of a choice, without loading the engine.
     *
     * @return the choice in lower case
     * @throws IllegalArgumentException if it is none of those that {@link #of} understands
     */
    public static String check(final String choice) {
        final String wanted = choice == null ? "" : choice.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals("auto") || wanted.equals("cpu") || GPU.matcher(wanted).matches()) return wanted;
        throw new IllegalArgumentException(
                "device: \"" + choice + "\" is not a device; allowed are Auto, CPU, GPU, GPU 1, GPU 2, …");
    }

    /** The device in DJL's terms. */
    public Device device() {
        return device;
    }

    /** The name for users: "CPU", "GPU 0", "GPU 1", … */
    public String name() {
        return device.isGpu() ? "GPU " + device.getDeviceId() : "CPU";
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

    private static ComputeDevice gpu(final int number) {
        return new ComputeDevice(Device.gpu(number));
    }

    private static List<ComputeDevice> all(final int gpus) {
        return Stream.concat(Stream.of(CPU), IntStream.range(0, gpus).mapToObj(ComputeDevice::gpu))
                .toList();
    }

    private static String available(final int gpus) {
        return all(gpus).stream().map(ComputeDevice::name).collect(Collectors.joining(", "));
    }
}
