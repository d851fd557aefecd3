package sc.fiji.blindsr.option;

import ij.ImagePlus;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import sc.fiji.blindsr.fault.UserError;

/**
 * One thing that a user can set: its macro key, its label and help in the dialogs, its default, and how a text becomes its
 * value. A text is parsed and checked once, at the rim; inside there are only values. Keys and labels are a public
 * interface: other people's macros depend on them.
 *
 * @param <T> the type of the value
 */
public final class Option<T> {

    /** How an option is asked for in a dialog. */
    public enum Kind {
        /** An open image. Macros name it by title, id or file. */
        IMAGE,
        /** One of {@link Option#choices()}. */
        CHOICE,
        /** Text or a number. */
        TEXT,
        /** The path of a file that is read. */
        FILE,
        /** The path of a file that is written. */
        NEW_FILE,
        /** The path of a folder. */
        FOLDER
    }

    /** What is written where a file is left out. */
    private static final String NONE = "none";

    private static final Pattern NEVER = Pattern.compile("(?!)");

    private final Kind kind;
    private final String key;
    private final String label;
    private final String help;
    private final String defaultText;
    private final String allowed;
    private final List<String> choices;
    private final Function<String, Optional<T>> parser;
    private final Function<T, String> formatter;
    private final Pattern likelyTitle;

    private Option(
            final Kind kind,
            final String key,
            final String label,
            final String help,
            final String defaultText,
            final String allowed,
            final List<String> choices,
            final Function<String, Optional<T>> parser,
            final Function<T, String> formatter) {
        this(kind, key, label, help, defaultText, allowed, choices, parser, formatter, NEVER);
    }

    private Option(
            final Kind kind,
            final String key,
            final String label,
            final String help,
            final String defaultText,
            final String allowed,
            final List<String> choices,
            final Function<String, Optional<T>> parser,
            final Function<T, String> formatter,
            final Pattern likelyTitle) {
        this.kind = kind;
        this.key = key;
        this.label = label;
        this.help = help;
        this.defaultText = defaultText;
        this.allowed = allowed;
        this.choices = choices;
        this.parser = parser;
        this.formatter = formatter;
        this.likelyTitle = likelyTitle;
    }

    /** An image. It has no text: the rim finds the image that a macro or a dialog names. */
    public static Option<ImagePlus> image(final String key, final String label, final String help) {
        return image(key, label, help, NEVER);
    }

    /**
     * An image for which a certain open one is preselected.
     *
     * @param likelyTitle the titles of the images that this plugin makes for this option
     */
    public static Option<ImagePlus> image(
            final String key, final String label, final String help, final Pattern likelyTitle) {
        return new Option<>(
                Kind.IMAGE,
                key,
                label,
                help,
                "",
                "an image",
                List.of(),
                text -> Optional.empty(),
                ImagePlus::getTitle,
                likelyTitle);
    }

    /**
     * One of several values.
     *
     * @param values the values in the order of the dialog
     * @param name the name that users choose a value by; upper and lower case count the same
     */
    public static <T> Option<T> choice(
            final String key,
            final String label,
            final String help,
            final T defaultValue,
            final List<T> values,
            final Function<T, String> name) {
        return choice(key, label, help, defaultValue, values, name, finder(values, name));
    }

    /**
     * One of several values.
     *
     * @param finder the value that a text names, which may understand former names too
     */
    public static <T> Option<T> choice(
            final String key,
            final String label,
            final String help,
            final T defaultValue,
            final List<T> values,
            final Function<T, String> name,
            final Function<String, Optional<T>> finder) {
        final List<String> names = values.stream().map(name).toList();
        return new Option<>(
                Kind.CHOICE,
                key,
                label,
                help,
                name.apply(defaultValue),
                "one of " + String.join(", ", names),
                names,
                finder,
                name);
    }

    private static <T> Function<String, Optional<T>> finder(final List<T> values, final Function<T, String> name) {
        return text -> values.stream()
                .filter(v -> name.apply(v).equalsIgnoreCase(text))
                .findFirst();
    }

    /**
     * Text of a form of its own.
     *
     * @param allowed what the parser understands: "auto, or a standard deviation in grey levels, 0 or more"
     * @param parser the value of a text; empty if the text is not allowed
     * @param formatter the text of a value, which the parser understands
     */
    public static <T> Option<T> text(
            final String key,
            final String label,
            final String help,
            final String defaultText,
            final String allowed,
            final Function<String, Optional<T>> parser,
            final Function<T, String> formatter) {
        return new Option<>(Kind.TEXT, key, label, help, defaultText, allowed, List.of(), parser, formatter);
    }

    /** A whole number within limits. */
    public static Option<Integer> whole(
            final String key,
            final String label,
            final String help,
            final int defaultValue,
            final int smallest,
            final int largest) {
        return text(
                key,
                label,
                help,
                String.valueOf(defaultValue),
                "a whole number from " + smallest + " to " + largest,
                text -> Texts.whole(text)
                        .filter(n -> n >= smallest && n <= largest)
                        .map(Long::intValue),
                String::valueOf);
    }

    /** Any whole number. */
    public static Option<Long> whole(final String key, final String label, final String help, final long defaultValue) {
        return text(key, label, help, String.valueOf(defaultValue), "a whole number", Texts::whole, String::valueOf);
    }

    /**
     * A finite number.
     *
     * @param allowed which numbers are allowed, in words
     */
    public static Option<Double> decimal(
            final String key,
            final String label,
            final String help,
            final String defaultText,
            final double smallest,
            final double largest,
            final String allowed) {
        return text(
                key,
                label,
                help,
                defaultText,
                allowed,
                text -> Texts.decimal(text).filter(v -> v >= smallest && v <= largest),
                String::valueOf);
    }

    /**
     * One or more values, separated by commas; "all" takes all that are allowed.
     *
     * @param values the allowed values
     */
    public static <T> Option<List<T>> several(
            final String key,
            final String label,
            final String help,
            final T defaultValue,
            final List<T> values,
            final Function<T, String> name) {
        return several(key, label, help, defaultValue, values, name, finder(values, name));
    }

    /**
     * One or more values, separated by commas; "all" takes all that are allowed.
     *
     * @param finder the value that a text names, which may understand former names too
     */
    public static <T> Option<List<T>> several(
            final String key,
            final String label,
            final String help,
            final T defaultValue,
            final List<T> values,
            final Function<T, String> name,
            final Function<String, Optional<T>> finder) {
        final List<String> names = values.stream().map(name).toList();
        return text(
                key,
                label,
                help,
                name.apply(defaultValue),
                "all, or one or more of " + String.join(", ", names) + ", separated by commas",
                text -> text.equalsIgnoreCase("all") ? Optional.of(values) : list(text, finder),
                list -> String.join(", ", list.stream().map(name).toList()));
    }

    /** One or more whole numbers, separated by commas. */
    public static Option<List<Long>> wholes(
            final String key, final String label, final String help, final long defaultValue) {
        return text(
                key,
                label,
                help,
                String.valueOf(defaultValue),
                "one or more whole numbers, separated by commas",
                text -> list(text, Texts::whole),
                list -> String.join(", ", list.stream().map(String::valueOf).toList()));
    }

    /** The different values in a text that separates them by commas; empty if one of them is not allowed. */
    private static <T> Optional<List<T>> list(final String text, final Function<String, Optional<T>> parser) {
        final Set<T> values = new LinkedHashSet<>();
        for (final String item :
                Arrays.stream(text.split(",", -1)).map(String::trim).toList()) {
            final Optional<T> value = parser.apply(item);
            if (value.isEmpty()) return Optional.empty();
            values.add(value.get());
        }
        return Optional.of(List.copyOf(values));
    }

    /** A file that must be there. */
    public static Option<Path> file(final String key, final String label, final String help) {
        return path(Kind.FILE, key, label, help, "the path of a file", Option::whyNoFile);
    }

    private static Optional<String> whyNoFile(final File file) {
        if (file.isFile()) return Optional.empty();
        return Optional.of(file.isDirectory() ? "it is a folder" : "there is no such file");
    }

    /** A file that must be there, or "none". */
    public static Option<Optional<Path>> fileOrNone(final String key, final String label, final String help) {
        final Option<Path> file = file(key, label, help);
        final String allowed = NONE + ", or " + file.allowed;
        return new Option<>(
                Kind.FILE,
                key,
                label,
                help,
                NONE,
                allowed,
                List.of(),
                text -> text.isEmpty() || text.equalsIgnoreCase(NONE)
                        ? Optional.of(Optional.empty())
                        : parsed(key, text, allowed, Option::whyNoFile).map(Optional::of),
                path -> path.map(Path::toString).orElse(NONE));
    }

    /** A folder that must be there. */
    public static Option<Path> folder(final String key, final String label, final String help) {
        return path(
                Kind.FOLDER,
                key,
                label,
                help,
                "the path of a folder",
                folder -> folder.exists() ? whyNoFolder(folder) : Optional.of("there is no such folder"));
    }

    private static Optional<String> whyNoFolder(final File folder) {
        return folder.isDirectory() ? Optional.empty() : Optional.of("it is a file");
    }

    /** A folder that need not be there yet. */
    public static Option<Path> newFolder(final String key, final String label, final String help) {
        return path(
                Kind.FOLDER,
                key,
                label,
                help,
                "the path of a folder, which is made if it does not exist",
                folder -> folder.exists() ? whyNoFolder(folder) : Optional.empty());
    }

    /** A file that can be written, since its folder is there. There may be one of this name. */
    public static Option<Path> newFile(final String key, final String label, final String help) {
        return path(Kind.NEW_FILE, key, label, help, "the path of a file to write, in a folder that exists", file -> {
            final File folder = file.getAbsoluteFile().getParentFile();
            if (file.isDirectory()) return Optional.of("it is a folder");
            return folder != null && folder.isDirectory()
                    ? Optional.empty()
                    : Optional.of("there is no folder \"" + folder + "\"");
        });
    }

    private static Option<Path> path(
            final Kind kind,
            final String key,
            final String label,
            final String help,
            final String allowed,
            final Function<File, Optional<String>> whyNot) {
        return new Option<>(
                kind,
                key,
                label,
                help,
                "",
                allowed,
                List.of(),
                text -> text.isEmpty() ? Optional.empty() : parsed(key, text, allowed, whyNot),
                Path::toString);
    }

    /** @param whyNot what is wrong with a file or folder; empty if nothing is */
    private static Optional<Path> parsed(
            final String key, final String text, final String allowed, final Function<File, Optional<String>> whyNot) {
        whyNot.apply(new File(text)).ifPresent(why -> {
            throw UserError.value(key, text, allowed + "; " + why);
        });
        return Texts.path(new File(text));
    }

    /** The macro key: one lower-case word, the same as the field's name in the SciJava commands. */
    public String key() {
        return key;
    }

    /** How this option is asked for. */
    public Kind kind() {
        return kind;
    }

    /** The label in dialogs. */
    public String label() {
        return label;
    }

    /** What this option has where nothing is given; empty for images, files and folders, which have no default. */
    public String defaultText() {
        return defaultText;
    }

    /** One or two sentences that explain this option. */
    public String help() {
        return help;
    }

    /** The names of the values of a {@link Kind#CHOICE}, in the order of the dialog; empty for other kinds. */
    public List<String> choices() {
        return choices;
    }

    /** Whether an image with this title is likely to be meant: the newest of these is preselected in dialogs. */
    public boolean isLikely(final String title) {
        return likelyTitle.matcher(title).matches();
    }

    /**
     * The value of a text.
     *
     * @throws UserError if the text is not allowed
     */
    public T parse(final String text) {
        final String given = text.trim();
        return parser.apply(given)
                .orElseThrow(() -> given.isEmpty()
                        ? new UserError(key, "it was not given", "needed is " + allowed)
                        : UserError.value(key, given, allowed));
    }

    /** The text of a value, as {@link #parse} understands it. */
    public String format(final T value) {
        return formatter.apply(value);
    }

    @Override
    public String toString() {
        return key;
    }
}
