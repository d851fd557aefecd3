package sc.fiji.blindsr.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.LibUtils;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.ProgramRun;
import sc.fiji.blindsr.fault.UserError;

class TorchEngineTest {

    /** Text on standard error opens Fiji's console. There, SLF4J has a logger; in plain ImageJ it has none. */
    @ParameterizedTest
    @ValueSource(strings = {"with a logger", "without"})
    void theStartSaysNothing(final String host) throws Exception {
        final String classPath = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(path -> host.equals("with a logger") || !path.contains("slf4j-simple"))
                .collect(Collectors.joining(File.pathSeparator));
        final ProgramRun run = ProgramRun.run(
                Path.of("").toAbsolutePath(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        EngineStart.class.getName()));
        assertEquals(0, run.status(), run.output());
        assertEquals(TorchEngine.version() + "\n", run.output());
    }

    @Test
    void platformsHaveDjlsNames() {
        assertEquals("linux-x86_64", TorchEngine.platform("Linux", "amd64"));
        assertEquals("win-x86_64", TorchEngine.platform("Windows 11", "amd64"));
        assertEquals("osx-aarch64", TorchEngine.platform("Mac OS X", "aarch64"));
    }

    @Test
    void aPlatformWithoutLibrariesIsToldSo() {
        final String message = TorchEngine.unavailable("osx-x86_64", new UnsatisfiedLinkError("libtorch"))
                .getMessage();
        assertTrue(
                message.contains("osx-x86_64") && message.contains("There are no PyTorch libraries for this platform"),
                message);
    }

    /** Where unpacking fails, another download does not help. */
    @Test
    void whatCannotBeUnpackedIsToldSo() {
        final String message = TorchEngine.unavailable(
                        "linux-x86_64", new IllegalStateException(new AccessDeniedException("/home/u/.djl.ai/tmp1")))
                .getMessage();
        assertTrue(message.contains(": access denied. Its libraries are unpacked into "), message);
        assertTrue(message.contains("DJL_CACHE_DIR") && !message.contains("Update"), message);
    }

    @Test
    void whatAKilledProcessLeftIsRemoved(@TempDir final Path cache) throws IOException {
        final Path left = Files.createDirectory(cache.resolve("tmp123")),
                underWay = Files.createDirectory(cache.resolve("tmp456")),
                unpacked = Files.createDirectory(cache.resolve("2.7.1-cpu-linux-x86_64"));
        Files.createFile(left.resolve("libtorch.so"));
        final FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        Files.setLastModifiedTime(left, yesterday);
        Files.setLastModifiedTime(unpacked, yesterday);
        BrokenOffUnpacking.remove(cache);
        BrokenOffUnpacking.remove(cache.resolve("nowhere"));
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(underWay) && Files.exists(unpacked));
    }

    @Test
    void aFolderOfPyTorchDecidesTheFlavour(@TempDir final Path parent) throws IOException {
        final Path cpu = Files.createDirectory(parent.resolve("cpu")),
                gpu = Files.createDirectory(parent.resolve("gpu"));
        final Path file = Files.createFile(cpu.resolve(System.mapLibraryName("torch")));
        Files.createFile(gpu.resolve(System.mapLibraryName("torch")));
        Files.createFile(gpu.resolve(System.mapLibraryName("torch_cuda")));
        assertEquals(Optional.of("cpu"), flavour(cpu.toString(), "linux-x86_64"));
        assertEquals(Optional.of("cpu"), flavour(file.toString(), "linux-x86_64"));
        assertEquals(Optional.of("cu128"), flavour(gpu.toString(), "linux-x86_64"));
        assertEquals(Optional.of("cpu"), flavour(gpu.toString(), "linux-aarch64"));
        assertEquals(Optional.of("cu128"), flavour(parent + File.pathSeparator + gpu, "win-x86_64"));
        assertEquals(Optional.empty(), flavour(parent.toString(), "linux-x86_64"));
        for (final String library : List.of(
                "linux-x86_64/cpu/libdjl_torch.so",
                "linux-x86_64/cu128/libdjl_torch.so",
                "linux-aarch64/cpu/libdjl_torch.so",
                "win-x86_64/cu128/djl_torch.dll",
                "osx-aarch64/cpu/libdjl_torch.dylib"))
            assertNotNull(TorchEngine.class.getResource("/jnilib/" + library), library);
    }

    private static Optional<String> flavour(final String libraries, final String platform) {
        return OwnPyTorch.in(libraries).map(own -> own.flavour(platform));
    }

    @Test
    void aPyTorchOfAnotherVersionIsRefused(@TempDir final Path torch) throws IOException {
        final OwnPyTorch own = new OwnPyTorch(Files.createDirectory(torch.resolve("lib")));
        assertEquals(Optional.empty(), own.version());
        Files.writeString(torch.resolve("build-version"), "2.7.1+cu128\n");
        assertEquals(Optional.of("2.7.1+cu128"), own.version());
        Files.writeString(torch.resolve("version.py"), "from typing import Optional\n__version__ = '2.11.0+cu130'\n");
        final String message =
                assertThrows(UserError.class, () -> TorchEngine.take(own)).getMessage();
        assertTrue(
                message.startsWith("PYTORCH_LIBRARY_PATH: it names PyTorch 2.11.0+cu130 in " + own.folder()
                        + ", but 2.7.1 is needed"),
                message);
    }

    /** Links to the libraries of the tests stand for an installed PyTorch. */
    @Test
    void aFolderOfPyTorchIsEnough(@TempDir final Path folder, @TempDir final Path cache)
            throws IOException, InterruptedException {
        final String version = TorchEngine.version();
        try (Stream<Path> files = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
            for (final Path file :
                    files.filter(f -> !f.toString().contains("djl_torch")).toList())
                Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
        } catch (final FileSystemException | UnsupportedOperationException e) {
            Assumptions.abort("no symbolic links here: " + e.getMessage());
        }
        assertEquals(
                List.of(version),
                run(
                        Version.class,
                        "pytorch-native",
                        Map.of("DJL_CACHE_DIR", cache.toString(), "PYTORCH_LIBRARY_PATH", folder.toString())));
    }

    /** In a JVM of its own, because an engine once loaded stays, and in the class path of a host that lacks the natives. */
    @Test
    void missingLibrariesAreSaidClearlyEveryTime(@TempDir final Path cache) throws IOException, InterruptedException {
        final List<String> lines =
                run(WithoutLibraries.class, "pytorch-(native|jni)", Map.of("DJL_CACHE_DIR", cache.toString()));
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(
                lines.get(0).startsWith("device: PyTorch is not available on " + TorchEngine.platform()), lines.get(0));
        assertTrue(lines.get(0).contains("pytorch-native-cpu") || lines.get(0).contains("There are no"), lines.get(0));
        assertEquals(lines.get(0), lines.get(1));
    }

    /** What a program prints in a JVM of its own, without the jars whose names have something that matches a pattern. */
    private static List<String> run(final Class<?> program, final String without, final Map<String, String> environment)
            throws IOException, InterruptedException {
        final Pattern left = Pattern.compile(without);
        final String classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !left.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        final ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                program.getName());
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        final Process process = builder.start();
        final List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor(), lines.toString());
        return lines;
    }

    static final class Version {

        public static void main(final String... args) {
            System.out.println(TorchEngine.version());
        }
    }

    static final class WithoutLibraries {

        public static void main(final String... args) {
            for (int i = 0; i < 2; i++) {
                try {
                    TorchEngine.get();
                } catch (final EngineUnavailableException e) {
                    System.out.println(e.getMessage().replace('\n', ' '));
                }
            }
        }
    }
}
