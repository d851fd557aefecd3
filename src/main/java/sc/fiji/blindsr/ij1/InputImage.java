package sc.fiji.blindsr.ij1;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.ImageReader;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Options;

/** Finds the images that a macro names. */
public final class InputImage {

    private InputImage() {}

    /**
     * The values of a macro call, with images in the place of their names. An input image that is not named, or by an empty
     * name, is the active one; others are left out.
     *
     * @param reader opens the files that are named
     */
    public static Map<String, Object> resolve(
            final Form form,
            final Map<String, String> macro,
            final Supplier<ImagePlus> active,
            final ImageReader reader) {
        final Map<String, Object> values = new LinkedHashMap<>(macro);
        for (final Option<?> option : form.options())
            if (option.kind() == Option.Kind.IMAGE)
                values.computeIfPresent(option.key(), (key, name) -> namedOrNone(option, name.toString(), reader));
        if (form.options().contains(Options.INPUT)) values.computeIfAbsent(Options.INPUT.key(), key -> active.get());
        return values;
    }

    /** "none", as the dialog has it, unless an image is called so. */
    private static ImagePlus namedOrNone(final Option<?> option, final String name, final ImageReader reader) {
        if (name.isBlank() || name.equals(OptionsDialog.NO_IMAGE) && WindowManager.getImage(name) == null) return null;
        return named(option, name, reader);
    }

    /**
     * The open image with this id or title, or else the image in this file, which is read but not shown.
     *
     * @param option the option whose value the name is
     * @param name an image id (a negative number), the title of an open image, or the path of a file
     * @param reader opens that file
     * @throws UserError if there is none, several have this title, or the file cannot be read
     */
    public static ImagePlus named(final Option<?> option, final String name, final ImageReader reader) {
        final ImagePlus open =
                name.matches("-\\d{1,9}") ? WindowManager.getImage(Integer.parseInt(name)) : titled(option, name);
        if (open != null) return open;
        if (new File(name).isFile()) return read(option, name, reader);
        throw new UserError(
                option.key(),
                "\"" + name + "\" was given, but no open image has this title or id, and it is not the path of an image"
                        + " file.");
    }

    private static ImagePlus read(final Option<?> option, final String name, final ImageReader reader) {
        try {
            return reader.open(Path.of(name));
        } catch (final IOException e) {
            throw new UserError(option.key(), "the file \"" + name + "\" was given, but " + Failure.reason(e) + ".", e);
        }
    }

    /** ImageJ itself would take the first of several images with a title: seldom the one that is meant. */
    private static ImagePlus titled(final Option<?> option, final String title) {
        final long count = Arrays.stream(WindowManager.getImageTitles())
                .filter(title::equals)
                .count();
        if (count > 1)
            throw new UserError(
                    option.key(),
                    "\"" + title + "\" was given, but " + count + " open images have this title",
                    "name the image by its id (in a macro, getImageID())");
        return WindowManager.getImage(title);
    }
}
