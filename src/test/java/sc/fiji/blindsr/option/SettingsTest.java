package sc.fiji.blindsr.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.NewImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.Grid;

/** The values of a form's options. */
class SettingsTest {

    private static final Form FORM = new Form(
            "Any...", Options.INPUT, Options.KERNEL, Options.SCALE, Options.RESTORER, Options.GRID, Options.SEED);

    private final ImagePlus image = NewImage.createByteImage("a", 4, 4, 1, NewImage.FILL_RAMP);

    @Test
    void whatIsLeftOutHasItsDefault() {
        final Map<String, Object> given = new HashMap<>();
        given.put("scale", null);
        for (final Settings settings : List.of(Settings.of(FORM), Settings.of(FORM, given))) {
            assertEquals(2, settings.get(Options.SCALE));
            assertEquals(Grid.CENTRED, settings.get(Options.GRID));
            assertEquals(1, settings.get(Options.SEED));
            assertEquals(Optional.empty(), settings.find(Options.INPUT));
            assertEquals(
                    Map.of("scale", "2", "restorer", "Sparse MAP", "grid", "Centred", "seed", "1"), settings.texts());
        }
    }

    @Test
    void valuesMayBeTextsOrWhatSaysThem() {
        final Settings settings = Settings.of(
                FORM, Map.of("input", image, "scale", 3, "grid", " paper", "seed", "007", "restorer", "bicubic"));
        assertEquals(image, settings.get(Options.INPUT));
        assertEquals(3, settings.get(Options.SCALE));
        assertEquals(Grid.PAPER, settings.get(Options.GRID));
        assertEquals(7, settings.get(Options.SEED));
        // Choices are recorded by their present names, anything else as it was written.
        assertEquals(
                Map.of("scale", "3", "restorer", "Cubic spline", "grid", "Paper", "seed", "007"), settings.texts());
        assertEquals(List.of(image), settings.images().toList());
    }

    @Test
    void unknownKeysAreRefused() {
        refused(
                "sclae: \"Any...\" has no such parameter; it has input, kernel, scale, restorer, grid, seed.",
                Map.of("sclae", 3));
        refused("input: \"a.tif\" was given, allowed is an image.", Map.of("input", "a.tif"));
        refused("seed: \"x\" was given, allowed is a whole number.", Map.of("seed", "x"));
    }

    private static void refused(final String message, final Map<String, ?> given) {
        assertEquals(
                message,
                assertThrows(UserError.class, () -> Settings.of(FORM, given)).getMessage());
    }

    @Test
    void anImageThatIsNeededIsAskedFor() {
        for (final Settings settings :
                List.of(Settings.of(FORM), Settings.of(FORM).with(Options.KERNEL, new ImagePlus()))) {
            final UserError error = assertThrows(UserError.class, () -> settings.get(Options.KERNEL));
            assertEquals("kernel", error.parameter());
            assertTrue(error.getMessage().startsWith("kernel: none was given; open one"), error.getMessage());
        }
    }

    @Test
    void typedValues() {
        final Settings defaults = Settings.of(FORM), changed = defaults.with(Options.GRID, Grid.PAPER);
        assertEquals(Grid.PAPER, changed.get(Options.GRID));
        assertEquals("Paper", changed.text(Options.GRID));
        assertEquals(Grid.CENTRED, defaults.get(Options.GRID));
        assertEquals(Grid.CENTRED, changed.with(Options.GRID, null).get(Options.GRID));
        assertEquals("Centred", changed.with(Options.GRID, null).text(Options.GRID));
        assertThrows(UserError.class, () -> defaults.with(Options.SCALE, 5));
        assertThrows(IllegalArgumentException.class, () -> defaults.with(Options.ITERATIONS, 5));
    }

    @Test
    void anotherFormTakesWhatItHas() {
        final Form other = new Form("Other...", Options.INPUT, Options.SCALE, Options.ITERATIONS);
        final Settings settings =
                Settings.of(FORM, Map.of("input", image, "scale", 4, "seed", 9)).as(other);
        assertEquals(image, settings.get(Options.INPUT));
        assertEquals(Map.of("scale", "4", "iterations", "0"), settings.texts());
        assertEquals(other, settings.form());
    }
}
