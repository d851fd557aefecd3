package sc.fiji.blindsr.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.fault.NetworksOutOfMemory;
import sc.fiji.blindsr.fault.TransientError;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/** Jobs without PyTorch, in a real worker. */
class TorchWorkerTest {

    /** Gives back what it is given. */
    private record Echo(float[] values) implements Job<float[]> {

        @Override
        public float[] run(final Progress progress) {
            return values;
        }
    }

    /** Says all that can be said, also where a library might. */
    private record Talk() implements Job<String> {

        @Override
        public String run(final Progress progress) {
            System.out.println("a library prints");
            System.err.println("and warns");
            progress.update("stage", 3, 4);
            progress.kernel(ArrayImgs.floats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
            progress.log("line");
            return "done";
        }
    }

    /** Prints as native code does, past Java, while it says something and gives back what it is given. */
    private record Print(float[] values) implements Job<float[]> {

        @Override
        public float[] run(final Progress progress) {
            final Thread printer = new Thread(() -> {
                final byte[] line = "printed by native code\n".getBytes(StandardCharsets.US_ASCII);
                while (!Thread.interrupted())
                    Function.getFunction("c", "write").invokeInt(new Object[] {1, line, (long) line.length});
            });
            printer.start();
            for (int i = 0; i < 1000; i++) progress.update("printing", i, 1000);
            printer.interrupt();
            return values;
        }
    }

    /** Has a program print into the worker's standard output. */
    private record Start(String... command) implements Job<Integer> {

        @Override
        public Integer run(final Progress progress) {
            try {
                return new ProcessBuilder(command).inheritIO().start().waitFor();
            } catch (final IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Fails. */
    private record Fail(RuntimeException failure) implements Job<String> {

        @Override
        public String run(final Progress progress) {
            throw failure;
        }
    }

    /** Gives back what no pipe takes. */
    private record Unsendable() implements Job<ArrayList<Object>> {

        @Override
        public ArrayList<Object> run(final Progress progress) {
            return new ArrayList<>(List.of(new Object()));
        }
    }

    /** Is something that no pipe takes. */
    private record Carry(Object what) implements Job<String> {

        @Override
        public String run(final Progress progress) {
            return "";
        }
    }

    /** Fills the heap. */
    private record Fill() implements Job<String> {

        @Override
        public String run(final Progress progress) {
            final List<long[]> all = new ArrayList<>();
            while (true) all.add(new long[10_000_000]);
        }
    }

    /** Ends the worker. */
    private record Exit(int status) implements Job<String> {

        @Override
        public String run(final Progress progress) {
            System.err.println("last words");
            Runtime.getRuntime().halt(status);
            return "";
        }
    }

    /** Writes where no memory is, as faulty native code may. */
    private record Crash() implements Job<String> {

        @Override
        public String run(final Progress progress) {
            new Pointer(0).setByte(0, (byte) 1);
            return "";
        }
    }

    /** Goes on until it is cancelled. */
    private record Run() implements Job<String> {

        @Override
        public String run(final Progress progress) {
            for (int i = 0; ; i++) progress.update("running", i, i + 1);
        }
    }

    /** Goes on until it is cancelled, and says what it needs. */
    private record Sized(DeviceChoice device, long memory) implements Job<String> {

        @Override
        public String run(final Progress progress) {
            return new Run().run(progress);
        }
    }

    /** Says once that it is there, and never again. */
    private record Hang() implements Job<String> {

        @Override
        public String run(final Progress progress) {
            progress.update("hanging", 0, 1);
            while (true)
                try {
                    Thread.sleep(1000);
                } catch (final InterruptedException e) {
                    // hangs on
                }
        }
    }

    /** Says that it is there, and a moment later that it is done. */
    private record Late() implements Job<String> {

        @Override
        public String run(final Progress progress) {
            progress.update("late", 0, 1);
            try {
                Thread.sleep(1000);
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "late";
        }
    }

    private record Pid() implements Job<Long> {

        @Override
        public Long run(final Progress progress) {
            return ProcessHandle.current().pid();
        }
    }

    private static long pid() {
        return TorchWorker.call(new Pid(), Progress.NONE);
    }

    @Test
    void arraysComeBackAsTheyWere() {
        final Random random = new Random(1);
        final float[] values = new float[3_000_000];
        for (int i = 0; i < values.length; i++) values[i] = Float.intBitsToFloat(random.nextInt());
        final float[] back = TorchWorker.call(new Echo(values), Progress.NONE);
        assertArrayEquals(values, back);
    }

    @Test
    void itIsAnotherProcessThatStays() {
        final long worker = pid();
        assertNotEquals(ProcessHandle.current().pid(), worker);
        assertEquals(worker, pid());
        assertEquals(worker, TorchWorker.pid().orElseThrow());
    }

    /** Print as libraries may, it reaches the listener and disturbs nothing. */
    @Test
    void theListenerHearsAll() {
        final List<String> heard = new ArrayList<>();
        final String result = TorchWorker.call(new Talk(), new Progress() {
            @Override
            public void update(final String stage, final int done, final int total) {
                if (stage.equals("stage")) heard.add(stage + " " + done + "/" + total);
            }

            @Override
            public void kernel(final RandomAccessibleInterval<FloatType> kernel) {
                heard.add(kernel.dimension(0) + "×" + kernel.dimension(1) + " " + Pixels.floats(kernel)[5]);
            }

            @Override
            public void log(final String line) {
                heard.add(line);
            }
        });
        assertEquals("done", result);
        assertTrue(heard.containsAll(List.of("stage 3/4", "3×2 6.0", "line")), heard.toString());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "write() of libc is called")
    void whatNativeCodePrintsIsNoMessage() {
        final long worker = pid();
        final float[] values = new float[3_000_000];
        for (int i = 0; i < values.length; i++) values[i] = i;
        final int[] heard = {0};
        final float[] back = TorchWorker.call(new Print(values), (stage, done, total) -> {
            if (stage.equals("printing") && done == heard[0]) heard[0]++;
        });
        assertArrayEquals(values, back);
        assertEquals(1000, heard[0]);
        assertEquals(worker, pid());
    }

    @Test
    void norIsWhatAProgramPrintsThatItStarts() {
        final long worker = pid();
        final String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals(0, TorchWorker.call(new Start(java, "--version"), Progress.NONE));
        assertEquals(worker, pid());
    }

    /** What cannot be sent is said, and nobody waits for it. */
    @Test
    void whatCannotBeSentIsNoEndlessWait() {
        assertThrows(TransientError.class, () -> TorchWorker.call(new Unsendable(), Progress.NONE));
        assertThrows(UncheckedIOException.class, () -> TorchWorker.call(new Carry(new Object()), Progress.NONE));
        assertArrayEquals(new float[] {1}, TorchWorker.call(new Echo(new float[] {1}), Progress.NONE));
    }

    @Test
    void userErrorsStayUserErrors() {
        final long worker = pid();
        final UserError error =
                assertThrows(UserError.class, () -> call(new Fail(UserError.value("scale", 5, "one of 2, 3, 4"))));
        assertEquals(UserError.class, error.getClass());
        assertEquals("scale: \"5\" was given, allowed is one of 2, 3, 4.", error.getMessage());
        assertEquals(worker, pid());
    }

    @Test
    void bugsKeepTheirTrace() {
        final String message = assertThrows(
                        IllegalStateException.class, () -> call(new Fail(new ArithmeticException("by zero"))))
                .getMessage();
        assertTrue(message.contains("ArithmeticException: by zero") && message.contains("\tat "), message);
    }

    @Test
    void itsHeapIsNotThatOfImageJ() {
        final long worker = pid();
        assertThrows(NetworksOutOfMemory.class, () -> call(new Fill()));
        assertEquals(worker, pid());
    }

    @Test
    void theNextJobHasANewWorker() throws IOException {
        final long worker = pid();
        final String message =
                assertThrows(TransientError.class, () -> call(new Exit(3))).getMessage();
        assertTrue(message.startsWith("device: the process of PyTorch ended in the midst of the work"), message);
        assertTrue(message.contains("exit status 3. Try again"), message);
        final Path report = Path.of(message.replaceAll("(?s).*send the file (.*)\\.$", "$1"));
        assertTrue(Files.readString(report).contains("last words"), message);
        Files.delete(report);
        assertNotEquals(worker, pid());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a crash has another exit status there")
    void theReportOfACrashIsKept() throws IOException {
        final String message =
                assertThrows(TransientError.class, () -> call(new Crash())).getMessage();
        assertTrue(message.contains("exit status 1. Try again"), message);
        final Path report = Path.of(message.replaceAll("(?s).*send the file (.*)\\.$", "$1"));
        assertTrue(Files.readString(report).contains("A fatal error has been detected"), message);
        Files.delete(report);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals there")
    void aKilledWorkerIsSaidToBeShortOfMemory() {
        pid();
        final String message = assertThrows(
                        TransientError.class,
                        // what the worker said before it was killed may still arrive
                        () -> TorchWorker.call(new Run(), (stage, done, total) -> TorchWorker.pid()
                                .ifPresent(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly))))
                .getMessage();
        assertTrue(message.contains("it was killed, as the system does when memory is short"), message);
    }

    @Test
    void whatIsCancelledEndsByItself() {
        final long worker = pid();
        assertThrows(
                CancellationException.class,
                () -> TorchWorker.call(new Run(), (stage, done, total) -> {
                    if (done > 2) throw new CancellationException();
                }));
        assertEquals(worker, pid());
    }

    @Test
    void whatHangsIsEnded() throws Exception {
        final ProcessHandle worker = ProcessHandle.of(pid()).orElseThrow();
        final int[] asked = {0};
        assertThrows(
                CancellationException.class,
                () -> TorchWorker.call(new Hang(), (stage, done, total) -> {
                    if (stage.equals("hanging") && ++asked[0] > 2) throw new CancellationException();
                }));
        worker.onExit().get(1, TimeUnit.MINUTES);
        assertNotEquals(worker.pid(), pid());
    }

    /** Not even its Java runs, so that nothing is read from its pipe. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals there")
    void soIsOneThatStandsStill() throws Exception {
        final long worker = pid();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", Long.toString(worker))
                        .start()
                        .waitFor());
        final int[] asked = {0};
        assertThrows(
                CancellationException.class,
                () -> TorchWorker.call(new Echo(new float[1_000_000]), (stage, done, total) -> {
                    if (++asked[0] > 2) throw new CancellationException();
                }));
        assertNotEquals(worker, pid());
    }

    @Test
    void interruptionCancels() {
        final Thread me = Thread.currentThread();
        pid();
        assertThrows(
                CancellationException.class,
                () -> TorchWorker.call(new Run(), (stage, done, total) -> {
                    if (done == 3) me.interrupt();
                }));
        assertTrue(Thread.interrupted());
    }

    /** The next job does not get the answer of one that was interrupted while it was being cancelled. */
    @Test
    void interruptionOfACancelledJobIsNoOnesAnswer() throws Exception {
        final Thread me = Thread.currentThread();
        pid();
        final CompletableFuture<Void> interrupts = new CompletableFuture<>();
        assertThrows(
                CancellationException.class,
                () -> TorchWorker.call(new Late(), (stage, done, total) -> {
                    if (!stage.equals("late")) return;
                    interrupts.completeAsync(
                            () -> {
                                me.interrupt();
                                return null;
                            },
                            CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS));
                    throw new CancellationException();
                }));
        boolean interrupted = Thread.interrupted();
        while (!interrupts.isDone()) interrupted |= Thread.interrupted();
        assertTrue(interrupted | Thread.interrupted());
        assertArrayEquals(new float[] {1, 2}, TorchWorker.call(new Echo(new float[] {1, 2}), Progress.NONE));
    }

    /** The log says why. */
    @Test
    void jobsForTheSameGpuTakeTurns() throws InterruptedException {
        final DeviceChoice gpu = DeviceChoice.named("GPU 1").orElseThrow();
        assertEquals(
                new Neighbour(
                        List.of("Another command uses PyTorch; this one waits for its turn, because both use the same"
                                + " GPU."),
                        1),
                besides(new Sized(gpu, 0), new Sized(gpu, 0)));
    }

    @Test
    void jobsTakeTurnsWhereMemoryIsShort() throws InterruptedException {
        final Neighbour second = besides(new Sized(DeviceChoice.CPU, 0), new Sized(DeviceChoice.CPU, 1L << 60));
        assertEquals(1, second.lines.size());
        assertEquals(1, second.processes);
        assertTrue(
                second.lines
                        .get(0)
                        .matches("Another command uses PyTorch; this one waits for its turn, because both need"
                                + " \\d+ MB of memory, and \\d+ MB are free\\."),
                second.lines.toString());
    }

    @Test
    void elseTheSecondHasAProcessOfItsOwn() throws InterruptedException {
        assertEquals(
                new Neighbour(List.of("Another command uses PyTorch; this one gets a second process of it."), 2),
                besides(new Sized(DeviceChoice.named("GPU").orElseThrow(), 0), new Sized(DeviceChoice.CPU, 0)));
        TorchWorker.pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        while (TorchWorker.pids().findAny().isPresent()) Thread.sleep(10); // so that no test finds them
    }

    /** The first place is free again, but the job in the second one uses the same GPU. */
    @Test
    void theNeighbourMayBeInTheSecondPlace() throws InterruptedException {
        final DeviceChoice gpu = DeviceChoice.named("GPU 1").orElseThrow();
        final CountDownLatch both = new CountDownLatch(2),
                firstEnds = new CountDownLatch(1),
                secondEnds = new CountDownLatch(1);
        final CompletableFuture<String> first = start(new Sized(DeviceChoice.CPU, 0), both, firstEnds);
        while (both.getCount() > 1 && !first.isDone()) Thread.sleep(10);
        final CompletableFuture<String> second = start(new Sized(gpu, 0), both, secondEnds);
        assertTrue(both.await(60, TimeUnit.SECONDS));
        firstEnds.countDown();
        assertThrows(CompletionException.class, first::join);

        final LoggingProgress progress = new LoggingProgress() {
            @Override
            public void update(final String stage, final int done, final int total) {
                if (stage.startsWith("Waiting for another")) secondEnds.countDown();
                if (stage.equals("running")) throw new CancellationException();
            }
        };
        assertThrows(CancellationException.class, () -> TorchWorker.call(new Sized(gpu, 0), progress));
        assertEquals(
                List.of("Another command uses PyTorch; this one waits for its turn, because both use the same GPU."),
                progress.lines);
        secondEnds.countDown();
        assertThrows(CompletionException.class, second::join);
        TorchWorker.pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        while (TorchWorker.pids().findAny().isPresent()) Thread.sleep(10); // so that no test finds them
    }

    private static CompletableFuture<String> start(
            final Sized job, final CountDownLatch runs, final CountDownLatch ends) {
        final boolean[] counted = {false};
        return CompletableFuture.supplyAsync(() -> TorchWorker.call(job, (stage, done, total) -> {
            if (stage.equals("running") && !counted[0]) {
                counted[0] = true;
                runs.countDown();
            }
            if (ends.getCount() == 0) throw new CancellationException();
        }));
    }

    /**
     * What becomes of a job that comes while another is at work.
     *
     * @param lines its log
     * @param processes of workers, when it waits or runs
     */
    private record Neighbour(List<String> lines, long processes) {}

    /** Both jobs end when the second one waits or runs. */
    private static Neighbour besides(final Sized first, final Sized second) throws InterruptedException {
        final CountDownLatch runs = new CountDownLatch(1), heard = new CountDownLatch(1);
        final CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> TorchWorker.call(first, (stage, done, total) -> {
                    if (stage.equals("running")) runs.countDown();
                    if (heard.getCount() == 0) throw new CancellationException();
                }));
        runs.await();
        final long[] processes = {0};
        final LoggingProgress progress = new LoggingProgress() {
            @Override
            public void update(final String stage, final int done, final int total) {
                final boolean waits = stage.startsWith("Waiting for another"), works = stage.equals("running");
                if ((waits || works) && processes[0] == 0)
                    processes[0] = TorchWorker.pids()
                            .filter(pid -> ProcessHandle.of(pid).orElseThrow().isAlive())
                            .distinct()
                            .count();
                if (waits) heard.countDown();
                if (works) throw new CancellationException();
            }
        };
        assertThrows(CancellationException.class, () -> TorchWorker.call(second, progress));
        heard.countDown();
        assertThrows(CompletionException.class, other::join);
        return new Neighbour(progress.lines, processes[0]);
    }

    @Test
    void withoutJavaTheMessageSaysWhatToDo(@TempDir final Path nothing) throws Exception {
        assertTrue(cannotStart(nothing).contains(nothing.resolve("bin").toString()));
    }

    /** Some institutes allow no programs but their own. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no right to be run there")
    void soItDoesWhereItMayNotBeStarted(@TempDir final Path home) throws Exception {
        Files.createFile(Files.createDirectory(home.resolve("bin")).resolve("java"));
        final String message = cannotStart(home);
        assertTrue(message.contains("Permission denied"), message);
    }

    /** What is said where Java is another's, or none. */
    private static String cannotStart(final Path javaHome) throws Exception {
        final ProcessHandle worker = ProcessHandle.of(pid()).orElseThrow();
        worker.destroyForcibly();
        worker.onExit().get();
        while (TorchWorker.pid().isPresent()) Thread.sleep(10); // until Java knows it too
        final String home = System.setProperty("java.home", javaHome.toString());
        try {
            final String message = assertThrows(EngineUnavailableException.class, TorchWorkerTest::pid)
                    .getMessage();
            assertTrue(message.contains("cannot be started: "), message);
            assertTrue(message.contains("methods that do without PyTorch"), message);
            return message;
        } finally {
            System.setProperty("java.home", home);
        }
    }

    /** However ImageJ ends. */
    @Test
    void itEndsWithItsParent() throws Exception {
        for (final boolean kill : new boolean[] {true, false}) {
            final Process host = host("300");
            try (BufferedReader said = host.inputReader()) {
                final ProcessHandle worker =
                        ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
                assertEquals("hanging", said.readLine());
                if (kill) host.destroyForcibly();
                else host.outputWriter().append('\n').close();
                worker.onExit().get(1, TimeUnit.MINUTES);
            }
        }
    }

    @Test
    void withoutWorkItEnds() throws Exception {
        final Process host = host("1");
        try (BufferedReader said = host.inputReader()) {
            said.readLine();
            host.outputWriter().append('\n').close();
            assertEquals(0, host.waitFor());
        }
    }

    private static Process host(final String idle) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dblindsr.worker.idle=" + idle,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        idle)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Stands for ImageJ. */
    static final class Host {

        /** @param arguments for how many seconds a worker is kept: 1, and it waits for its end, or more, and it has it hang */
        public static void main(final String... arguments) throws Exception {
            final long worker = pid();
            System.out.println(worker);
            if (arguments[0].equals("1"))
                ProcessHandle.of(worker).orElseThrow().onExit().get();
            else
                new Thread(() -> TorchWorker.call(new Hang(), (stage, done, total) -> {
                            if (stage.equals("hanging")) System.out.println(stage);
                        }))
                        .start();
            System.in.read();
            System.exit(0);
        }
    }

    private static void call(final Job<?> job) {
        TorchWorker.call(job, Progress.NONE);
    }
}
