package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/** What Info says of a run, and of no other. */
class InscriptionTest {

    @Test
    void onlyItsOwnLinesCount() {
        final Inscription said = Inscription.of("Scale: 2\nImage: a: b\nNoise: \n\nScale: 3\nSeed: 1\n");
        assertEquals(Optional.of("2"), said.value("Scale"));
        assertEquals(Optional.of("a: b"), said.value("Image"));
        assertEquals(Optional.empty(), said.value("Seed"));
        assertTrue(said.number("Image").isEmpty());
        assertEquals(2, said.number("Scale").getAsDouble());
        assertTrue(Inscription.of((String) null).value("Scale").isEmpty());
    }

    /** The table can be written again from the images. */
    @ParameterizedTest
    @ValueSource(strings = {"One kernel", "Kernel per channel"})
    void rowsAreThoseOfTheRun(final String channels) {
        final ImagePlus input = SampleImages.hyperstack(16, 40, 2, 1, 1, IJ.COMPOSITE);
        final Outcome outcome = Task.SUPER_RESOLVE.run(
                Map.of("input", input, "channels", channels, "restorer", "Cubic spline"), Progress.NONE);
        assertEquals(
                outcome.rows().stream().map(InscriptionTest::texts).toList(),
                Inscription.of(outcome.result()).rows());
        assertEquals(
                channels.startsWith("One") ? 1 : 2,
                Inscription.of(outcome.result()).rows().size());
    }

    private static Map<String, String> texts(final Map<String, Object> row) {
        final Map<String, String> texts = new LinkedHashMap<>();
        row.forEach((column, value) -> texts.put(column, value.toString()));
        return texts;
    }

    /** A result of a result has the Info of both. */
    @Test
    void viewsReadTheLastRun() {
        final ImagePlus rgb = new ImagePlus("colours", SampleImages.plane(64, 60, 24, 1, 0));
        final ImagePlus first =
                run(rgb, Map.of("channels", "Kernel per channel")).result();
        final Outcome second = run(first, Map.of());
        final ImagePlus result = second.result();
        assertTrue(result.getInfoProperty().contains("\nRed Masked: "), "of the first");
        final Map<String, Object> shown =
                Map.of("input", first, "result", result, "kernel", second.kernel(), "view", "Residual");
        final ImagePlus view = Task.SHOW_RESULT.run(shown, Progress.NONE).result();
        final String info = result.getInfoProperty();
        result.setProperty("Info", info.substring(0, info.indexOf("\n\n") + 1));
        assertArrayEquals((int[]) view.getProcessor().getPixels(), (int[]) Task.SHOW_RESULT
                .run(shown, Progress.NONE)
                .result()
                .getProcessor()
                .getPixels());

        result.setProperty("Info", "\n" + info);
        assertTrue(assertThrows(UserError.class, () -> Task.SHOW_RESULT.run(shown, Progress.NONE))
                .getMessage()
                .startsWith("result: the Info of \"colours-SRx1-SRx1\" does not say"));
    }

    private static Outcome run(final ImagePlus input, final Map<String, String> options) {
        final Map<String, Object> values = new LinkedHashMap<>(options);
        values.put("input", input);
        values.put("scale", 1);
        return Task.SUPER_RESOLVE.run(values, Progress.NONE);
    }

    /** A selection decides on the kernel, and is no part of the file that somebody opens to repeat the run. */
    /** A paper's Methods section says nothing of options that the chosen methods do not heed. */
    @Test
    void methodsNameWhatCounts() {
        final ImagePlus input = IJ.openImage("macros/samples/microaneurysms.png");
        final Map<String, String> given =
                Map.of("steps", "5", "smoothness", "0.01", "iterations", "9", "estimator", "Amortized FKP");
        for (final String restorer : List.of("Sparse MAP", "Richardson-Lucy")) {
            final Map<String, String> values = new HashMap<>(given);
            values.put("restorer", restorer);
            final String methods =
                    Inscription.of(run(input, values).result()).value("Methods").orElseThrow();
            assertEquals(restorer.equals("Richardson-Lucy"), methods.contains("steps = 5, smoothness = 0.01"), methods);
            assertFalse(methods.contains("iterations"), methods);
        }
    }

    @Test
    void theMacroSelectsWhatWasSelected() {
        final ImagePlus input = IJ.openImage("macros/samples/camera.png");
        for (final Roi roi : List.of(new OvalRoi(20, 16, 90, 80), new Roi(10, 20, 70, 60))) {
            input.setRoi(roi);
            final ImagePlus result =
                    run(input, Map.of("restorer", "Cubic spline")).result();
            final Inscription said = Inscription.of(result);
            final String kind = roi instanceof OvalRoi ? "Oval" : "Rectangle";
            assertTrue(said.value("Selection").orElseThrow().endsWith("; " + kind));
            assertTrue(said.value("Methods").orElseThrow().contains(" from a selected part of the image by "));
            final String macro = said.value("Macro").orElseThrow(), select = "makeRectangle(";
            assertTrue(macro.startsWith(select) && macro.contains("); run(\"Blind Super-Resolution...\""), macro);
            final String[] place =
                    macro.substring(select.length(), macro.indexOf(')')).split(", ");
            input.setRoi(new Roi(number(place[0]), number(place[1]), number(place[2]), number(place[3])));
            final ImagePlus again =
                    run(input, Map.of("restorer", "Cubic spline")).result();
            assertEquals(said.value("FWHM major"), Inscription.of(again).value("FWHM major"));
            input.deleteRoi();
            final ImagePlus without =
                    run(input, Map.of("restorer", "Cubic spline")).result();
            assertNotEquals(said.value("FWHM major"), Inscription.of(without).value("FWHM major"));
            assertFalse(without.getInfoProperty().contains("Selection: "));
        }
    }

    private static int number(final String text) {
        return Integer.parseInt(text);
    }
}
