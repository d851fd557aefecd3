package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Opens a small image to try the commands on: 8-bit, 102×102 pixels, really blurred. */
public final class SampleImage {

    public static final Form FORM = new Form("Open Blind SR Sample");

    private static final String FILE = "microaneurysms.png";

    private SampleImage() {}

    /** The image, whose Info says what it shows and where it is from. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus image = new ImagePlus();
        try (InputStream png = SampleImage.class.getResourceAsStream(FILE)) {
            image.setImage(ImageIO.read(png));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        image.setTitle(CompanionImage.unique("retina"));
        image.setProperty(
                "Info",
                "A detail of a retina: vessels and two microaneurysms. Nobody knows the sharp image.\n"
                        + "By Andreas Maier, CC0, from scikit-image's data.\n");
        return new Outcome(null, image, List.of());
    }
}
