import java.io.File;
import net.imagej.patcher.LegacyInjector;

/**
 * Writes the classes of ImageJ that must be changed where there is no display, as a jar to be put before ImageJ's own. Fiji
 * changes them whenever it starts, which takes longer than all else that ImageJ does before its first macro.
 */
class PatchedImageJ {

    /** @param arguments the jar to be written */
    public static void main(final String... arguments) throws Exception {
        LegacyInjector.writeJar(new File(arguments[0]), true, false);
    }
}
