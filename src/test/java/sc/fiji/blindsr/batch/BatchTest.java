package sc.fiji.blindsr.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.SameImages;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.image.NamedImage;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

class BatchTest {

    private static final Map<String, Object> FAST = Map.of("restorer", "Cubic spline");

    private static final Map<String, Object> WITH_DEVIATIONS = Map.of("uncertainty", "on", "restorer", "Sparse MAP");

    @TempDir
    private Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void folders() throws IOException {
        source = Files.createDirectories(folder.resolve("in"));
        target = folder.resolve("out").resolve("new");
    }

    /** One measured kernel for the whole folder, in which it lies itself. */
    @Test
    void oneKernelForAll() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 1)), "b.tif");
        final FloatProcessor bead = new FloatProcessor(15, 15);
        for (int i = 0; i < 225; i++)
            bead.setf(i, (float) (50 + 1000 * Math.exp(-(Math.pow(i % 15 - 7, 2) + Math.pow(i / 15 - 7, 2)) / 5)));
        save(new ImagePlus("", bead), "psf.tif");
        // by another way to the same file
        final Path way = Files.createSymbolicLink(source.resolveSibling("way"), source);
        final String kernel = way.resolve("psf.tif").toString();
        final Outcome outcome = batch(Map.of("kernel", kernel));
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif b-SRx2.tif b-kernel.tif", listing());
        for (final String name : List.of("a", "b"))
            SameImages.check(
                    saved(Task.SUPER_RESOLVE_WITH_KERNEL
                            .run(
                                    Map.of(
                                            "input",
                                            NamedImage.remembered(
                                                    IJ.openImage(source.resolve(name + ".tif")
                                                            .toString()),
                                                    source.resolve(name + ".tif")),
                                            "kernel",
                                            NamedImage.remembered(new ImagePlus("psf.tif", bead), Path.of(kernel)),
                                            "restorer",
                                            "Cubic spline"),
                                    Progress.NONE)
                            .result()),
                    IJ.openImage(target.resolve(name + "-SRx2.tif").toString()));
        final String macro =
                IJ.openImage(target.resolve("a-SRx2.tif").toString()).getStringProperty("Macro");
        assertTrue(macro.contains("input=" + source.resolve("a.tif") + " kernel=" + kernel + " "), macro);
        final double width = 2.3548 * Math.sqrt(2.5) / 2;
        for (final Map<String, Object> row : outcome.rows())
            assertEquals(width, (double) row.get("FWHM major"), 0.03 * width);
        final ImagePlus used = IJ.openImage(target.resolve("a-kernel.tif").toString());
        assertTrue(
                used.getStringProperty("Kernel as brought").startsWith("a background of 50"), used.getInfoProperty());
        final String missing = assertThrows(UserError.class, () -> batch(Map.of("kernel", "nowhere.tif")))
                .getMessage();
        assertTrue(missing.startsWith("kernel: \"nowhere.tif\" was given, allowed is none, or the path"), missing);
        final String joint = assertThrows(UserError.class, () -> batch(Map.of("kernel", kernel, "restorer", "DIP")))
                .getMessage();
        assertTrue(joint.startsWith("restorer: DIP is the image that"), joint);
    }

    @Test
    void everyImageAsByItself() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        save(SampleImages.hyperstack(16, 20, 2, 3, 2, IJ.COMPOSITE), "b.tif");
        save(new ImagePlus("", SampleImages.plane(40, 36, 24, 1, 0)), "c.tif");
        Files.createDirectories(source.resolve("sub.tif"));
        Files.writeString(source.resolve(".hidden.tif"), "");
        final Outcome outcome = batch(Map.of());
        assertEquals(
                List.of("a.tif", "b.tif", "c.tif"),
                outcome.rows().stream().map(r -> r.get("Image")).toList());
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif b-SRx2.tif b-kernel.tif c-SRx2.tif c-kernel.tif", listing());
        for (final String name : List.of("a", "b", "c")) {
            final Map<String, Object> values = new HashMap<>(FAST);
            final Path file = source.resolve(name + ".tif");
            values.put("input", NamedImage.remembered(IJ.openImage(file.toString()), file));
            final Outcome single = Task.SUPER_RESOLVE.run(values, Progress.NONE);
            SameImages.check(
                    saved(single.kernel()),
                    IJ.openImage(target.resolve(name + "-kernel.tif").toString()));
            SameImages.check(
                    saved(single.result()),
                    IJ.openImage(target.resolve(name + "-SRx2.tif").toString()));
        }
        final List<String> csv = csv();
        assertEquals(
                "Image,Command,Scale,Estimator,Restorer,Prior,Device,Seed,Seconds,FWHM major,FWHM minor,Angle,"
                        + "FWHM major ±,FWHM minor ±,Angle ±,Residual,Noise,Masked,Steps,Width major,Width minor,Unit,Resolution,Warning,Version",
                csv.get(0));
        assertEquals(4, csv.size());
        assertTrue(
                csv.get(2).startsWith("b.tif,Blind Super-Resolution,2,Amortized FKP,Cubic spline,built-in,CPU,1,"),
                csv.get(2));
    }

    /** Each writes its whole table again and again, and would lose the other's rows. */
    @Test
    void twoBatchesIntoOneTableAreOneTooMany() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        Files.createDirectories(target);
        final Path table = target.resolve("Blind SR.csv");
        try (Claim other = Claim.on(table).orElseThrow()) {
            refused("target: another batch is writing \"" + table + "\"; wait for its end", "pattern", "*");
        }
        batch(Map.of());
        assertTrue(listing().startsWith("Blind SR.csv a-SRx2.tif"), listing());
    }

    /** By the batch of a part, after this one has looked what there is. */
    @Test
    void whatAnotherBatchMakesMeanwhileIsLeft() throws IOException {
        for (final String name : List.of("a.tif", "b.tif"))
            save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, name.charAt(0))), name);
        final boolean[] made = {false};
        final LoggingProgress log = new LoggingProgress();
        final Outcome outcome = run(Map.of(), new Progress() {
            @Override
            public void update(final String stage, final int done, final int total) {
                if (made[0] || !stage.startsWith("a.tif: Opening")) return;
                made[0] = true;
                for (final String part : List.of("1/2", "2/2"))
                    try {
                        run(Map.of("part", part, "pattern", "b.tif"), Progress.NONE);
                    } catch (final UserError e) {
                        // the other part has it
                    }
            }

            @Override
            public void log(final String line) {
                log.log(line);
            }
        });
        assertEquals(
                List.of("a.tif"),
                outcome.rows().stream().map(r -> r.get("Image")).toList());
        assertTrue(log.lines.get(log.lines.size() - 1).startsWith("1 done, 1 skipped, 0 failed"), log.lines.toString());
        assertEquals(3, csv().size());
    }

    /** Nobody selected anything in this batch. */
    @Test
    void aSelectionInAFileIsTold() throws IOException {
        final ImagePlus image = new ImagePlus("", SampleImages.plane(60, 50, 8, 1, 0));
        image.setRoi(5, 5, 40, 40);
        save(image, "a.tif");
        final LoggingProgress log = new LoggingProgress();
        run(Map.of(), log);
        final String line =
                "a.tif: the file has a selection, which says where the kernel is estimated; region=Whole does"
                        + " not heed it.";
        assertTrue(log.lines.contains(line), log.lines.toString());
        final LoggingProgress whole = new LoggingProgress();
        run(Map.of("existing", "overwrite", "region", "Whole"), whole);
        assertFalse(whole.lines.contains(line));
    }

    /** What fails for every image is said before the first. */
    @Test
    void aMaskThatIsNotThereEndsTheBatch() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        batch(Map.of());
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 1)), "b.tif");
        refused("mask: \"nowhere.tif\" was given, allowed is none, Overlay", "mask", "nowhere.tif");
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif", listing());
    }

    /** As a macro would save it, and open it again. */
    private ImagePlus saved(final ImagePlus image) {
        final String file = folder.resolve("single.tif").toString();
        new FileSaver(image).saveAsTiff(file);
        return IJ.openImage(file);
    }

    @Test
    void aBatchCanBeGoneOnWith() throws IOException {
        for (final String name : List.of("a.tif", "b.tif", "c.tif"))
            save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, name.charAt(0))), name);
        // as after a crash: the first is done, of the second there is only the kernel
        final int[] files = {0};
        assertThrows(
                CancellationException.class,
                () -> run(Map.of(), (stage, done, total) -> {
                    if (stage.contains(": Opening") && ++files[0] == 3) throw new CancellationException();
                }));
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif b-SRx2.tif b-kernel.tif", listing());
        assertEquals(3, csv().size());
        Files.delete(target.resolve("b-SRx2.tif"));
        final FileTime before = age("a-SRx2.tif");
        Files.setLastModifiedTime(source.resolve("a.tif"), before);
        final String row = csv().get(1);
        assertEquals(
                List.of("b.tif", "c.tif"),
                batch(Map.of()).rows().stream().map(r -> r.get("Image")).toList());
        assertEquals(before, Files.getLastModifiedTime(target.resolve("a-SRx2.tif")));
        assertEquals(4, csv().size());
        assertEquals(row, csv().get(1));
        // all there: nothing to do
        final LoggingProgress progress = new LoggingProgress();
        assertEquals(List.of(), run(Map.of(), progress).rows());
        assertEquals(1, progress.lines.size(), progress.lines.toString());
        // and what was made with other parameters stays, which is said
        run(Map.of("noise", 3), progress);
        assertEquals(
                "Of the results that are left as they are, 3 were made with other parameters: a.tif (noise was auto, not 3),"
                        + " …; with existing=overwrite they are made anew.",
                progress.lines.get(1));
        // but that a row is missing, as if the run had been broken off before it was written
        final List<String> lines = csv();
        Files.write(
                target.resolve("Blind SR.csv"),
                lines.stream().filter(line -> !line.equals(row)).toList());
        assertEquals(List.of(), batch(Map.of()).rows());
        assertEquals(Set.copyOf(lines), Set.copyOf(csv()));
        assertEquals(
                1,
                batch(Map.of("pattern", "A*", "existing", "overwrite")).rows().size());
        assertNotEquals(before, Files.getLastModifiedTime(target.resolve("a-SRx2.tif")));
        assertEquals(4, csv().size());
        // A kernel has no scale factor in its name: that of another is not taken for its own, and not lost silently.
        final Outcome other = batch(Map.of("scale", 3, "pattern", "{a,b}.tif", "existing", "overwrite"));
        assertEquals(2, other.rows().size());
        final Outcome mixed = batch(Map.of("scale", 2));
        assertEquals(
                "failed: target: a-kernel.tif in the target is of another image or scale factor; choose another target, or"
                        + " overwrite.",
                mixed.rows().get(0).get("Warning"));
        // The results that are still there keep their rows.
        for (int times = 0; times < 2; times++) {
            assertEquals(
                    2,
                    csv().stream()
                            .filter(line -> line.startsWith("a.tif,Blind Super-Resolution,"))
                            .count(),
                    csv().toString());
            assertTrue(
                    csv().stream().anyMatch(line -> line.startsWith("a.tif,Blind Super-Resolution,3,Amortized FKP")));
            batch(Map.of("scale", 2));
        }
    }

    /** A disk that is full, or a copy that was broken off, leaves such files. */
    @Test
    void resultsThatAreNotWholeAreMadeAnew() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        batch(Map.of());
        final Path result = target.resolve("a-SRx2.tif"), kernel = target.resolve("a-kernel.tif");
        final byte[] whole = Files.readAllBytes(result);
        for (final byte[] left : new byte[][] {{}, Arrays.copyOf(whole, whole.length - 1000)}) {
            Files.write(result, left);
            assertFalse(isFailed(batch(Map.of()).row()));
            assertEquals(whole.length, Files.size(result), 100); // the time that it took is in Info
        }
        Files.write(kernel, new byte[0]);
        assertFalse(isFailed(batch(Map.of()).row()));
        assertEquals(List.of(), batch(Map.of()).rows());
    }

    /** In the folder of the images, too. */
    @Test
    void whatIsNoOutputIsNotOverwritten() throws IOException {
        target = source;
        final ImagePlus image = new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0));
        save(image, "a.tif");
        save(image, "a-kernel.tif");
        final byte[] own = Files.readAllBytes(source.resolve("a-kernel.tif"));
        final String said = assertThrows(UserError.class, () -> batch(Map.of("existing", "overwrite")))
                .getMessage();
        assertTrue(
                said.endsWith(
                        "a.tif: target: its output would overwrite a-kernel.tif, which is none of this plugin's; choose"
                                + " another target, or move that file."),
                said);
        assertArrayEquals(own, Files.readAllBytes(source.resolve("a-kernel.tif")));
    }

    /** Of the batch on Spark, which has other hidden files, as well. */
    @Test
    void nothingOfKilledRunsIsLeft() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        final TargetFolder left = new TargetFolder(Files.createDirectories(target), 2, false, true, Set.of());
        Files.writeString(Files.createDirectory(left.workshop("a.tif")).resolve("planes"), "left");
        for (int stack = 0; stack < 2; stack++) Files.writeString(left.planes("a.tif", stack), "left");
        assertFalse(isFailed(batch(Map.of()).row()));
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(3, files.count());
        }
        // and of one that was killed while it made anew what is there
        Files.writeString(Files.createDirectory(left.workshop("a.tif")).resolve("planes"), "left");
        Files.writeString(left.planes("a.tif", 0), "left");
        // which is left alone as long as it lives
        try (Claim living = left.claim("a.tif")) {
            assertEquals(List.of(), batch(Map.of()).rows());
            assertTrue(Files.exists(left.planes("a.tif", 0)));
            assertTrue(Files.exists(left.workshop("a.tif").resolve("planes")));
        }
        assertEquals(List.of(), batch(Map.of()).rows());
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(3, files.count());
        }
    }

    /** By the batch of another part, or with another table. */
    @Test
    void whatIsDoneElsewhereHasFailedNoLonger() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 1)), "b.tif");
        try (Claim other =
                new TargetFolder(Files.createDirectories(target), 2, false, false, Set.of()).claim("a.tif")) {
            assertTrue(isFailed(batch(Map.of()).rows().get(0)));
        }
        final List<String> failed = csv();
        Files.delete(target.resolve("Blind SR.csv"));
        assertFalse(isFailed(batch(Map.of()).row()));
        final List<String> done = csv();
        Files.write(target.resolve("Blind SR.csv"), failed);
        assertEquals(List.of(), batch(Map.of()).rows());
        assertEquals(Set.copyOf(done), Set.copyOf(csv()));
        assertEquals(3, csv().size());
        // beside the row of the result, too
        Files.write(target.resolve("Blind SR.csv"), failed.subList(1, 2), StandardOpenOption.APPEND);
        assertEquals(List.of(), batch(Map.of()).rows());
        assertEquals(3, csv().size());
    }

    /** They count as done, as with other parameters; but nobody shall take them for those of this run. */
    @Test
    void resultsOfOtherFilesAreTold() throws IOException {
        final ImagePlus image = new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0));
        save(image, "a b.tif");
        final List<String> kernels = new ArrayList<>();
        for (final String name : List.of("one.tif", "two.tif")) {
            final ImagePlus bead = new ImagePlus("", new FloatProcessor(7, 7));
            bead.getProcessor().setf(24, 1);
            kernels.add(folder.resolve(name).toString());
            assertTrue(new FileSaver(bead).saveAsTiff(folder.resolve(name).toString()));
        }
        final Map<String, String> one = Map.of("kernel", kernels.get(0)), two = Map.of("kernel", kernels.get(1));
        assertFalse(isFailed(batch(one).row()));
        assertEquals("", told(one));
        assertEquals("kernel was " + kernels.get(0) + ", not " + kernels.get(1), told(two));
        assertEquals("kernel was " + kernels.get(0) + ", not none", told(Map.of()));
        final Map<String, String> anew = new HashMap<>(Map.of("existing", "overwrite"));
        assertFalse(isFailed(batch(anew).row()));
        assertEquals("", told(Map.of()));
        assertEquals("kernel was none, not " + kernels.get(0), told(one));

        final Path way = Files.createSymbolicLink(folder.resolve("way"), source), before = source;
        source = way;
        assertEquals("", told(Map.of()));
        source = Files.createDirectory(folder.resolve("other"));
        save(image, "a b.tif");
        assertEquals("input was " + before.resolve("a b.tif") + ", not " + source.resolve("a b.tif"), told(Map.of()));
        source = before;
        Files.setLastModifiedTime(
                source.resolve("a b.tif"), FileTime.from(Instant.now().plusSeconds(60)));
        assertEquals("input has changed since", told(Map.of()));
    }

    /** What a batch that has nothing to do says of the only result. */
    private String told(final Map<String, String> values) {
        final LoggingProgress progress = new LoggingProgress();
        assertEquals(List.of(), run(values, progress).rows());
        final String line = progress.lines.size() == 1 ? "" : progress.lines.get(0);
        final String start = "Of the results that are left as they are, 1 were made with other parameters: a b.tif (";
        if (line.isEmpty()) return line;
        assertTrue(line.startsWith(start), line);
        return line.substring(start.length(), line.indexOf("); with existing=overwrite"));
    }

    private FileTime age(final String name) throws IOException {
        final FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(target.resolve(name), old);
        return old;
    }

    @Test
    void aBadFileIsNotedAndTheRestGoesOn() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "good.tif");
        save(SampleImages.hyperstack(16, 20, 2, 3, 2, IJ.COMPOSITE), "whole.tif");
        final byte[] whole = Files.readAllBytes(source.resolve("whole.tif"));
        // ImageJ would open it, the last planes black
        Files.write(source.resolve("cut off.tif"), Arrays.copyOf(whole, whole.length - 10_000));
        Files.write(source.resolve("corrupt.tif"), Arrays.copyOf(whole, 100));
        Files.write(source.resolve("header.tif"), Arrays.copyOf(whole, 120));
        Files.write(source.resolve("noise.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0});
        Files.writeString(source.resolve("empty.tif"), "");
        Files.writeString(source.resolve("notes.txt"), "The \"cells\" of Monday, 12.3.,\nwere too warm.");
        save(new ImagePlus("", SampleImages.plane(10, 10, 8, 1, 0)), "tiny.tif");
        final Map<String, String> warnings = new HashMap<>();
        for (final Map<String, Object> row : batch(Map.of()).rows())
            warnings.put(row.get("Image").toString(), row.get("Warning").toString());
        assertEquals(9, warnings.size());
        assertFalse(warnings.get("good.tif").startsWith("failed"), warnings.toString());
        assertTrue(
                warnings.get("cut off.tif").startsWith("failed: the file has been cut off: it has "),
                warnings.toString());
        assertTrue(warnings.get("header.tif").startsWith("failed: "), warnings.toString());
        for (final String name : List.of("corrupt.tif", "noise.png", "empty.tif", "notes.txt"))
            assertTrue(warnings.get(name).startsWith("failed: it is no image that can be read"), warnings.toString());
        assertTrue(
                warnings.get("tiny.tif").startsWith("failed: input: the image has 10×10 pixels"), warnings.toString());
        assertEquals("Blind SR.csv good-SRx2.tif good-kernel.tif whole-SRx2.tif whole-kernel.tif", listing());
        assertEquals(10, csv().size());
        assertTrue(String.join("\n", csv()).contains("\ntiny.tif,Blind Super-Resolution,2,,"), csv().toString());

        final Exception none = assertThrows(UserError.class, () -> batch(Map.of("pattern", "*.{png,txt}")));
        assertTrue(
                none.getMessage()
                        .startsWith("source: none of the 2 files could be processed. noise.png: it is no image"),
                none.getMessage());
    }

    @Test
    void noOutputTakesThePlaceOfAnother() throws IOException {
        final ImagePlus image = new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0));
        new FileSaver(image).saveAsPng(source.resolve("a.png").toString());
        save(image, "a.tif");
        for (final String existing : List.of("skip", "overwrite")) {
            final List<Map<String, Object>> rows =
                    batch(Map.of("existing", existing)).rows();
            assertEquals("a.png", rows.get(0).get("Image"));
            assertFalse(
                    rows.get(0).get("Warning").toString().startsWith("failed"),
                    rows.get(0).toString());
            assertEquals(
                    "a.tif failed: target: its output would overwrite that of a.png, a-kernel.tif; rename one of the two, or"
                            + " choose one by the pattern.",
                    rows.get(1).get("Image") + " " + rows.get(1).get("Warning"));
        }
        final List<Map<String, Object>> again = batch(Map.of()).rows();
        assertEquals(
                "a.tif failed: target: a-kernel.tif in the target is of another image or scale factor; choose another target, or"
                        + " overwrite.",
                again.get(0).get("Image") + " " + again.get(0).get("Warning"));
    }

    @Test
    void resultsAreNotProcessedAgain() throws IOException {
        target = source;
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "lone-kernel.tif");
        assertEquals(2, batch(Map.of()).rows().size());
        assertEquals(
                "Blind SR.csv a-SRx2.tif a-kernel.tif a.tif lone-kernel-SRx2.tif lone-kernel-kernel.tif lone-kernel.tif",
                listing());
        assertEquals(0, batch(Map.of()).rows().size());
        assertEquals(2, batch(Map.of("existing", "overwrite")).rows().size());
    }

    @Test
    void deviationsAreNotProcessedAgain() throws IOException {
        target = source;
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        assertEquals(1, batch(WITH_DEVIATIONS).rows().size());
        final String made = "Blind SR.csv a-SRx2.tif a-kernel.tif a-sd.tif a.tif";
        assertEquals(made, listing());
        assertEquals(0, batch(WITH_DEVIATIONS).rows().size());
        assertEquals(0, batch(Map.of()).rows().size());
        final Map<String, Object> anew = new HashMap<>(WITH_DEVIATIONS);
        anew.put("existing", "overwrite");
        assertFalse(isFailed(batch(anew).row()));
        assertEquals(made, listing());
    }

    /** Beside a result that was made anew without them, they would seem to be its. */
    @Test
    void deviationsOfAnEarlierResultGoWithIt() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        assertFalse(isFailed(batch(WITH_DEVIATIONS).row()));
        assertFalse(isFailed(batch(Map.of("existing", "overwrite")).row()));
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif", listing());
    }

    /** Where no deviations are made, their name is free for others. */
    @Test
    void deviationsOfOthersAreNotOverwritten() throws IOException {
        for (final String name : List.of("a.tif", "b.tif"))
            save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, name.charAt(0))), name);
        final Path own = Files.writeString(Files.createDirectories(target).resolve("a-sd.tif"), "mine");
        final List<Map<String, Object>> rows = batch(WITH_DEVIATIONS).rows();
        assertEquals(
                "failed: target: a-sd.tif in the target is of another image or scale factor; choose another target, or"
                        + " overwrite.",
                rows.get(0).get("Warning"));
        assertFalse(isFailed(rows.get(1)));
        assertFalse(isFailed(batch(Map.of()).row()));
        assertEquals("mine", Files.readString(own));
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif a-sd.tif b-SRx2.tif b-kernel.tif b-sd.tif", listing());
    }

    /** Of many planes, both results wait on the disk. */
    @Test
    void deviationsOfStacksAreThoseOfTheCommand() throws IOException {
        save(SampleImages.hyperstack(16, 20, 2, 3, 1, IJ.COMPOSITE), "a.tif");
        assertFalse(isFailed(batch(WITH_DEVIATIONS).row()));
        final Map<String, Object> values = new HashMap<>(FAST);
        values.putAll(WITH_DEVIATIONS);
        final Path file = source.resolve("a.tif");
        values.put("input", NamedImage.remembered(IJ.openImage(file.toString()), file));
        final Outcome single = Task.SUPER_RESOLVE.run(values, Progress.NONE);
        SameImages.check(
                saved(single.result()),
                IJ.openImage(target.resolve("a-SRx2.tif").toString()));
        SameImages.check(
                saved(single.deviation()),
                IJ.openImage(target.resolve("a-sd.tif").toString()));
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif a-sd.tif", listing());
    }

    private static boolean isFailed(final Map<String, Object> row) {
        return row.get("Warning").toString().startsWith("failed");
    }

    @Test
    void cancellingLeavesNoDeviations() throws IOException {
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        assertThrows(
                CancellationException.class,
                () -> run(WITH_DEVIATIONS, (stage, done, total) -> {
                    if (stage.contains(": Written")) throw new CancellationException();
                }));
        assertEquals("", listing());
    }

    @Test
    void aTargetInsideTheSourceIsLeftOut() throws IOException {
        target = source.resolve("results");
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        assertEquals(1, batch(Map.of()).rows().size());
        assertEquals(0, batch(Map.of()).rows().size());
        assertEquals("Blind SR.csv a-SRx2.tif a-kernel.tif", listing());
    }

    /** At whatever moment: what is there is whole. */
    @Test
    void cancellingLeavesNoHalfFiles() throws IOException {
        save(SampleImages.hyperstack(16, 20, 1, 9, 1, IJ.GRAYSCALE), "a.tif");
        final int[] updates = {0};
        run(Map.of(), (stage, done, total) -> updates[0]++);
        assertTrue(updates[0] > 50, "updates " + updates[0]);
        for (int last = 1; last < updates[0]; last += last < updates[0] - 16 ? 7 : 2) {
            try (Stream<Path> files = Files.list(target)) {
                for (final Path file : files.toList()) Files.delete(file);
            }
            final int[] left = {last};
            assertThrows(
                    CancellationException.class,
                    () -> run(Map.of(), (stage, done, total) -> {
                        if (--left[0] == 0) throw new CancellationException();
                    }));
            assertEquals("", listing(), "cancelled at update " + last);
        }
    }

    @Test
    void whatCannotBeDoneAtAllIsRefusedFirst() throws IOException {
        refused(
                "source: \"" + folder.resolve("none") + "\" was given, allowed is the path of a folder",
                "source",
                folder.resolve("none"));
        refused("source: it was not given", "source", "");
        refused("target: it was not given", "target", "");
        refused("pattern: no file in ", "pattern", "*.tif");
        save(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 0)), "a.tif");
        refused("target: \"" + source.resolve("a.tif") + "\" was given", "target", source.resolve("a.tif"));
        refused("pattern: \"[\" was given", "pattern", "[");
        refused("existing: \"ask\" was given, allowed is one of skip, overwrite", "existing", "ask");
        refused("input: \"Blind SR Batch...\" has no such parameter", "input", "a.tif");
        refused("device: ", "device", "TPU");
        refused("prior: ", "prior", "/no such/prior.pt");
        refused("restorer: DIP is the image", "restorer", "DIP");
        refused("scale: 3 was given, but KernelGAN", "scale", 3, "estimator", "KernelGAN");
        refused(
                "prior: blurs that vary over the field are read as Gaussians",
                "field",
                "Varying",
                "prior",
                "General",
                "restorer",
                "Sparse MAP");
        refused("uncertainty: on was given, but the restorer Cubic spline", "uncertainty", "on");
        refused(
                "uncertainty: on was given, but the restorer DIP",
                "uncertainty",
                "on",
                "restorer",
                "DIP",
                "estimator",
                "DIP-FKP");
        refused(
                "uncertainty: on was given, but the restorer Cubic spline",
                "uncertainty",
                "on",
                "kernel",
                Files.copy(source.resolve("a.tif"), folder.resolve("kernel.tif")));
        assertFalse(Files.exists(target));
    }

    private void refused(final String message, final Object... given) {
        final Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < given.length; i += 2) values.put(given[i].toString(), given[i + 1]);
        final String said = assertThrows(UserError.class, () -> batch(values)).getMessage();
        assertTrue(said.startsWith(message), said);
    }

    /** The file is larger than what is read as a whole, its result larger than the memory. */
    @Test
    void memoryDoesNotGrowWithThePlanes() throws Exception {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BatchInLittleMemory.class.getName(),
                        source.toString(),
                        target.toString())
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(Files.size(target.resolve("many-SRx2.tif")) > 40L << 20, output);
        assertEquals("Blind SR.csv many-SRx2.tif many-kernel.tif", listing());
    }

    private void save(final ImagePlus image, final String name) {
        assertTrue(new FileSaver(image).saveAsTiff(source.resolve(name).toString()));
    }

    private Outcome batch(final Map<String, ?> values) {
        return run(values, Progress.NONE);
    }

    private Outcome run(final Map<String, ?> values, final Progress progress) {
        final Map<String, Object> all = new HashMap<>(FAST);
        all.put("source", source);
        all.put("target", target);
        all.putAll(values);
        return Task.BATCH.run(all, progress);
    }

    private String listing() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return String.join(
                    " ",
                    files.filter(Files::isRegularFile)
                            .map(f -> f.getFileName().toString())
                            .filter(f -> !f.equals(".hidden.tif"))
                            .sorted()
                            .toList());
        }
    }

    private List<String> csv() throws IOException {
        return Files.readAllLines(target.resolve("Blind SR.csv"), StandardCharsets.UTF_8);
    }
}
