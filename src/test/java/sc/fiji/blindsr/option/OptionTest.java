package sc.fiji.blindsr.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.benchmark.Benchmark;
import sc.fiji.blindsr.estimate.Estimators;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.run.KernelFromOptics;

/** How texts become values. */
class OptionTest {

    private static final Option<List<Grid>> GRIDS =
            Option.several("grids", "Grids", "", Grid.PAPER, List.of(Grid.values()), Grid::label);

    private static final Option<List<Long>> SEEDS = Option.wholes("seeds", "Seeds", "", 1);

    private static final Option<Integer> COUNT = Option.whole("count", "Count", "", 3, 0, 10);

    private static final Option<Double> WIDTH =
            Option.decimal("width", "Width", "", "2.5", 0.1, 20, "a number from 0.1 to 20");

    @Test
    void choicesInAnyCase() {
        assertEquals(Grid.PAPER, Options.GRID.parse(" pApEr "));
        assertEquals(4, Options.SCALE.parse("4"));
        assertEquals(Estimators.named("DIP-FKP").orElseThrow(), Options.ESTIMATOR.parse("dip-fkp"));
        assertEquals(List.of("Centred", "Paper"), Options.GRID.choices());
        refused(Options.SCALE, "5", "scale: \"5\" was given, allowed is one of 1, 2, 3, 4.");
        refused(Options.GRID, "", "grid: it was not given; needed is one of Centred, Paper.");
    }

    /** The cubic spline used to be called after its order; DIP is an image that an estimator makes. */
    @ParameterizedTest
    @ValueSource(strings = {"Cubic spline", "cubic SPLINE", "Bicubic", "bicubic"})
    void formerNamesAreUnderstood(final String name) {
        assertEquals(Restorers.BASELINE, Options.RESTORER.parse(name).restorer().orElseThrow());
        assertEquals(Restorers.BASELINE, Options.KERNEL_RESTORER.parse(name));
        assertEquals("Cubic spline", Options.RESTORER.format(Options.RESTORER.parse(name)));
        assertFalse(Options.RESTORER.choices().contains("Bicubic"));
    }

    @Test
    void dipIsAChoiceOnlyWhereAnEstimatorRuns() {
        assertTrue(Options.RESTORER.parse("dip").isJoint());
        assertFalse(Options.RESTORER.parse("Sparse MAP").isJoint());
        assertFalse(Options.KERNEL_RESTORER.choices().contains("DIP"));
        assertThrows(UserError.class, () -> Options.KERNEL_RESTORER.parse("DIP"));
    }

    @Test
    void wholeNumbersHaveTheirLimits() {
        assertEquals(0, COUNT.parse("0"));
        assertEquals(10, COUNT.parse("10"));
        for (final String wrong : List.of("-1", "11", "4294967298", "2.0", "three"))
            refused(COUNT, wrong, "count: \"" + wrong + "\" was given, allowed is a whole number from 0 to 10.");
        assertEquals(-5_000_000_000L, Options.SEED.parse("-5000000000"));
        refused(Options.SEED, "1.5", "seed: \"1.5\" was given, allowed is a whole number.");
    }

    @Test
    void numbersAreFinite() {
        assertEquals(0.1, WIDTH.parse("0.1"));
        assertEquals(20, WIDTH.parse("2e1"));
        for (final String wrong : List.of("0.09", "20.1", "NaN", "Infinity", "wide", "5d", "0x1p1", "2,5"))
            refused(WIDTH, wrong, "width: \"" + wrong + "\" was given, allowed is a number from 0.1 to 20.");
    }

    @Test
    void theNoiseMayBeEstimated() {
        assertEquals(OptionalDouble.empty(), Options.NOISE.parse("Auto"));
        assertEquals(OptionalDouble.of(0), Options.NOISE.parse("0"));
        assertEquals("auto", Options.NOISE.format(OptionalDouble.empty()));
        refused(Options.NOISE, "-1", "noise: \"-1\" was given, allowed is auto, or a standard deviation");
    }

    @Test
    void severalValuesOrAllOfThem() {
        assertEquals(List.of(Grid.PAPER, Grid.CENTRED), GRIDS.parse("paper,Centred"));
        assertEquals(List.of(Grid.PAPER), GRIDS.parse("Paper, paper"));
        assertEquals(List.of(Grid.values()), GRIDS.parse("ALL"));
        assertEquals("Centred, Paper", GRIDS.format(List.of(Grid.values())));
        for (final String wrong : List.of(",", "Paper,", "Paper, Poster", "all, Paper"))
            refused(
                    GRIDS,
                    wrong,
                    "grids: \"" + wrong
                            + "\" was given, allowed is all, or one or more of Centred, Paper, separated by commas.");
        assertEquals(List.of(3L, 1L), SEEDS.parse("3, 1,3"));
        refused(SEEDS, "1, one", "seeds: \"1, one\" was given, allowed is one or more whole numbers");
    }

    /** In a benchmark, "none" is the estimator that there is not: the cubic spline alone. */
    @Test
    void theBenchmarkHasAllAndNone() {
        assertEquals(List.of(), Benchmark.ESTIMATORS.parse("none"));
        assertEquals(Estimators.all(), Benchmark.ESTIMATORS.parse("all"));
        assertThrows(UserError.class, () -> Benchmark.ESTIMATORS.parse("none, DIP-FKP"));
        assertEquals(RestorerChoice.all(), Benchmark.RESTORERS.parse("all"));
        assertEquals(
                List.of(new RestorerChoice(Restorers.BASELINE)), Benchmark.RESTORERS.parse("Bicubic, Cubic spline"));
    }

    @Test
    void pathsAreLookedAt(@TempDir final Path folder) throws Exception {
        final Path file = Files.createFile(folder.resolve("a b.txt")), none = folder.resolve("none");
        assertEquals(file, Option.file("file", "", "").parse(file.toString()));
        assertEquals(folder, Option.folder("folder", "", "").parse(folder.toString()));
        assertEquals(none, Option.newFolder("folder", "", "").parse(none.toString()));
        assertEquals(none, Option.newFile("file", "", "").parse(none.toString()));
        assertEquals(file, Option.newFile("file", "", "").parse(file.toString()));
        final Option<Path> aFile = Option.file("file", "", ""), aFolder = Option.folder("folder", "", "");
        final String ofFile = "\" was given, allowed is the path of a file; ",
                ofFolder = "\" was given, allowed is the path of a folder; ";
        refused(aFile, "", "file: it was not given; needed is the path of a file.");
        refused(aFile, none.toString(), "file: \"" + none + ofFile + "there is no such file.");
        refused(aFile, folder.toString(), "file: \"" + folder + ofFile + "it is a folder.");
        refused(aFolder, "", "folder: it was not given; needed is the path of a folder.");
        refused(aFolder, none.toString(), "folder: \"" + none + ofFolder + "there is no such folder.");
        refused(aFolder, file.toString(), "folder: \"" + file + ofFolder + "it is a file.");
        refused(Option.newFolder("folder", "", ""), file.toString(), "folder: ");
        refused(Option.newFile("file", "", ""), folder.toString(), "file: ");
        refused(Option.newFile("file", "", ""), none.resolve("a").toString(), "file: ");
    }

    /** Dialogs and records write what macros understand; only what has to be named has no default. */
    @ParameterizedTest
    @EnumSource(Task.class)
    void defaultsAreAllowed(final Task task) {
        for (final Option<?> option : task.options()) roundTrip(option);
    }

    private static <T> void roundTrip(final Option<T> option) {
        if (option.defaultText().isEmpty()) {
            assertTrue(
                    Arrays.asList(Option.Kind.IMAGE, Option.Kind.FILE, Option.Kind.NEW_FILE, Option.Kind.FOLDER)
                                    .contains(option.kind())
                            || Arrays.asList(KernelFromOptics.WAVELENGTH, KernelFromOptics.APERTURE)
                                    .contains(option),
                    option.toString());
            return;
        }
        final T value = option.parse(option.defaultText());
        if (option.kind() == Option.Kind.CHOICE)
            for (final String choice : option.choices())
                assertEquals(choice, option.format(option.parse(choice)), option.toString());
        if (!option.key().equals("pattern")) // a pattern has no text of its own
        assertEquals(value, option.parse(option.format(value)), option.toString());
    }

    private static void refused(final Option<?> option, final String text, final String message) {
        final UserError error = assertThrows(UserError.class, () -> option.parse(text));
        assertEquals(option.key(), error.parameter());
        assertTrue(error.getMessage().startsWith(message), error.getMessage());
    }
}
