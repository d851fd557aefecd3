package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.macro.Interpreter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

class MacroCallTest {

    @Test
    void valuesWithBlanksStandInBrackets() {
        assertEquals(
                Map.of("input", "my image.tif", "scale", "3", "channels", "One kernel"),
                MacroCall.parse("input=[my image.tif] scale=3 channels=[One kernel] "));
        assertEquals(
                Map.of("input", "a [nested] name", "seed", "2"), MacroCall.parse("input=[a [nested] name] seed=2"));
        assertEquals(Map.of("input", "it is", "seed", "2"), MacroCall.parse("input='it is' seed=2"));
    }

    @Test
    void emptyValues() {
        assertEquals(Map.of("prior", "", "seed", "2"), MacroCall.parse("prior=[] seed=2"));
        assertEquals(Map.of("prior", "", "seed", "2"), MacroCall.parse("prior= seed=2"));
        assertEquals(Map.of("seed", "2", "prior", ""), MacroCall.parse("seed=2 prior= "));
        assertEquals(Map.of(), MacroCall.parse(" "));
    }

    @Test
    void whatImageJPassesOverIsRefused() {
        refused("scale: it was given twice; give it once.", "scale=2 scale=3");
        refused(
                "estimator: \"FKP\" stands after its value; write a value of several words in brackets:"
                        + " estimator=[Variational FKP], or in quotes if it has a bracket that is not closed.",
                "scale=2 estimator=Variational FKP seed=2");
        refused(
                "input: a bracket is opened and never closed; close it, or write a value that has such a bracket in"
                        + " quotes: input='...'.",
                "input=[my image");
        refused(
                "input: a quote is opened and never closed; close it, or write a value that begins with a quote in"
                        + " brackets: input=[...].",
                "scale=2 input='my image");
        for (final String before : List.of("", "seed=2 "))
            refused("scale: a blank stands before its \"=\"; write scale= and the value.", before + "scale =2");
        for (final String key : List.of("Scale", "sCale", "é", "[a]", "scale,"))
            refused(
                    key + ": it is no key; write key=value; keys are single words in lower case.",
                    "seed=2 " + key + "=2");
        refused("=3: it is no key; write key=value; keys are single words in lower case.", "=3");
    }

    private static void refused(final String message, final String options) {
        assertEquals(
                message,
                assertThrows(UserError.class, () -> MacroCall.parse(options)).getMessage());
    }

    /** What Info says of a run is read by ImageJ's own macro language, and does the same again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cells",
                "my cells.tif",
                "a [nested] name",
                "open [ bracket",
                "C:\\it \"is\"",
                "[a]",
                "it's",
                "a\nb \r\\n",
                "it's [a] b"
            })
    void theMacroOfInfoRepeatsTheRun(final String title) {
        final ImagePlus input = SampleImages.photograph(title, 100);
        final ImagePlus result = Task.SUPER_RESOLVE
                .run(Map.of("input", input, "scale", 3, "restorer", "Cubic spline", "noise", "2.5"), Progress.NONE)
                .result();
        final String call = result.getStringProperty("Macro");
        final String start = "run(\"Blind Super-Resolution...\", ";
        assertTrue(call.startsWith(start) && call.endsWith(");"), call);
        final String options =
                new Interpreter().run("return " + call.substring(start.length(), call.length() - 2) + ";", "");
        final Map<String, Object> values = new HashMap<>(MacroCall.parse(options));
        assertEquals(title, values.put("input", input), options);
        assertEquals(
                "3 Cubic spline 2.5 1",
                values.get("scale") + " " + values.get("restorer") + " " + values.get("noise") + " "
                        + values.get("seed"));
        assertArrayEquals(
                (float[]) result.getProcessor().convertToFloatProcessor().getPixels(), (float[]) Task.SUPER_RESOLVE
                        .run(values, Progress.NONE)
                        .result()
                        .getProcessor()
                        .convertToFloatProcessor()
                        .getPixels());
    }

    @Test
    void messagesHaveLinesThatFitTheScreen() {
        final String word = "word ", message = "a: " + word.repeat(60) + "\nNext " + "x".repeat(200);
        final String[] lines = MacroCall.inLines(message).split("\n");
        assertEquals(
                message.replaceAll("\\s+", " "), String.join(" ", lines).replaceAll("\\s+", " "), "nothing is lost");
        for (int i = 0; i < lines.length - 1; i++) assertTrue(lines[i].length() <= 90, lines[i]);
        assertTrue(lines.length < 8, message);
    }
}
