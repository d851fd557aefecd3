package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.ProgramRun;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/** The example macros as they are, in real ImageJ without a display, with one file as their argument. */
class ExamplesIT {

    private static final String APP = "target/app";

    @TempDir
    private Path folder;

    private ImagePlus image;

    @BeforeEach
    void write() {
        image = part(100);
        IJ.saveAsTiff(image, folder.resolve("cells.tif").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cells", "cells ] 2"})
    void singleImage(final String name) throws Exception {
        IJ.saveAsTiff(image, folder.resolve(name + ".tif").toString());
        final String printed = run("Single_Image.ijm", name + ".tif");
        final Outcome same = Task.SUPER_RESOLVE.run(Map.of("input", image), Progress.NONE);
        assertSame(same.result(), name + "-SRx2.tif");
        assertSame(same.kernel(), name + "-kernel.tif");
        assertEquals("FWHM", open(name + "-kernel.tif").getOverlay().get(0).getName());
        assertTrue(printed.contains("\nBlur: "), printed);
        assertEquals(24, open(name + "-view.png").getBitDepth());
    }

    @Test
    void ownKernel() throws Exception {
        final ImagePlus kernel =
                Task.SIMULATE.run(Map.of("input", image), Progress.NONE).kernel();
        IJ.saveAsTiff(kernel, folder.resolve("psf.tif").toString());
        run("Own_Kernel.ijm", "cells.tif", "psf.tif");
        assertSame(
                Task.SUPER_RESOLVE_WITH_KERNEL
                        .run(Map.of("input", image, "kernel", kernel), Progress.NONE)
                        .result(),
                "cells-SRx2.tif");
    }

    @Test
    void timeSeries() throws Exception {
        final ImageStack frames = new ImageStack(32, 28);
        for (int x = 0; x < 9; x += 3) frames.addSlice(part(100 + x).getProcessor());
        frames.getProcessor(2).blurGaussian(1.5); // so that it is not the plane that shows the blur best
        final ImagePlus series = new ImagePlus("series", frames);
        IJ.saveAsTiff(series, folder.resolve("series.tif").toString());
        final String printed = run("Time_Series.ijm", "series.tif");
        assertTrue(printed.contains("3 frames of 64 x 56 pixels\n"), printed);
        assertSame(
                Task.ESTIMATE_KERNEL
                        .run(Map.of("input", new ImagePlus("series", frames.getProcessor(2))), Progress.NONE)
                        .kernel(),
                "series-kernel.tif");
        assertEquals("2", open("series-kernel.tif").getStringProperty("Plane"));
        assertNotEquals(
                "2",
                Task.ESTIMATE_KERNEL
                        .run(Map.of("input", series), Progress.NONE)
                        .kernel()
                        .getStringProperty("Plane"));
        assertEquals(3, open("series-SRx2.tif").getStackSize());
    }

    /** Brackets without a partner go into quotes, and quotes into brackets. */
    @ParameterizedTest
    @ValueSource(strings = {"day [ 1/cells ] 2", "it's 1/cells [2]"})
    void batchFolder(final String name) throws Exception {
        final Path file = folder.resolve(name + ".tif");
        Files.createDirectory(file.getParent());
        IJ.saveAsTiff(image, file.toString());
        final String source = file.getParent().getFileName().toString(),
                title = file.getFileName().toString();
        final String printed = run("Batch_Folder.ijm", source, "out [");
        assertTrue(printed.contains(title + ": blur "), printed);
        final Outcome same = Task.SUPER_RESOLVE.run(Map.of("input", image), Progress.NONE);
        final String output = "out [/" + title.replace(".tif", "");
        assertSame(same.result(), output + "-SRx2.tif");
        assertSame(same.kernel(), output + "-kernel.tif");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sharp [ 1", "it's sharp [1]"})
    void benchmark(final String source) throws Exception {
        Files.move(
                folder.resolve("cells.tif"),
                Files.createDirectory(folder.resolve(source)).resolve("cells.tif"));
        final ProgramRun run = ProgramRun.run(
                Path.of("").toAbsolutePath(),
                List.of(
                        "bash",
                        APP + "/imagej",
                        "--headless",
                        APP + "/macros/Benchmark.ijm",
                        folder.resolve(source) + "|" + folder.resolve("figures ] 1")
                                + "|estimators=none restorers=[Cubic spline] seeds=1"));
        assertEquals(0, run.status(), run.output());
        assertEquals(
                2,
                Files.readAllLines(folder.resolve("figures ] 1/benchmark.csv")).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such folder/demo", "cells.tif"})
    void theDemonstrationNeedsAFolder(final String output) throws Exception {
        final ProgramRun run = start("Demo.ijm", output);
        assertNotEquals(0, run.status(), run.output());
        assertTrue(
                run.output()
                        .contains(
                                "\"" + folder.resolve(output) + "\" cannot be made; is the folder around it there?\n"),
                run.output());
    }

    /** The folder may have had others. */
    @Test
    void theDemonstrationSaysWhatItReplaces() throws Exception {
        final Path earlier = Files.writeString(
                Files.createDirectory(folder.resolve("demo [ 1")).resolve("camera-LRx2-SRx2.tif"), "earlier");
        final String printed = run("Demo.ijm", "demo [ 1");
        assertEquals(
                List.of("\"" + earlier + "\" is replaced"),
                printed.lines().filter(line -> line.endsWith(" is replaced")).toList());
        try (Stream<Path> files = Files.list(folder.resolve("demo [ 1"))) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("unfinished")));
        }
    }

    @Test
    void mapBlur() throws Exception {
        final ImagePlus large = IJ.openImage("macros/samples/camera.png");
        large.setRoi(60, 40, 96, 96);
        final Path source = Files.createDirectory(folder.resolve("source [ 1"));
        IJ.saveAsTiff(large.crop(), source.resolve("tower ] 2.tif").toString());
        final String printed = run("Map_Blur.ijm", "source [ 1", "maps");
        assertTrue(printed.contains("tower ] 2.tif: "), printed);
        assertArrayEquals(
                Task.MAP_BLUR
                        .run(Map.of("input", large.crop()), Progress.NONE)
                        .result()
                        .getProcessor()
                        .getFloatArray(),
                open("maps/tower ] 2-blur.tif").getProcessor().getFloatArray());
        assertEquals(24, open("maps/tower ] 2-ellipses.png").getBitDepth());
    }

    /** A limit of the length of files stands for a full disk. */
    @Test
    void aResultThatCannotBeWrittenReplacesNone() throws Exception {
        IJ.saveAsTiff(
                new ImagePlus("", image.getProcessor().resize(200, 200)),
                folder.resolve("large.tif").toString());
        final Path earlier = Files.writeString(folder.resolve("large-SRx2.tif"), "earlier");
        final ProgramRun run = ProgramRun.run(
                Path.of("").toAbsolutePath(),
                List.of(
                        "bash",
                        "-c",
                        "ulimit -f 100; bash " + APP + "/imagej --headless " + APP + "/macros/Single_Image.ijm '"
                                + folder.resolve("large.tif") + "'"));
        assertNotEquals(0, run.status(), run.output());
        assertTrue(run.output().contains("\"" + earlier + "\" cannot be written\n"), run.output());
        assertEquals("earlier", Files.readString(earlier));
        assertEquals(3, folder.toFile().list().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Batch_Folder.ijm", "Map_Blur.ijm"})
    void imagesThatWouldHaveOneOutputAreRefusedFirst(final String macro) throws Exception {
        Files.writeString(folder.resolve("Cells.png"), "");
        final ProgramRun run = start(macro, "", "out");
        assertNotEquals(0, run.status(), run.output());
        assertTrue(
                run.output().contains("\"cells.tif\" and another image of this name would have the same "),
                run.output());
        assertEquals(0, folder.resolve("out").toFile().list().length);
    }

    private String run(final String macro, final String... files) throws Exception {
        final ProgramRun run = start(macro, files);
        assertEquals(0, run.status(), run.output());
        return run.output();
    }

    private ProgramRun start(final String macro, final String... files) throws Exception {
        final List<String> command = List.of(
                "bash",
                APP + "/imagej",
                "--headless",
                APP + "/macros/" + macro,
                String.join(
                        "|",
                        Arrays.stream(files)
                                .map(f -> folder.resolve(f).toString())
                                .toList()));
        return ProgramRun.run(Path.of("").toAbsolutePath(), command);
    }

    private ImagePlus open(final String file) {
        final ImagePlus written = IJ.openImage(folder.resolve(file).toString());
        assertTrue(written != null, file);
        return written;
    }

    private void assertSame(final ImagePlus expected, final String file) {
        final ImageProcessor written = open(file).getProcessor();
        assertArrayEquals(expected.getProcessor().getFloatArray(), written.getFloatArray(), file);
    }

    private static ImagePlus part(final int x) {
        return SampleImages.photograph("cells.tif", x);
    }
}
