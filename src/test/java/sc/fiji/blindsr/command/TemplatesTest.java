package sc.fiji.blindsr.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.script.ScriptService;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/** The Groovy scripts that Fiji's editor offers under Templates > Blind SR, as they are. */
class TemplatesTest {

    private static final String FOLDER = "/script_templates/Blind_SR/";

    @TempDir
    private Path folder;

    private Context context;

    @BeforeEach
    void start() {
        context = new Context();
    }

    @AfterEach
    void end() {
        context.dispose();
    }

    @Test
    void singleImage() throws Exception {
        final ImagePlus input = part(100);
        run("Single_Image.groovy", "input", input, "scale", "2", "folder", folder.toFile());
        final Outcome same = Task.SUPER_RESOLVE.run(Map.of("input", input, "scale", 2), Progress.NONE);
        assertSame(same.result(), "photograph-SRx2.tif");
        assertSame(same.kernel(), "photograph-kernel.tif");
    }

    @Test
    void ownKernel() throws Exception {
        final ImagePlus input = part(100);
        final ImagePlus kernel =
                Task.SIMULATE.run(Map.of("input", input), Progress.NONE).kernel();
        run(
                "Own_Kernel.groovy",
                "input",
                input,
                "kernel",
                kernel,
                "scale",
                "2",
                "restorer",
                "Sparse MAP",
                "folder",
                folder.toFile());
        assertSame(
                Task.SUPER_RESOLVE_WITH_KERNEL
                        .run(Map.of("input", input, "kernel", kernel), Progress.NONE)
                        .result(),
                "photograph-SRx2.tif");
    }

    @Test
    void timeSeries() throws Exception {
        final ImageStack frames = new ImageStack(32, 28);
        for (int x = 0; x < 9; x += 3) frames.addSlice(part(100 + x).getProcessor());
        frames.getProcessor(2).blurGaussian(1.5); // so that it is not the plane that shows the blur best
        final ImagePlus series = new ImagePlus("series.tif", frames);
        run("Time_Series.groovy", "input", series, "frame", 2, "scale", "2", "folder", folder.toFile());
        assertSame(
                Task.ESTIMATE_KERNEL
                        .run(Map.of("input", new ImagePlus("series.tif", frames.getProcessor(2))), Progress.NONE)
                        .kernel(),
                "series-kernel.tif");
        assertEquals(
                "2",
                IJ.openImage(folder.resolve("series-kernel.tif").toString()).getStringProperty("Plane"));
        assertNotEquals(
                "2",
                Task.ESTIMATE_KERNEL
                        .run(Map.of("input", series), Progress.NONE)
                        .kernel()
                        .getStringProperty("Plane"));
        assertEquals(
                3, IJ.openImage(folder.resolve("series-SRx2.tif").toString()).getStackSize());
    }

    @Test
    void batch() throws Exception {
        final Path source = Files.createDirectory(folder.resolve("source"));
        IJ.saveAsTiff(part(100), source.resolve("photograph.tif").toString());
        run("Batch.groovy", "source", source.toFile(), "target", folder.toFile(), "pattern", "*.tif", "scale", "2");
        assertSame(
                Task.SUPER_RESOLVE
                        .run(Map.of("input", part(100), "scale", 2), Progress.NONE)
                        .result(),
                "photograph-SRx2.tif");
        assertEquals(2, Files.readAllLines(folder.resolve("Blind SR.csv")).size());
    }

    @Test
    void mapBlur() throws Exception {
        final ImagePlus large = IJ.openImage("macros/samples/camera.png");
        large.setRoi(60, 40, 96, 96);
        final ImagePlus tower = large.crop();
        final Path source = Files.createDirectory(folder.resolve("source"));
        IJ.saveAsTiff(tower, source.resolve("tower.tif").toString());
        run("Map_Blur.groovy", "source", source.toFile(), "target", folder.toFile(), "scale", "2", "series", "Each");
        assertSame(Task.MAP_BLUR.run(Map.of("input", tower), Progress.NONE).result(), "tower-blur.tif");
        final ImagePlus picture =
                IJ.openImage(folder.resolve("tower-ellipses.png").toString());
        assertEquals("96×96, 24", picture.getWidth() + "×" + picture.getHeight() + ", " + picture.getBitDepth());
    }

    /** A header, interpolation, and the method. */
    @Test
    void benchmark() throws Exception {
        final Path source = Files.createDirectory(folder.resolve("source"));
        IJ.saveAsTiff(part(100), source.resolve("photograph.tif").toString());
        run(
                "Benchmark.groovy",
                "source",
                source.toFile(),
                "target",
                folder.toFile(),
                "scales",
                "2",
                "estimators",
                "Variational FKP",
                "restorers",
                "Cubic spline");
        assertTrue(Files.readString(folder.resolve("benchmark.md")).contains("| Variational FKP | Cubic spline | "));
        assertEquals(3, Files.readAllLines(folder.resolve("benchmark.csv")).size());
    }

    /** What goes wrong in a command ends the script; SciJava prints why. */
    @Test
    void errorsEndTheScript() throws Exception {
        run(
                "Single_Image.groovy",
                "input",
                new ImagePlus("tiny", part(100).getProcessor().resize(5, 5)),
                "scale",
                "2",
                "folder",
                folder.toFile());
        assertEquals(0, folder.toFile().list().length);
    }

    /** A title may be no file's name, and the folder need not be there. */
    @Test
    void titlesWithSlashesInAFolderThatIsMade() throws Exception {
        final ImagePlus input = part(100);
        input.setTitle("day 1/cell: 2");
        final Path results = folder.resolve("new").resolve("results");
        run("Single_Image.groovy", "input", input, "scale", "2", "folder", results.toFile());
        assertEquals(
                Set.of("day 1-cell- 2-SRx2.tif", "day 1-cell- 2-kernel.tif"),
                Set.of(results.toFile().list()));
    }

    /** One map would replace the other. */
    @Test
    void mapsOfEqualNamesAreRefusedBeforeAnyIsMade() throws Exception {
        final Path source = Files.createDirectory(folder.resolve("source"));
        IJ.saveAsTiff(part(100), source.resolve("cell.tif").toString());
        new FileSaver(part(100)).saveAsPng(source.resolve("Cell.png").toString());
        final Path maps = folder.resolve("maps");
        run("Map_Blur.groovy", "source", source.toFile(), "target", maps.toFile(), "scale", "2", "series", "Each");
        assertFalse(Files.exists(maps));
    }

    /** What cannot be written leaves the earlier result, and nothing unfinished. */
    @Test
    void whatCannotBeWrittenLeavesTheEarlierResult() throws Exception {
        final Path kept = Files.createDirectories(folder.resolve("photograph-kernel.tif"));
        Files.createFile(kept.resolve("inside"));
        run("Single_Image.groovy", "input", part(100), "scale", "2", "folder", folder.toFile());
        assertTrue(Files.exists(kept.resolve("inside")));
        assertEquals(Set.of("photograph-kernel.tif"), Set.of(folder.toFile().list()), "the script went on");
    }

    private void run(final String name, final Object... inputs) throws Exception {
        try (InputStream script = TemplatesTest.class.getResourceAsStream(FOLDER + name)) {
            assertNotNull(script, name);
            context.service(ScriptService.class)
                    .run(name, new InputStreamReader(script, StandardCharsets.UTF_8), true, inputs)
                    .get();
        }
    }

    private void assertSame(final ImagePlus expected, final String file) {
        assertTrue(Files.exists(folder.resolve(file)), file);
        final ImageProcessor written =
                IJ.openImage(folder.resolve(file).toString()).getProcessor();
        assertArrayEquals(expected.getProcessor().getFloatArray(), written.getFloatArray(), file);
    }

    private static ImagePlus part(final int x) {
        return SampleImages.photograph("photograph.png", x);
    }
}
