package sc.fiji.blindsr.option;

import ij.ImagePlus;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.image.ImageReader;
import sc.fiji.blindsr.kernel.Grid;

/** The values of a {@link Task}'s options, each checked: what is read here is usable. */
public final class Settings {

    private final Task task;
    private final Map<Option, Object> values = new EnumMap<>(Option.class);
    private ImageReader reader = ImageFile::open;

    private Settings(final Task task) {
        this.task = task;
    }

    /**
     * Takes and checks the values of a task's options.
     *
     * @throws IllegalArgumentException if a key is not one of the task's, a choice is not among the choices, or a number
     *           is not one; the message says what is allowed
     */
    public static Settings of(final Task task, final Map<String, ?> given) {
        final Settings settings = new Settings(task);
        for (final String key : given.keySet())
            if (task.options().stream().noneMatch(o -> o.key().equals(key)))
                throw new IllegalArgumentException(key + ": \"" + task.label() + "\" has no such parameter; it has "
                        + (task.options().isEmpty()
                                ? "none"
                                : String.join(
                                        ", ",
                                        task.options().stream().map(Option::key).toList()))
                        + ".");
        for (final Option option : task.options()) settings.values.put(option, check(option, given.get(option.key())));
        if (task.options().contains(Option.NOISE)) settings.noise();
        return settings;
    }

    private static Object check(final Option option, final Object given) {
        // That an image is needed is said where it is asked for: some may be left out.
        if (option.kind() == Option.Kind.IMAGE) {
            if (given == null || given instanceof ImagePlus) return given;
            throw new IllegalArgumentException(option.key() + ": \"" + given + "\" was given, allowed is an image.");
        }
        final String value =
                given == null ? option.defaultValue() : given.toString().trim();
        switch (option.kind()) {
            case CHOICE:
                return option.choices().stream()
                        .filter(c -> c.equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> refuse(option, value, "one of " + String.join(", ", option.choices())));
            case NUMBER:
                try {
                    final long number = Long.parseLong(value);
                    if (option == Option.ITERATIONS && (number < 0 || number > 1_000_000))
                        throw refuse(option, value, "a whole number from 0 (the estimator's own) to 1000000");
                    return number;
                } catch (final NumberFormatException e) {
                    throw refuse(option, value, "a whole number");
                }
            default:
                return value;
        }
    }

    private static IllegalArgumentException refuse(final Option option, final String given, final String allowed) {
        return new IllegalArgumentException(
                option.key() + ": \"" + given + "\" was given, allowed is " + allowed + ".");
    }

    public Task task() {
        return task;
    }

    public ImagePlus input() {
        return image(Option.INPUT);
    }

    /** An image that must be there. */
    public ImagePlus image(final Option option) {
        return optionalImage(option)
                .orElseThrow(() -> new IllegalArgumentException(option.key()
                        + ": there is no image; open one, or name it by its title, its id or the path of its file."));
    }

    /** All images that were given. */
    public Stream<ImagePlus> images() {
        return task.options().stream()
                .filter(o -> o.kind() == Option.Kind.IMAGE)
                .flatMap(o -> optionalImage(o).stream())
                .distinct();
    }

    /** An image that may be left out. */
    public Optional<ImagePlus> optionalImage(final Option option) {
        return values.get(option) instanceof ImagePlus image && image.getWidth() > 0
                ? Optional.of(image)
                : Optional.empty();
    }

    /** A whole number of pixels, 0 or more, of a text option. */
    public int whole(final Option option) {
        if (text(option).matches("\\d{1,6}")) return Integer.parseInt(text(option));
        throw refuse(option, text(option), "a whole number, 0 or more");
    }

    /** A whole number of a number option, within limits. */
    public int whole(final Option option, final int least, final int most) {
        final long number = (Long) values.get(option);
        if (number >= least && number <= most) return (int) number;
        throw refuse(option, text(option), "a whole number from " + least + " to " + most);
    }

    /** A number that is at least as large as another. */
    public double decimal(final Option option, final double least) {
        return decimal(option, least, Double.isInfinite(least) ? "a number" : "a number, " + least + " or more");
    }

    private double decimal(final Option option, final double least, final String allowed) {
        try {
            final double value = Double.parseDouble(text(option));
            if (value >= least && !Double.isInfinite(value)) return value;
        } catch (final NumberFormatException e) {
            // refused below, with the numbers that are not allowed
        }
        throw refuse(option, text(option), allowed);
    }

    /** A file that must be there. */
    public Path file(final Option option) {
        // java.io.File, unlike Path, takes any text
        if (new File(text(option)).isFile()) return Path.of(text(option));
        throw refuse(option, text(option), "the path of a file; there is no such file");
    }

    /** A folder that must be there. */
    public Path folder(final Option option) {
        if (new File(text(option)).isDirectory()) return Path.of(text(option));
        throw refuse(option, text(option), "the path of a folder; there is no such folder");
    }

    /** A folder that need not be there yet. */
    public Path newFolder(final Option option) {
        final File folder = new File(text(option));
        try {
            if (!text(option).isEmpty() && (folder.isDirectory() || !folder.exists())) return folder.toPath();
        } catch (final InvalidPathException e) {
            // refused like all other texts that are no path
        }
        throw refuse(option, text(option), "the path of a folder, which is made if it does not exist");
    }

    /** One or more names, separated by commas, or all that are allowed. */
    public List<String> several(final Option option, final List<String> allowed) {
        if (text(option).equalsIgnoreCase("all")) return allowed;
        return list(option)
                .map(name -> allowed.stream()
                        .filter(name::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(() -> refuse(
                                option,
                                name,
                                "all, or one or more of " + String.join(", ", allowed) + ", separated by commas")))
                .distinct()
                .toList();
    }

    /** One or more whole numbers, separated by commas. */
    public List<Long> wholes(final Option option) {
        try {
            return list(option).map(Long::valueOf).distinct().toList();
        } catch (final NumberFormatException e) {
            throw refuse(option, text(option), "one or more whole numbers, separated by commas");
        }
    }

    private Stream<String> list(final Option option) {
        return Arrays.stream(text(option).split(",", -1)).map(String::trim);
    }

    /** A file that can be written: its folder is there. One of this name may be there too. */
    public Path newFile(final Option option) {
        final File file = new File(text(option)).getAbsoluteFile();
        if (!text(option).isEmpty()
                && !file.isDirectory()
                && file.getParentFile() != null
                && file.getParentFile().isDirectory()) return file.toPath();
        throw refuse(option, text(option), "the path of a file to write, in a folder that exists");
    }

    /** What opens image files. */
    public ImageReader reader() {
        return reader;
    }

    /** Has image files opened in another way than by ImageJ alone. */
    public Settings with(final ImageReader other) {
        reader = other;
        return this;
    }

    public int scale() {
        return Integer.parseInt(text(Option.SCALE));
    }

    public Grid grid() {
        return grid(Option.GRID);
    }

    public Grid grid(final Option option) {
        for (final Grid grid : Grid.values()) if (grid.label().equals(values.get(option))) return grid;
        throw new IllegalStateException("unchecked grid");
    }

    /** Standard deviation of the noise in the image's grey levels; empty = to be estimated. */
    public OptionalDouble noise() {
        return noise(Option.NOISE);
    }

    public OptionalDouble noise(final Option option) {
        return text(option).equalsIgnoreCase("auto")
                ? OptionalDouble.empty()
                : OptionalDouble.of(decimal(option, 0, "auto, or a standard deviation in grey levels, 0 or more"));
    }

    public int iterations() {
        return Math.toIntExact((Long) values.get(Option.ITERATIONS));
    }

    public long seed() {
        return (Long) values.get(Option.SEED);
    }

    /** The values of all options but images, by key. */
    public Map<String, String> texts() {
        final Map<String, String> texts = new LinkedHashMap<>();
        for (final Option option : task.options())
            if (option.kind() != Option.Kind.IMAGE) texts.put(option.key(), text(option));
        return texts;
    }

    /** The checked value of a choice or text option. */
    public String text(final Option option) {
        return values.get(option).toString();
    }
}
