package sc.fiji.blindsr.ij1;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.ImageReader;
import sc.fiji.blindsr.image.NamedImage;
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

    /** An image by its name as in {@link #named}, or null for "none", as the dialog has it, unless an image is called so. */
    public static ImagePlus namedOrNone(final Option<?> option, final String name, final ImageReader reader) {
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
        return NamedImage.find(option.key(), name, reader)
                .orElseThrow(() -> new UserError(
                        option.key(),
                        "\"" + name
                                + "\" was given, but no open image has this title or id, and it is not the path of an image"
                                + " file."));
    }
}
