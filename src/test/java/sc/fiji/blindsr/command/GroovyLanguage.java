package sc.fiji.blindsr.command;

import org.scijava.plugin.Plugin;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;

/** Groovy for SciJava's scripts; in Fiji, scripting-groovy is it. */
@Plugin(type = ScriptLanguage.class)
public class GroovyLanguage extends AdaptedScriptLanguage {

    /** Made by SciJava. */
    public GroovyLanguage() {
        super("groovy");
    }
}
