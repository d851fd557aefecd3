package sc.fiji.blindsr.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.SameImages;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

class PartTest {

    @Test
    void textsOfParts() {
        assertEquals(Optional.of(new Part(2, 8)), Part.of("2/8"));
        assertEquals(Optional.of(Part.WHOLE), Part.of(" 1 / 1 "));
        for (final String none : List.of("", "2", "0/8", "9/8", "1/0", "-1/8", "1/2/3", "a/b", "1/", "1.5/2"))
            assertEquals(Optional.empty(), Part.of(none), none);
    }

    /** Other versions and other machines must come to the same. */
    @Test
    void theHashIsThatOfTheNameForEver() {
        // the CRC-32 of the name without its extension, in UTF-8, by another program
        for (final String pair : List.of("img_0001.tif 5", "img_0002.tif 7", "a.png 4", "Zelle \u00df.tif 2")) {
            final int blank = pair.lastIndexOf(' ');
            final int expected = Integer.parseInt(pair.substring(blank + 1));
            for (int number = 1; number <= 8; number++)
                assertEquals(
                        number == expected, new Part(number, 8).takes(pair.substring(0, blank)), pair + " " + number);
        }
    }

    @Test
    void partsAreOfAboutTheSameSize() {
        final int[] sizes = new int[8];
        for (int i = 0; i < 4000; i++) {
            final String name = String.format("stack_%04d.tif", i);
            final int[] parts = IntStream.rangeClosed(1, 8)
                    .filter(number -> new Part(number, 8).takes(name))
                    .toArray();
            assertEquals(1, parts.length, name);
            sizes[parts[0] - 1]++;
        }
        assertTrue(Arrays.stream(sizes).allMatch(n -> n > 400 && n < 600), Arrays.toString(sizes));
    }

    @Test
    void partsTogetherAreTheWhole(@TempDir final Path folder) throws IOException {
        final Path source = Files.createDirectory(folder.resolve("in")), target = folder.resolve("out");
        for (int i = 0; i < 5; i++)
            new FileSaver(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, i)))
                    .saveAsTiff(source.resolve("image " + i + ".tif").toString());
        // they would have the same outputs
        new FileSaver(new ImagePlus("", SampleImages.plane(40, 36, 8, 1, 9)))
                .saveAsPng(source.resolve("image 3.png").toString());
        final List<String> images = new ArrayList<>();
        for (int number = 1; number <= 3; number++)
            for (final Map<String, Object> row : batch(source, target, number + "/3")) {
                assertEquals(
                        row.get("Image").equals("image 3.tif"),
                        row.get("Warning").toString().startsWith("failed: target: its output would overwrite"),
                        row.toString());
                images.add(row.get("Image").toString());
            }
        assertEquals(
                List.of("image 0.tif", "image 1.tif", "image 2.tif", "image 3.png", "image 3.tif", "image 4.tif"),
                images.stream().sorted().toList());
        // parts that have no file have no table
        final List<Path> tables;
        try (Stream<Path> files = Files.list(target)) {
            tables = files.filter(f -> f.toString().endsWith(".csv")).toList();
        }
        int rows = 0;
        for (final Path table : tables) {
            assertTrue(table.getFileName().toString().matches("Blind SR [123]of3\\.csv"), table.toString());
            rows += Files.readAllLines(table).size() - 1;
        }
        assertEquals(6, rows);
        // a part among many is empty, which is no error
        final String empty = IntStream.rangeClosed(1, 90)
                        .filter(number ->
                                IntStream.range(0, 5).noneMatch(i -> new Part(number, 90).takes("image " + i + ".tif")))
                        .findFirst()
                        .orElseThrow()
                + "/90";
        assertEquals(List.of(), batch(source, target, empty));
        assertEquals(List.of(), batch(source, folder.resolve("not there yet"), empty));
        final String message = assertThrows(UserError.class, () -> batch(source, target, "4/3"))
                .getMessage();
        assertTrue(message.startsWith("part: \"4/3\" was given, allowed is k/n"), message);
    }

    /** The whole and a part have tables of their own, and the same hidden files. */
    @Test
    void anImageIsMadeByOneBatchAtATime(@TempDir final Path folder) throws IOException {
        final Path source = Files.createDirectory(folder.resolve("in")), target = folder.resolve("out");
        final ImagePlus image = SampleImages.hyperstack(16, 20, 1, 9, 1, IJ.GRAYSCALE);
        new FileSaver(image).saveAsTiff(source.resolve("a.tif").toString());
        batch(source, folder.resolve("alone"), "1/1");
        final String part = (new Part(1, 2).takes("a.tif") ? 1 : 2) + "/2";
        final List<String> refused = new ArrayList<>();
        final List<Map<String, Object>> rows = batch(source, target, "1/1", (stage, done, total) -> {
            if (!stage.contains("7 of 9") || !refused.isEmpty()) return;
            refused.add(assertThrows(UserError.class, () -> batch(source, target, part))
                    .getMessage());
        });
        assertEquals(
                List.of(
                        "source: none of the 1 files could be processed. a.tif: target: another batch is making its outputs;"
                                + " leave it to that one, or wait for its end and run this one again."),
                refused);
        assertFalse(rows.get(0).get("Warning").toString().startsWith("failed"), rows.toString());
        SameImages.check(
                IJ.openImage(folder.resolve("alone/a-SRx2.tif").toString()),
                IJ.openImage(target.resolve("a-SRx2.tif").toString()));
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(4, files.count()); // two tables, kernel and result
        }
    }

    private static List<Map<String, Object>> batch(final Path source, final Path target, final String part) {
        return batch(source, target, part, Progress.NONE);
    }

    private static List<Map<String, Object>> batch(
            final Path source, final Path target, final String part, final Progress progress) {
        return Task.BATCH
                .run(
                        Map.of(
                                "source",
                                source,
                                "target",
                                target,
                                "part",
                                part,
                                "iterations",
                                2,
                                "restorer",
                                "Cubic spline",
                                "estimator",
                                "Variational FKP"),
                        progress)
                .rows();
    }
}
