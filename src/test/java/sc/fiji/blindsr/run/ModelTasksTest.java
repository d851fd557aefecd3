package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.model.TorchFile;
import sc.fiji.blindsr.network.UsrnetModel;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/** The commands that have to do with model files. */
class ModelTasksTest {

    @TempDir
    private Path folder;

    private Path models;

    @BeforeEach
    void start() {
        models = folder.resolve("models");
        System.setProperty(Models.PROPERTY, models.toString());
    }

    @AfterEach
    void end() {
        System.clearProperty(Models.PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"usrnet.pth", "usrnet_old.pth"})
    void importingKeepsEveryTensor(final String name) throws Exception {
        final Path file = resource(name);
        final Outcome outcome = run(Task.IMPORT_MODEL, "file", file.toString());
        final Map<String, Tensor> source = TorchFile.read(file);
        assertSame(source, Models.find("usrnet").orElseThrow());
        final Map<String, String> metadata =
                ModelFile.read(models.resolve("usrnet.safetensors")).content().metadata();
        assertEquals(
                Map.of(
                        "kind",
                        "USRNet",
                        "source",
                        name,
                        "source sha256",
                        ModelFile.read(file).sha256()),
                metadata);
        assertEquals(Outcome.RUNS, outcome.table());
        assertEquals("Import Blind SR Model", outcome.row().get("Command"));
        assertEquals("USRNet", outcome.row().get("Model"));
        assertEquals(
                models.resolve("usrnet.safetensors").toString(), outcome.row().get("Stored in"));
        // the same file gives the same bytes, and the copy can be imported as well
        final byte[] bytes = Files.readAllBytes(models.resolve("usrnet.safetensors"));
        run(Task.IMPORT_MODEL, "file", file.toFile());
        assertArrayEquals(bytes, Files.readAllBytes(models.resolve("usrnet.safetensors")));
        run(Task.IMPORT_MODEL, "file", models.resolve("usrnet.safetensors"));
        assertSame(source, Models.find("usrnet").orElseThrow());
        assertEquals(List.of("usrnet.safetensors"), listing());
    }

    /** The authors' weights, until others are imported. */
    @Test
    void usrnetComesWithThePlugin() throws Exception {
        assertSame(UsrnetModel.builtIn(), UsrnetModel.weights());
        run(Task.IMPORT_MODEL, "file", resource("usrnet.pth"));
        assertSame(TorchFile.read(resource("usrnet.pth")), UsrnetModel.weights());
    }

    /** Whatever is wrong in the models folder is said of the parameter that asked for it, before a kernel is looked for. */
    @Test
    void brokenModelsAreSaidOfTheirParameter() throws Exception {
        final Restorer usrnet = Restorers.named("USRNet").orElseThrow();
        final Path weights = Files.createDirectories(models).resolve("usrnet.safetensors");
        Files.write(weights, new byte[3]);
        refused("restorer: the imported USRNet cannot be used: The model file " + weights, usrnet::checkReady);
        Files.write(weights, new SafeTensors(Map.of(), Map.of("t", Tensor.of(1))).toBytes());
        refused(
                "restorer: the imported USRNet cannot be used: tensor \"p.m_head.weight\" is missing",
                usrnet::checkReady);

        final Path prior = Files.createDirectories(models.resolve("priors")).resolve("lens.safetensors");
        Files.write(prior, new byte[3]);
        refused(
                "prior: \"lens\" is not a kernel prior: The model file " + prior + " is broken, import it again",
                () -> KernelPriors.find("lens", 2));
    }

    @Test
    void importedPriorsAreKnownByName() throws Exception {
        final byte[] builtIn;
        try (var in = KernelPriors.class.getResourceAsStream("FKP_x3.safetensors")) {
            builtIn = in.readAllBytes();
        }
        final Path file = Files.write(folder.resolve("my prior: 3.1.safetensors"), builtIn);
        run(Task.IMPORT_MODEL, "file", file);
        assertEquals(List.of("priors", "priors/my prior_ 3.1.safetensors"), listing());
        assertEquals(List.of("built-in", "General", "my prior_ 3.1"), KernelPriors.names());
        assertEquals(15, KernelPriors.find("my prior_ 3.1", 3).size());
        // what was said of its training stays
        assertEquals(
                "100",
                ModelFile.read(models.resolve("priors").resolve("my prior_ 3.1.safetensors"))
                        .content()
                        .metadata()
                        .get("epochs"));
        refused(
                "\"my prior_ 3.1\" is made for scale factor 3; one for 2 is needed here",
                () -> KernelPriors.find("my prior_ 3.1", 2));
        refused("allowed is built-in, General, my prior_ 3.1 or the path", () -> KernelPriors.find("another", 2));
        refused(
                "cannot be called \"built-in\"",
                () -> run(Task.IMPORT_MODEL, "file", Files.move(file, folder.resolve("built-in.safetensors"))));
    }

    @Test
    void theAuthorsPriorsCanBeImported() throws Exception {
        run(Task.IMPORT_MODEL, "file", Golden.weights("FKP_x2.pt"));
        assertEquals(11, KernelPriors.find("FKP_x2", 2).size());
    }

    @Test
    void whatIsNoModelIsRefusedAndNothingIsLeft() throws Exception {
        importRefused("there is no such file", new File("no such file"));
        importRefused("it was not given", "");
        importRefused("it is a folder", folder);
        importRefused("neither a zip nor a pickle", Files.write(folder.resolve("a.pth"), new byte[3]));
        importRefused(
                "it is no safetensors file, and not a torch.save file",
                Files.write(folder.resolve("a.safetensors"), new byte[3]));
        importRefused(
                "it names os.system, which is no part of a tensor",
                Files.write(
                        folder.resolve("b.pth"),
                        "\u0080\u0002cos\nsystem\nX\u0001\0\0\0x\u0085R.".getBytes(StandardCharsets.ISO_8859_1)));
        importRefused("those of no model that is known here: USRNet, Kernel prior", resource("views.pt"));
        final byte[] cut = Files.readAllBytes(resource("usrnet.pth"));
        importRefused("not a torch.save file", Files.write(folder.resolve("c.pth"), Arrays.copyOf(cut, 9000)));
        final Map<String, Tensor> incomplete = TorchFile.read(resource("usrnet.pth"));
        incomplete.remove("p.m_body.0.res.2.weight");
        importRefused(
                "tensor \"p.m_body.0.res.2.weight\" is missing",
                Files.write(folder.resolve("d.pth"), new SafeTensors(Map.of(), incomplete).toBytes()));
        assertFalse(Files.exists(models));
    }

    private static void importRefused(final String reason, final Object file) {
        final String message = assertThrows(UserError.class, () -> run(Task.IMPORT_MODEL, "file", file))
                .getMessage();
        assertTrue(message.startsWith("file: ") && message.contains(reason), message);
    }

    @Test
    void engineSaysWhatIsThereAndWhatIsMissing() throws Exception {
        final Outcome empty = run(Task.ENGINE);
        assertEquals("Blind SR Engine", empty.table());
        assertEquals(
                List.of("Item", "State", "Details"), List.copyOf(empty.row().keySet()));
        assertTrue(row(empty, "PyTorch").get("State").toString().startsWith("PyTorch "));
        assertEquals("found", row(empty, "Device CPU").get("State"));
        assertEquals("found", row(empty, "Model usrnet").get("State"));
        assertTrue(row(empty, "Model usrnet")
                .get("Details")
                .toString()
                .contains("590332 parameters, comes with the plugin"));
        assertEquals(models.toString(), row(empty, "Models folder").get("Details"));
        assertEquals("found", row(empty, "Kernel prior built-in").get("State"));
        assertEquals(
                "scale factors 2, 3 and 4", row(empty, "Kernel prior General").get("Details"));

        run(Task.IMPORT_MODEL, "file", resource("usrnet.pth"));
        Files.createDirectories(models.resolve("priors"));
        Files.write(models.resolve("priors").resolve("bad.safetensors"), new byte[3]);
        final Outcome full = run(Task.ENGINE);
        assertEquals("found", row(full, "Model usrnet").get("State"));
        assertTrue(
                row(full, "Model usrnet").get("Details").toString().startsWith("USRNet, 1961 parameters, "),
                full.rows().toString());
        assertEquals("broken", row(full, "Model priors/bad").get("State"));
        refused("scale: \"Blind SR Engine\" has no such parameter; it has none.", () -> run(Task.ENGINE, "scale", 2));
    }

    /** In a JVM of its own, in the class path of a host that lacks the native libraries. */
    @Test
    void engineDoesWithoutNativeLibraries() throws Exception {
        final String classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("pytorch-native") && !entry.contains("pytorch-jni"))
                .collect(Collectors.joining(File.pathSeparator));
        final ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-D" + Models.PROPERTY + "=" + models,
                "-cp",
                classPath,
                WithoutLibraries.class.getName());
        builder.environment().put("DJL_CACHE_DIR", folder.toString());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        final Process process = builder.start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        assertTrue(printed.contains("PyTorch: missing: PyTorch is not available on "), printed);
        assertTrue(printed.contains("Kernel prior built-in: found: "), printed);
        assertFalse(Files.exists(models));
    }

    static final class WithoutLibraries {

        public static void main(final String... args) {
            for (final Map<String, Object> row :
                    Task.ENGINE.run(Map.of(), Progress.NONE).rows())
                System.out.println(row.get("Item") + ": " + row.get("State") + ": " + row.get("Details"));
        }
    }

    private static Map<String, Object> row(final Outcome outcome, final String item) {
        return outcome.rows().stream()
                .filter(r -> r.get("Item").equals(item))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + item + " in " + outcome.rows()));
    }

    private static void assertSame(final Map<String, Tensor> expected, final Map<String, Tensor> actual) {
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(actual.keySet()));
        for (final String name : expected.keySet()) {
            assertArrayEquals(expected.get(name).shape(), actual.get(name).shape(), name);
            assertArrayEquals(expected.get(name).values(), actual.get(name).values(), name);
        }
    }

    private static void refused(final String reason, final Executable call) {
        final String message = assertThrows(UserError.class, call).getMessage();
        assertTrue(message.contains(reason), message);
    }

    private static Outcome run(final Task task, final Object... values) {
        return task.run(values.length == 0 ? Map.of() : Map.of(values[0].toString(), values[1]), Progress.NONE);
    }

    /** Everything in the models folder, hidden files too. */
    private List<String> listing() throws IOException {
        if (!Files.exists(models)) return List.of();
        try (Stream<Path> files = Files.walk(models)) {
            return files.filter(f -> !f.equals(models))
                    .map(f -> models.relativize(f).toString().replace(File.separatorChar, '/'))
                    .sorted()
                    .toList();
        }
    }

    private static Path resource(final String name) throws Exception {
        return Path.of(TorchFile.class.getResource(name).toURI());
    }
}
