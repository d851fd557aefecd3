package sc.fiji.blindsr.command;

import org.scijava.plugin.Plugin;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;

/** JavaScript for SciJava's scripts; in Fiji, scripting-javascript is it. */
@Plugin(type = ScriptLanguage.class)
public class JavaScriptLanguage extends AdaptedScriptLanguage {

    /** Made by SciJava. */
    public JavaScriptLanguage() {
        super("nashorn");
    }
}
