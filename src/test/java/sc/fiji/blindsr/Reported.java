package sc.fiji.blindsr;

import ij.IJ;
import ij.ImagePlus;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Images and kernels on which the plugin was once wrong. */
public final class Reported {

    private Reported() {}

    /** Opens one of them, of the folder {@code reported}. */
    public static ImagePlus image(final String file) {
        try {
            return IJ.openImage(
                    Path.of(Reported.class.getResource("/reported/" + file).toURI())
                            .toString());
        } catch (final URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
