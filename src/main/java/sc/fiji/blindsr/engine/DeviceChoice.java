package sc.fiji.blindsr.engine;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device that a user asked for. Whether it is there becomes known when PyTorch is loaded, which only methods with
 * networks do.
 */
public final class DeviceChoice implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The first GPU, or the CPU where there is none. */
    public static final DeviceChoice AUTO = new DeviceChoice("Auto", -1);
    /** The CPU. */
    public static final DeviceChoice CPU = new DeviceChoice("CPU", -1);

    private static final Pattern GPU = Pattern.compile("gpu(?:\\s*(\\d{1,4}))?");

    private final String text;
    private final int gpu;

    private DeviceChoice(final String text, final int gpu) {
        this.text = text;
        this.gpu = gpu;
    }

    /** The device of a text: "Auto", "CPU", "GPU" (the first), "GPU 1", …; upper and lower case count the same. */
    public static Optional<DeviceChoice> named(final String text) {
        final String wanted = text.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals("auto")) return Optional.of(AUTO);
        if (wanted.equals("cpu")) return Optional.of(CPU);
        final Matcher matcher = GPU.matcher(wanted);
        if (!matcher.matches()) return Optional.empty();
        return Optional.of(
                new DeviceChoice(text.strip(), matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1))));
    }

    /** Whether a certain GPU is asked for, which must then be there. */
    public boolean isGpu() {
        return gpu >= 0;
    }

    /** The number of the GPU that is asked for. */
    int gpu() {
        return gpu;
    }

    /** There is one AUTO and one CPU, also in another process. */
    private Object readResolve() {
        return named(text).orElseThrow();
    }

    /** The choice as the user wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
