package sc.fiji.blindsr.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;
import sc.fiji.blindsr.SampleImages;

/** The scripts of the page, as they are there. AppIT runs its macro; for Python there is no test. */
class ScriptsPageTest {

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
    void groovy() throws Exception {
        final ScriptModule module = run("groovy", "groovy");
        assertEquals("part-SRx2", ((ImagePlus) module.getOutput("result")).getTitle());
        assertTrue((double) module.getOutput("residual") > 0);
    }

    @Test
    void javaScript() throws Exception {
        final ScriptModule module = run("javascript", "js");
        assertEquals("part-kernel", ((ImagePlus) module.getOutput("kernel")).getTitle());
        assertTrue(((Number) module.getOutput("width")).doubleValue() > 0.5);
    }

    private ScriptModule run(final String language, final String extension) throws Exception {
        return context.service(ScriptService.class)
                .run("page." + extension, code(language), true, "image", SampleImages.photograph("part", 100))
                .get();
    }

    private static String code(final String language) throws IOException {
        final String page = Files.readString(Path.of("src", "site", "markdown", "scripts.md"));
        final Matcher code =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(code.find(), language);
        return code.group(1);
    }
}
