package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.SampleImages;

/** Real macros in real ImageJ, while somebody kills PyTorch's process, or ImageJ. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the times and arguments of other processes are not told")
class WorkerIT {

    private static final Path APP = Path.of("target", "app").toAbsolutePath();

    /** After as much computing a worker has a job, and is loading PyTorch or further. */
    private static final Duration BUSY = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    /** The macro {@code worker.ijm} runs all methods with networks. */
    @Test
    void whoeverKillsTheWorkerStopsTheCommandAlone() throws Exception {
        final Path target = Files.createDirectory(folder.resolve("target"));
        final Session session = headless(macro("worker.ijm"), target.toString());
        while (session.goOnTo("case: ")) session.killWorkersUntil("ended: ");
        assertEquals(0, session.end(), session.printed());

        final List<String> cases = new ArrayList<>(List.of(session.printed().split("(?m)^case: ")));
        cases.remove(0);
        assertEquals(6, cases.size(), session.printed());
        for (final String text : cases) {
            assertTrue(
                    text.contains("device: the process of PyTorch ended in the midst of the work, but ImageJ and its"
                            + " images are unharmed: it was killed"),
                    text);
            assertFalse(text.contains("ended: reached"), text);
        }
        assertTrue(session.printed().endsWith("same as before: 1\nthe end\n"), session.printed());
        assertEquals(List.of(), listing(target));
    }

    /** It gets the worker of its first image killed twice. */
    @Test
    void aBatchGoesOn() throws Exception {
        final Path source = Files.createDirectory(folder.resolve("in")), target = folder.resolve("out");
        for (final String name : List.of("a", "b", "c")) {
            final int enlarged = name.equals("a") ? 8 : 1; // so that no worker is done with it before it is killed
            IJ.saveAsTiff(
                    new ImagePlus(name, SampleImages.plane(40 * enlarged, 32 * enlarged, 16, 20, 0)),
                    source.resolve(name + ".tif").toString());
        }
        final Session session = batch(source, target);
        session.killWorkersUntil("Blind SR: a.tif is tried once more: device: the process of PyTorch ended");
        session.killWorkersUntil("Blind SR: a.tif failed: device: the process of PyTorch ended");
        assertEquals(0, session.end(), session.printed());
        assertTrue(session.printed().contains("Blind SR: 2 done, 0 skipped, 1 failed; see "), session.printed());
        assertTrue(session.printed().contains("rows: 3\n"), session.printed());
        assertEquals(
                List.of("Blind SR.csv", "b-SRx2.tif", "b-kernel.tif", "c-SRx2.tif", "c-kernel.tif"), listing(target));
    }

    /** What a process says that was killed is not that PyTorch cannot start. */
    @Test
    void aWorkerKilledBeforeTheFirstImageEndsNoBatch() throws Exception {
        final Path source = Files.createDirectory(folder.resolve("in")), target = folder.resolve("out");
        IJ.saveAsTiff(
                new ImagePlus("a", SampleImages.plane(40, 32, 16, 20, 0)),
                source.resolve("a.tif").toString());
        final Session session = batch(source, target);
        session.killFirstWorker();
        assertEquals(0, session.end(), session.printed());
        assertTrue(session.printed().contains("Blind SR: 1 done, 0 skipped, 0 failed; see "), session.printed());
    }

    @Test
    void itEndsWithImageJ() throws Exception {
        final Session session = headless(
                Files.writeString(
                        folder.resolve("endless.ijm"),
                        "newImage('sample', '8-bit ramp', 64, 64, 1); print('begins');"
                                + " run('Estimate Blur Kernel...', 'estimator=DIP-FKP iterations=1000000');"),
                "");
        assertTrue(session.goOnTo("begins"));
        Optional<ProcessHandle> worker = session.busyWorker();
        for (; worker.isEmpty(); worker = session.busyWorker()) {
            assertTrue(session.imageJ.isAlive(), session::printed);
            Thread.sleep(50);
        }
        session.imageJ.destroyForcibly();
        worker.get().onExit().get(1, TimeUnit.MINUTES);
    }

    @Test
    void anImageInAWindowIsUnharmed() throws Exception {
        final String[] estimators = {"DIP-FKP", "KernelGAN-FKP", "KernelGAN", "Double-DIP"};
        try (VirtualScreen screen = new VirtualScreen("1200x800x24")) {
            final ProcessBuilder builder = new ProcessBuilder(
                    VirtualScreen.imageJ(CrashSession.class, List.of("-Duser.home=" + folder), estimators));
            builder.environment().put(VirtualScreen.DISPLAY, screen.display());
            final Session session = new Session(builder);
            while (session.goOnTo("begins: ")) session.killWorkersUntil("error on the screen: ");
            assertEquals(0, session.end(), session.printed());
            for (final String line : List.of(
                    "error on the screen: true",
                    "windows as before: true",
                    "unsaved image as before: true",
                    "locked: false",
                    "next run as before: true"))
                assertEquals(
                        estimators.length,
                        session.printed().split(line, -1).length - 1,
                        line + "\n" + session.printed());
        }
    }

    private static List<String> listing(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static Path macro(final String name) throws URISyntaxException {
        return Path.of(WorkerIT.class.getResource(name).toURI());
    }

    /** A batch that needs PyTorch and has just begun. */
    private Session batch(final Path source, final Path target) throws IOException {
        final Session session = headless(
                Files.writeString(
                        folder.resolve("batch.ijm"),
                        "print('begins'); run('Blind SR Batch...', getArgument()"
                                + " + ' estimator=DIP-FKP region=Whole iterations=3'); print('rows: ' + nResults);"),
                "source=[" + source + "] target=[" + target + "]");
        assertTrue(session.goOnTo("begins"));
        return session;
    }

    /** Runs a macro without windows. */
    private Session headless(final Path macro, final String argument) throws IOException {
        final ProcessBuilder builder =
                new ProcessBuilder("bash", APP.resolve("imagej").toString(), "--headless", macro.toString(), argument);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Duser.home=" + folder); // crash reports are nobody's
        return new Session(builder);
    }

    /** ImageJ under way. */
    private final class Session {

        private final Process imageJ;
        private final BufferedReader output;
        private final StringBuilder printed = new StringBuilder();
        /** Computing that a worker had done when it was first seen, by its number. */
        private final Map<Long, Duration> usedAtFirst = new HashMap<>();

        Session(final ProcessBuilder builder) throws IOException {
            imageJ = builder.redirectErrorStream(true).start();
            output = imageJ.inputReader(StandardCharsets.UTF_8);
        }

        /** Reads on to a line that begins so. @return whether there is one */
        boolean goOnTo(final String beginning) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                printed.append(line).append('\n');
                if (line.startsWith(beginning)) return true;
            }
            return false;
        }

        private Stream<ProcessHandle> workers() {
            return imageJ.descendants()
                    .filter(p -> Arrays.asList(p.info().arguments().orElse(new String[0]))
                            .contains("sc.fiji.blindsr.worker.WorkerMain"));
        }

        /** Kills the next worker that there is, whatever it does. */
        void killFirstWorker() throws Exception {
            Optional<ProcessHandle> worker = workers().findFirst();
            for (; worker.isEmpty(); worker = workers().findFirst()) {
                assertTrue(imageJ.isAlive(), this::printed);
                Thread.sleep(5);
            }
            worker.get().destroyForcibly();
        }

        /** A worker that has a job, if there is one now. */
        Optional<ProcessHandle> busyWorker() {
            return workers()
                    .filter(p -> {
                        final Duration used = p.info().totalCpuDuration().orElse(Duration.ZERO);
                        return used.minus(usedAtFirst.computeIfAbsent(p.pid(), pid -> used))
                                        .compareTo(BUSY)
                                > 0;
                    })
                    .findFirst();
        }

        /**
         * Kills each worker that is busy until a line that begins so is printed: the one that finds the device has done its
         * job when the work itself begins, and nobody would miss it.
         */
        void killWorkersUntil(final String beginning) throws Exception {
            while (true) {
                if (output.ready()) {
                    final String line = output.readLine();
                    printed.append(line).append('\n');
                    if (line.startsWith(beginning)) return;
                    continue;
                }
                assertTrue(imageJ.isAlive(), () -> "ImageJ ended: " + printed);
                final Optional<ProcessHandle> worker = busyWorker();
                if (worker.isPresent()) {
                    worker.get().destroyForcibly();
                    worker.get().onExit().get();
                }
                Thread.sleep(50);
            }
        }

        int end() throws Exception {
            goOnTo("\0");
            return imageJ.waitFor();
        }

        String printed() {
            return printed.toString();
        }
    }
}
