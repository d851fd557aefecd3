package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.ProgramRun;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.model.TorchFile;
import sc.fiji.blindsr.prior.KernelPriors;

/** Real macros in real ImageJ 1.x: the one that the build has put together, without a display. */
class AppIT {

    private static final String APP = "target/app";

    @TempDir
    private Path folder;

    /** The macro {@code outputs.ijm} prints what every call gives: all types of images, all ways to name one. */
    @Test
    void outputsAreComplete() throws Exception {
        final ProgramRun run = run(macro("outputs.ijm"), folder.toString());
        final String printed = run.output();
        assertEquals(0, run.status(), printed);

        assertTrue(
                printed.contains("eight-SRx2: 8 bits, 80x64, pixel 0.300x0.150 µm\n"
                        + "windows: eight, other, eight-kernel, eight-SRx2\n"),
                printed);
        assertTrue(
                printed.contains("sixteen-SRx3: 16 bits, 120x96, pixel 0.200x0.100 µm\n"
                        + "windows: sixteen, other, sixteen-kernel, sixteen-SRx3\n"),
                printed);
        assertTrue(
                printed.contains("a file-SRx4: 32 bits, 160x128, pixel 0.150x0.075 µm\n"
                        + "windows: a file-kernel, a file-SRx4\n"),
                printed);
        assertTrue(
                printed.contains("colour-SRx2: 24 bits, 80x64, pixel 0.300x0.150 µm\n"
                        + "windows: other, colour, colour-kernel, colour-SRx2\n"),
                printed);
        assertTrue(printed.contains("windows: only a kernel, only a kernel-kernel\n"), printed);
        assertTrue(printed.contains("only a kernel-kernel: 32 bits, "), printed);

        assertTrue(Files.size(folder.resolve("kernel.tif")) > 0, printed);
        assertTrue(Files.size(folder.resolve("result.tif")) >= 80 * 64, printed);
        assertTrue(printed.contains("same seed, differences: 0\n"), printed);
        assertTrue(printed.contains("other seed, differences: "), printed);
        assertFalse(printed.contains("other seed, differences: 0\n"), printed);

        final String columns =
                "Image Command Scale Estimator Restorer Prior Device Seed Seconds FWHM_major FWHM_minor Angle"
                        + " Residual Noise Warning Version";
        final String headings = line(printed, "columns: ");
        for (final String column : columns.split(" "))
            assertTrue(
                    Arrays.asList(headings.split("\t")).contains(column.replace('_', ' ')), column + " in " + headings);
        assertTrue(printed.contains("rows: 8\n"), printed);
        assertTrue(printed.contains("row 1: sixteen, Blind Super-Resolution, 3, Cubic spline, 1\n"), printed);
        assertEquals(9, Files.readAllLines(folder.resolve("table.csv")).size());
        assertTrue(printed.endsWith("the end\n"), printed);
    }

    /** The macro {@code deconvolution.ijm} works at scale factor 1, and ends with a method that has none. */
    @Test
    void scaleFactorOneIsDeconvolution() throws Exception {
        final ProgramRun run = run(
                macro("deconvolution.ijm"),
                Path.of("macros", "samples", "camera.png").toAbsolutePath().toString());
        final String printed = run.output();
        assertEquals(1, run.status(), printed);
        assertTrue(printed.contains("photograph-LRx1: 8 bits, 96x120, pixel 0.100x0.100 µm\n"), printed);
        assertTrue(printed.contains("photograph-LRx1-SRx1: 8 bits, 96x120, pixel 0.100x0.100 µm\n"), printed);
        assertEquals("15x15", line(printed, "kernel: "));
        assertEquals("1", line(printed, "better: "));
        assertTrue(printed.contains("Macro Error: scale: 1 was given, but KernelGAN compares"), printed);
        assertFalse(printed.contains("not to be reached"), printed);
    }

    /** The macro {@code errors.ijm} makes one mistake after another. */
    @Test
    void wrongValuesStopTheMacro() throws Exception {
        final ProgramRun run = run(macro("errors.ijm"));
        assertEquals(1, run.status(), run.output());
        assertFalse(run.output().contains("not to be reached"), run.output());
        assertTrue(run.output().trim().endsWith("scale: \"9\" was given, allowed is one of 1, 2, 3, 4."), run.output());

        final List<String> cases = new ArrayList<>(List.of(run.output().split("(?m)^case: ")));
        assertEquals("", cases.remove(0));
        assertEquals(22, cases.size());
        for (final String text : cases) {
            final String parameter = text.substring(0, text.indexOf(':'));
            if (parameter.equals("nothing")) assertEquals("reached", line(text, "ended: "), text);
            else {
                assertNotEquals("reached", line(text, "ended: "), text);
                assertTrue(text.contains("Macro Error: " + parameter + ": "), text);
            }
        }
    }

    /** The macro {@code keys.ijm} gives keys that the other macros leave out, and ends with a mask that is nowhere. */
    @Test
    void keysDoWhatTheySay() throws Exception {
        final ProgramRun run = run(
                macro("keys.ijm"), Path.of("macros", "samples", "camera.png").toAbsolutePath() + "|" + folder);
        final String printed = run.output();
        assertEquals(1, run.status(), printed);
        assertEquals("scene-LRx2, Read noise", line(printed, "camera: "));
        assertEquals("scene-LRx2-SRx2, 60", line(printed, "mask by title: "));
        assertTrue(
                line(printed, "resolution: ")
                        .matches("scene-LRx2-SRx2, [23]\\.\\d+ pixels of the input, 0\\.[23]\\d+ µm"),
                printed);
        assertEquals("scene-LRx2-sd, scene-LRx2", line(printed, "uncertainty: "));
        assertEquals("scene-LRx2-view, Residual", line(printed, "view: "));
        assertEquals("9", line(printed, "border: "));
        assertEquals("scene-LRx2-kernel-1, 60", line(printed, "mask by id: "));
        assertEquals("scene-LRx2-kernel-1, panel", line(printed, "recorded: "));
        assertEquals("scene-LRx2-kernel-1, General", line(printed, "prior: "));
        assertEquals("scene-LRx2-SRx2-1, 7", line(printed, "steps: "));
        assertEquals("scene-LRx2-SRx2-1, 0.002", line(printed, "smoothness: "));
        assertEquals("scene-LRx2-blur, Pooled", line(printed, "series: "));
        assertEquals(
                "optics-kernel, 520 nm, aperture 1.20, index 1.330, pinhole 0.800, defocus 0.100 µm, depth 3.00 µm in 1.380",
                line(printed, "optics: "));
        assertEquals("scene-resolution, scene, the image, split, found 1", line(printed, "resolution of: "));
        assertEquals("again", line(printed, "second view: "));
        assertEquals("retina", line(printed, "sample: "));
        // two images and a table for each that was made
        final int first = Integer.parseInt(line(printed, "part 1: ")),
                both = Integer.parseInt(line(printed, "part 2: "));
        assertEquals(2 * 5 + 2, both, printed);
        assertTrue(first > 1 && first < both, printed);
        assertFalse(printed.contains("not to be reached"), printed);
        assertTrue(printed.contains("Macro Error: mask: \"nowhere\" was given"), printed);
    }

    /** The macro {@code models.ijm} imports models, uses one, and ends with one that would run something. */
    @Test
    void modelsAreImportedAndFound() throws Exception {
        try (InputStream prior = KernelPriors.class.getResourceAsStream("FKP_x2.safetensors");
                InputStream network = TorchFile.class.getResourceAsStream("usrnet_old.pth")) {
            Files.copy(prior, folder.resolve("my prior.safetensors"));
            Files.copy(network, folder.resolve("usrnet_old.pth"));
        }
        Files.writeString(
                folder.resolve("hostile.pt"),
                "\u0080\u0002cos\nsystem\nX\u0001\0\0\0x\u0085R.",
                StandardCharsets.ISO_8859_1);
        final ProgramRun run = run(macro("models.ijm"), folder.toString());
        assertEquals(1, run.status(), run.output());
        assertEquals(
                Path.of(APP, "models", "blind-sr").toAbsolutePath().toString(), line(run.output(), "of this ImageJ: "));
        assertEquals(
                folder.resolve("models")
                        .resolve("priors")
                        .resolve("my prior.safetensors")
                        .toString(),
                line(run.output(), "stored: "));
        assertEquals("sample-kernel, prior: my prior", line(run.output(), "active: "));
        assertEquals("found, prior: found", line(run.output(), "network: "));
        assertFalse(run.output().contains("not to be reached"), run.output());
        assertTrue(run.output().contains("it names os.system, which is no part of a tensor"), run.output());
    }

    /** The macro {@code priors.ijm} trains a prior on a stack of kernels, samples it, uses it, and ends with a stack of none. */
    @Test
    void priorsAreTrainedAndUsed() throws Exception {
        final ProgramRun run = run(macro("priors.ijm"), folder.toString());
        assertEquals(1, run.status(), run.output());
        assertEquals(folder.resolve("spots.safetensors").toString(), line(run.output(), "trained: "));
        assertEquals("spots, 20 kernels, 2 of them held out", line(run.output(), "of: "));
        assertEquals("prior-x2, 32 bits, 11x11, 4 planes", line(run.output(), "samples: "));
        assertEquals("sample-kernel, differs from built-in: 1", line(run.output(), "found: "));
        assertFalse(run.output().contains("not to be reached"), run.output());
        assertTrue(run.output().contains("kernels: 1 were given; a stack of at least 10 is needed"), run.output());
    }

    /** The macro {@code kernels.ijm} measures a kernel, computes others, uses them, and ends with a key left out. */
    @Test
    void kernelsAreMeasuredComputedAndUsed() throws Exception {
        final ProgramRun run = run(macro("kernels.ijm"), folder.toString());
        final String printed = run.output();
        assertEquals(1, run.status(), printed);
        assertEquals("beads-beads, overlay 16, rows 16, used", line(printed, "beads: "), printed);
        assertEquals("beads, beads-kernel, beads-beads", line(printed, "windows: "), printed);
        final String[] measured = line(printed, "measured: ").split(" ", 2);
        assertEquals(0.24, Double.parseDouble(measured[0]), 0.011, printed);
        assertEquals("µm, pixel 0.0333 µm, used 16", measured[1], printed);
        assertTrue(line(printed, "batch: ").startsWith("2 rows, Super-Resolve With Kernel, width 0.2"), printed);
        assertEquals(
                "optics-kernel, pixel 0.050 µm, 520 nm, aperture 1.20, index 1.330, pinhole 1.00",
                line(printed, "optics: "),
                printed);
        assertEquals("cell0-SRx2, brought []", line(printed, "restored: "), printed);
        assertEquals("optics-kernel, 5 kernels", line(printed, "family: "), printed);
        assertFalse(printed.contains("not to be reached"), printed);
        assertTrue(printed.contains("Macro Error: wavelength: it was not given; needed is a number"), printed);
    }

    /** The macro {@code batch.ijm} runs a batch on images of all kinds, and then on each by itself. */
    @Test
    void batchGivesWhatSingleRunsGive() throws Exception {
        // What macros cannot make without a display: signed grey levels
        final ImagePlus signed = new ImagePlus("signed", SampleImages.plane(40, 32, 16, 20, 0));
        signed.getCalibration().setSigned16BitCalibration();
        IJ.saveAsTiff(
                signed,
                Files.createDirectory(folder.resolve("in"))
                        .resolve("signed.tif")
                        .toString());
        final ProgramRun run = run(macro("batch.ijm"), folder.toString());
        final String printed = run.output();
        assertEquals(1, run.status(), printed);
        final List<String> kinds =
                printed.lines().filter(l -> l.startsWith("kind ")).toList();
        assertEquals(15, kinds.size(), printed);
        for (final String kind : kinds) {
            final String[] looks = kind.substring(kind.indexOf(": ") + 2).split(" -> ");
            final String finer = looks[0].replace("40x32", "80x64")
                            .replace("0.60x0.30x", "0.30x0.15x")
                            .replace("1.00x1.00x", "0.50x0.50x")
                    + ", differences: 0";
            // Indexed colours become RGB.
            assertEquals(
                    kind.startsWith("kind indexed:")
                            ? finer.replaceFirst("8 bits", "24 bits").replaceFirst(" lut \\d+/\\d+/\\d+", "")
                            : finer,
                    looks[1],
                    printed);
        }
        assertEquals("17", line(printed, "rows: "), printed);
        assertEquals("2", line(printed, "failed: "), printed);
        assertTrue(printed.contains("Blind SR: 15 done, 0 skipped, 2 failed; see "), printed);
        assertEquals("0", line(printed, "again: "), printed);
        assertTrue(printed.contains("Blind SR: 0 done, 5 skipped, 0 failed; see "), printed);
        assertEquals("2, Channel 1, rows: 2", line(printed, "kernels: "), printed);
        assertFalse(printed.contains("not to be reached"), printed);
        assertTrue(
                printed.contains("Macro Error: source: none of the 1 files could be processed. notes.txt: "), printed);
        assertFalse(Files.exists(folder.resolve("none").resolve("notes-kernel.tif")));

        final List<String> csv =
                Files.readAllLines(folder.resolve("out").resolve("Blind SR.csv"), StandardCharsets.UTF_8);
        assertEquals(18, csv.size());
        assertEquals(2, csv.stream().filter(l -> l.contains("failed: ")).count(), csv.toString());
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertEquals(31, files.count());
        }
    }

    /** The example of a loop over a folder. */
    @Test
    void folderMacroGivesWhatTheBatchGives() throws Exception {
        final Path in = Files.createDirectory(folder.resolve("in"));
        final ProgramRun run = run(
                written(
                        "for (i = 1; i < 3; i++) { newImage('' + i, '8-bit ramp', 40 * i, 40, 1);"
                                + " run('Add Noise'); run('Salt and Pepper'); saveAs('Tiff', getArgument() + '/' + i); close(); }"
                                + " File.saveString('no image', getArgument() + '/notes.txt');"
                                + " run('Blind SR Batch...', 'source=' + getArgument() + ' target=' + getArgument() + '/batch pattern=*.tif');"),
                in.toString());
        assertEquals(0, run.status(), run.output());
        final ProgramRun loop = run(Path.of("macros", "Batch_Folder.ijm"), in + "|" + in.resolve("loop"));
        assertEquals(0, loop.status(), loop.output());
        assertTrue(line(loop.output(), "1.tif: ").startsWith("blur "), loop.output());
        for (final String name : List.of("1-kernel.tif", "1-SRx2.tif", "2-kernel.tif", "2-SRx2.tif")) {
            final ImagePlus
                    batch = IJ.openImage(in.resolve("batch").resolve(name).toString()),
                    single = IJ.openImage(in.resolve("loop").resolve(name).toString());
            assertArrayEquals(
                    batch.getProcessor().getFloatArray(), single.getProcessor().getFloatArray(), name);
        }
    }

    /** The macro that comes with the plugin, on a folder with an image that cannot be read. */
    @Test
    void benchmarkOfAFolder() throws Exception {
        final Path source = Files.createDirectories(folder.resolve("my images")), target = folder.resolve("results");
        Files.copy(Path.of("macros", "samples", "microaneurysms.png"), source.resolve("retina.png"));
        Files.writeString(source.resolve("broken.tif"), "II*no");
        Files.writeString(source.resolve("broken.png"), "\u0089PNG no");
        final Path benchmark = Path.of(APP, "macros", "Benchmark.ijm");
        final ProgramRun run = run(benchmark, source + "|" + target + "|restorers=Bicubic iterations=3");
        assertEquals(0, run.status(), run.output());
        assertTrue(run.output().contains("| none | Cubic spline | 3 | 2 | "), run.output());
        assertTrue(run.output().contains("| Amortized FKP, 3 iterations | Cubic spline | 3 | 2 | "), run.output());
        assertTrue(run.output().contains("| retina | 1 | "), run.output());
        assertEquals(1 + 6, Files.readAllLines(target.resolve("benchmark.csv")).size());
        assertTrue(Files.size(target.resolve("sheets").resolve("retina-x2.png")) > 0);
        final ProgramRun wrong = run(benchmark, source + "|" + target + "|estimators=Guess");
        assertEquals(1, wrong.status(), wrong.output());
        assertTrue(wrong.output().contains("estimators: \"Guess\" was given"), wrong.output());
    }

    /** The macro of the page on scripts, as it is there. */
    @Test
    void macroOfTheScriptsPage() throws Exception {
        final String page = Files.readString(Path.of("src", "site", "markdown", "scripts.md"));
        final String code = page.substring(page.indexOf("newImage("), page.indexOf("```", page.indexOf("newImage(")));
        final ProgramRun run = run(written(code));
        assertEquals(0, run.status(), run.output());
        assertTrue(
                Pattern.compile("^cells-SRx2: [\\d.]+ pixels, residual [\\d.]+\\. ", Pattern.MULTILINE)
                        .matcher(run.output())
                        .find(),
                run.output());
        assertTrue(
                run.output()
                        .contains("run(\"Blind Super-Resolution...\", \"input=cells scale=2 estimator=[Amortized FKP]"),
                run.output());
    }

    /** Nothing but a macro that comes to its end gives the exit status 0. */
    @Test
    void exitStatusTellsHowTheMacroEnded() throws Exception {
        final ProgramRun normal =
                run(written("print(getArgument() + ' to ' + File.getName(getInfo('macro.filepath')));"), "given");
        assertEquals(0, normal.status());
        assertEquals("given to macro.ijm\n", normal.output());
        assertEquals(1, run(written("x = undefined + 1;")).status());
        assertEquals(1, run(written("exit('no more');")).status());
        assertEquals(2, run(folder.resolve("missing.ijm")).status());
    }

    /** Plain ImageJ has no SciJava: nothing that it loads may need it. */
    @Test
    void worksWithoutSciJava() throws Exception {
        final Path macro = written("newImage('sample', '8-bit ramp', 40, 40, 1);"
                + "run('Blind Super-Resolution...', 'input=sample iterations=3'); print(getTitle());");
        final String classPath = jars().filter(j -> !j.getFileName().toString().startsWith("scijava-common"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        final String patcher = jars().filter(j -> j.getFileName().toString().startsWith("ij1-patcher"))
                .findFirst()
                .orElseThrow()
                .toString();
        final ProgramRun run = run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-javaagent:" + patcher + "=init",
                "-Dplugins.dir=" + APP,
                "-cp",
                classPath,
                Launcher.class.getName(),
                macro.toString()));
        assertEquals(0, run.status(), run.output());
        assertTrue(run.output().contains("sample-SRx2\n"), run.output());
    }

    private static Stream<Path> jars() throws IOException {
        final List<Path> jars = new ArrayList<>();
        for (final String folder : List.of("jars", "plugins"))
            try (final Stream<Path> files = Files.list(Path.of(APP, folder))) {
                files.forEach(jars::add);
            }
        return jars.stream();
    }

    private static String line(final String text, final String start) {
        return text.lines()
                .filter(l -> l.startsWith(start))
                .map(l -> l.substring(start.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line \"" + start + "\" in " + text));
    }

    private static Path macro(final String name) throws URISyntaxException {
        return Path.of(AppIT.class.getResource(name).toURI());
    }

    private Path written(final String code) throws IOException {
        return Files.writeString(folder.resolve("macro.ijm"), code);
    }

    private ProgramRun run(final Path macro, final String... argument) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("bash", APP + "/imagej", "--headless", macro.toString()));
        command.addAll(List.of(argument));
        return run(command);
    }

    private static ProgramRun run(final List<String> command) throws IOException, InterruptedException {
        return ProgramRun.run(Path.of("").toAbsolutePath(), command);
    }
}
