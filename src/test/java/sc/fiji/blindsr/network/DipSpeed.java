package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.progress.Progress;

/**
 * Measures iterations (forward, backward, Adam) of the image network: {@code DipSpeed [size [iterations [profile]]]},
 * 252 and 10 if not given. With a third argument PyTorch's own profile of one iteration follows.
 */
public final class DipSpeed {

    private static final Pattern EVENT = Pattern.compile(
            "\"name\": \"([^\"]+)\",\\s+\"ph\": \"X\",\\s+\"ts\": ([\\d.e+]+),\\s+\"dur\": ([\\d.e+]+),\\s+\"tid\": (\\d+)");

    private final DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1);
    private final Adam adam = new Adam(network.parameters().values(), 5e-3);
    private final NDArray noise;

    private DipSpeed(final int size) {
        noise = network.noise(1, size, size);
    }

    public static void main(final String... args) throws IOException {
        final int size = args.length > 0 ? Integer.parseInt(args[0]) : 252;
        final int iterations = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        final DipSpeed speed = new DipSpeed(size);
        final List<Double> seconds = new ArrayList<>();
        for (int i = -2; i < iterations; i++) {
            final long start = System.nanoTime();
            speed.iterate();
            if (i >= 0) seconds.add((System.nanoTime() - start) * 1e-9);
        }
        seconds.sort(null);
        System.out.printf(
                "%d×%d: median %.3f s, least %.3f s of %d iterations%n",
                size, size, seconds.get(iterations / 2), seconds.get(0), iterations);
        if (args.length > 2) speed.profile();
    }

    private void iterate() {
        try (GradientSession session = GradientSession.open(Progress.NONE);
                NDManager manager = network.manager().newSubManager()) {
            session.backward(network.forward(manager, noise).sub(0.5).square().mean());
        }
        adam.step();
    }

    /** Prints the time spent in every operation itself, without those that it calls. */
    private void profile() throws IOException {
        final Path file = Files.createTempFile("profile", ".json");
        JniUtils.startProfile(false, false, false);
        iterate();
        JniUtils.stopProfile(file.toString());
        final Map<String, List<double[]>> threads = new TreeMap<>();
        final List<String> names = new ArrayList<>();
        final Matcher matcher = EVENT.matcher(Files.readString(file));
        while (matcher.find()) {
            final double start = Double.parseDouble(matcher.group(2));
            final double end = start + Double.parseDouble(matcher.group(3));
            threads.computeIfAbsent(matcher.group(4), t -> new ArrayList<>())
                    .add(new double[] {start, end, names.size()});
            names.add(matcher.group(1));
        }
        Files.delete(file);
        final Map<String, Double> own = new TreeMap<>();
        for (final List<double[]> events : threads.values()) {
            events.sort(Comparator.<double[]>comparingDouble(e -> e[0]).thenComparing(e -> -e[1]));
            final List<double[]> open = new ArrayList<>();
            for (final double[] event : events) {
                while (!open.isEmpty() && open.get(open.size() - 1)[1] <= event[0]) open.remove(open.size() - 1);
                final double duration = event[1] - event[0];
                if (!open.isEmpty()) own.merge(names.get((int) open.get(open.size() - 1)[2]), -duration, Double::sum);
                own.merge(names.get((int) event[2]), duration, Double::sum);
                open.add(event);
            }
        }
        own.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(25)
                .forEach(e -> System.out.printf("%8.1f ms  %s%n", e.getValue() / 1000, e.getKey()));
    }
}
