package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.Macro;
import ij.WindowManager;
import java.awt.GraphicsEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Form;

/** The call of a command by a macro: {@code run("Label...", "key=value key=[a value]")}. */
public final class MacroCall {

    /** Characters in a line of a dialog. */
    private static final int LINE = 90;

    private static final String KEY = "[a-z]+";

    private MacroCall() {}

    /** Whether the current thread works for a macro that has given options; else it is a person, or a program. */
    public static boolean isRunning() {
        return IJ.isMacro() && Macro.getOptions() != null;
    }

    /** Whether a person is to be asked for a form's options: there is a display, and something to choose. */
    public static boolean leavesToAsk(final Form form) {
        if (isRunning() || GraphicsEnvironment.isHeadless()) return false;
        // Where an image is missing, run() says so.
        return form.needsImage()
                ? WindowManager.getImageCount() > 0
                : !form.options().isEmpty();
    }

    /** The options of the running macro call. */
    public static Map<String, String> values() {
        return parse(Macro.getOptions());
    }

    /**
     * Takes an option string apart: key → value, values as {@link Macro#getValue} reads them. What ImageJ would silently
     * pass over is refused: the second word of a value without brackets, what cannot be a key, and a key that comes twice, here; a mistyped key by
     * {@link sc.fiji.blindsr.Task#run}.
     *
     * @throws UserError if there is such a thing
     */
    static Map<String, String> parse(final String options) {
        final Map<String, String> values = new LinkedHashMap<>();
        String rest = options.trim(), before = null;
        while (!rest.isEmpty()) {
            final String key = rest.split("[=\\s]", 2)[0];
            final boolean hasValue = rest.startsWith(key + "=");
            if (!hasValue && rest.substring(key.length()).trim().startsWith("="))
                throw new UserError(key, "a blank stands before its \"=\"", "write " + key + "= and the value");
            if (!hasValue && before != null)
                throw new UserError(
                        before,
                        "\"" + key + "\" stands after its value",
                        "write a value of several words in brackets: " + before + "=[" + values.get(before) + " " + key
                                + "], or in quotes if it has a bracket that is not closed");
            // ImageJ would look for others in lower case, and find no value
            if (!key.matches(KEY))
                throw new UserError(
                        key.isEmpty() ? rest : key,
                        "it is no key",
                        "write key=value; keys are single words in lower case");
            if (rest.startsWith(key + "=[") && !isClosed(rest))
                throw new UserError(
                        key,
                        "a bracket is opened and never closed",
                        "close it, or write a value that has such a bracket in quotes: " + key + "='...'");
            if (rest.startsWith(key + "='") && rest.indexOf('\'', key.length() + 2) < 0)
                throw new UserError(
                        key,
                        "a quote is opened and never closed",
                        "close it, or write a value that begins with a quote in brackets: " + key + "=[...]");
            final String value = hasValue ? Macro.getValue(rest, key, "") : "";
            if (values.putIfAbsent(key, value) != null) throw new UserError(key, "it was given twice", "give it once");
            before = key;
            // A value in brackets or quotes may have blanks.
            final int written = key.length() + 1 + value.length();
            final boolean enclosed =
                    rest.length() > key.length() + 1 && "['".indexOf(rest.charAt(key.length() + 1)) >= 0;
            rest = rest.substring(Math.min(rest.length(), enclosed ? written + 2 : written))
                    .trim();
        }
        return values;
    }

    /** Whether the first bracket that is opened is closed again. */
    private static boolean isClosed(final String text) {
        int open = 0;
        for (int i = text.indexOf('['); i < text.length(); i++) {
            if (text.charAt(i) == '[') open++;
            else if (text.charAt(i) == ']' && --open == 0) return true;
        }
        return false;
    }

    /**
     * Ends the running macro with an error: a dialog, or headless a line on the console. Without a macro there is just the
     * dialog.
     */
    public static void fail(final String message) {
        try {
            // Of all ways to report an error, or that one has been cancelled, this one
            // alone stops a macro with and without a display. (If it is the Esc key
            // that cancelled, the macro has been stopped and there is no dialog.)
            IJ.error("Blind SR", GraphicsEnvironment.isHeadless() ? message : inLines(message));
        } catch (final RuntimeException e) {
            // thrown when the macro's interpreter has been told to stop, which is all that is wanted
            if (!Macro.MACRO_CANCELED.equals(e.getMessage())) throw e;
        }
    }

    /** ImageJ's dialogs would make one line of a message, wider than the screen. */
    static String inLines(final String message) {
        return message.replaceAll("(.{1," + LINE + "})(?:\\s+|$)", "$1\n").trim();
    }
}
