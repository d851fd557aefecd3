package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;

/** Finds an image by what a macro calls it. */
public final class NamedImage {

    /** The property in which images are given the path by which they were found. */
    private static final String PATH = "Blind SR path";

    private NamedImage() {}

    /**
     * The open image with this id or title, or else the image in this file, which is read but not shown.
     *
     * @param key the parameter whose value the name is
     * @param name an image id (a negative number), the title of an open image, or the path of a file
     * @param reader opens that file
     * @return empty if there is none
     * @throws UserError if several have this title, or the file cannot be read
     */
    public static Optional<ImagePlus> find(final String key, final String name, final ImageReader reader) {
        final ImagePlus open =
                name.matches("-\\d{1,9}") ? WindowManager.getImage(Integer.parseInt(name)) : titled(key, name);
        if (open != null) return Optional.of(open);
        return new File(name).isFile() ? Optional.of(read(key, name, reader)) : Optional.empty();
    }

    private static ImagePlus read(final String key, final String name, final ImageReader reader) {
        try {
            return remembered(reader.open(Path.of(name)), Path.of(name));
        } catch (final IOException e) {
            throw new UserError(key, "the file \"" + name + "\" was given, but " + Failure.reason(e) + ".", e);
        }
    }

    /** An image that was read from a file and is not shown, with that file's path as its name. */
    public static ImagePlus remembered(final ImagePlus image, final Path file) {
        image.setProperty(PATH, file.toAbsolutePath().toString());
        return image;
    }

    /** What a macro calls an image: its title, or, if it was found by its path, that. */
    public static String of(final ImagePlus image) {
        return image.getProperty(PATH) instanceof String path ? path : image.getTitle();
    }

    /** ImageJ itself would take the first of several images with a title: seldom the one that is meant. */
    private static ImagePlus titled(final String key, final String title) {
        final long count = Arrays.stream(WindowManager.getImageTitles())
                .filter(title::equals)
                .count();
        if (count > 1)
            throw new UserError(
                    key,
                    "\"" + title + "\" was given, but " + count + " open images have this title",
                    "name the image by its id (in a macro, getImageID())");
        // IJ.run(imp, …) calls a command for an image that need not be open
        final ImagePlus current = WindowManager.getCurrentImage();
        return count == 0 && current != null && current.getTitle().equals(title)
                ? current
                : WindowManager.getImage(title);
    }
}
