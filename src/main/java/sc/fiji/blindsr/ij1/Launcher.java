package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.ImageJ;
import ij.Prefs;
import ij.macro.Interpreter;
import ij.plugin.Macro_Runner;
import ij.plugin.frame.Editor;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Runs one macro in ImageJ and ends with an exit status that says how it went, which {@code ImageJ -batch} does not: 0 if
 * the macro came to its end, 1 if an error, a cancelled dialog or {@code exit()} stopped it, 2 if there is no such macro.
 */
public final class Launcher {

    private Launcher() {}

    /** @param args the macro's file and, if wanted, its argument */
    public static void main(final String[] args) {
        // java.io.File, unlike Path, takes any text
        if (args.length == 0 || !new File(args[0]).isFile()) {
            System.err.println(args.length == 0 ? "No macro was given." : "There is no macro file " + args[0]);
            System.exit(2);
        }
        if (GraphicsEnvironment.isHeadless()) Prefs.load(null, null);
        else new ImageJ();
        System.exit(run(new File(args[0]), args.length > 1 ? args[1] : ""));
    }

    private static int run(final File file, final String argument) {
        final Interpreter interpreter = new Interpreter();
        try {
            // for getInfo("macro.filepath")
            Macro_Runner.setFilePath(file.getAbsolutePath());
            interpreter.run(Editor.doInclude(text(file)), argument);
            if (!interpreter.wasError() && !IJ.escapePressed()) return 0;
        } catch (final IOException e) {
            System.err.println(file + " cannot be read: " + e);
            return 2;
        } catch (final RuntimeException | Error e) {
            // does nothing for the exception by which ImageJ itself ends a macro
            IJ.handleException(e);
        }
        System.err.println(Objects.requireNonNullElse(interpreter.getErrorMessage(), "The macro was stopped."));
        return 1;
    }

    /** As ImageJ reads it, whatever the bytes are. */
    private static String text(final File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
