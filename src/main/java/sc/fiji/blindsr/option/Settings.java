package sc.fiji.blindsr.option;

import ij.ImagePlus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.image.ImageReader;
import sc.fiji.blindsr.image.NamedImage;

/** The values of a form's options, each checked: what is read here is usable. Immutable. */
public final class Settings {

    private final Form form;
    private final Map<Option<?>, Object> values;
    /** What was written for the values, for the record of the run. */
    private final Map<Option<?>, String> texts;

    private final ImageReader reader;

    private Settings(
            final Form form,
            final Map<Option<?>, Object> values,
            final Map<Option<?>, String> texts,
            final ImageReader reader) {
        this.form = form;
        this.values = values;
        this.texts = texts;
        this.reader = reader;
    }

    /** The defaults of a form's options. */
    public static Settings of(final Form form) {
        return new Settings(form, Map.of(), Map.of(), ImageFile::open);
    }

    /**
     * Takes and checks the values of a form's options.
     *
     * @param given macro key → value; a key that is missing or null takes its default. Images are {@code ImagePlus}
     *     objects; everything else is a String or what its {@code toString()} says
     * @throws UserError if a key is not one of the form's, or a value is not allowed; the message says what is
     */
    public static Settings of(final Form form, final Map<String, ?> given) {
        for (final String key : given.keySet())
            if (form.options().stream().noneMatch(o -> o.key().equals(key)))
                throw new UserError(
                        key,
                        "\"" + form.label() + "\" has no such parameter",
                        "it has "
                                + (form.options().isEmpty()
                                        ? "none"
                                        : String.join(
                                                ", ",
                                                form.options().stream()
                                                        .map(Option::key)
                                                        .toList())));
        Settings settings = of(form);
        for (final Option<?> option : form.options()) settings = settings.withGiven(option, given.get(option.key()));
        return settings;
    }

    private <T> Settings withGiven(final Option<T> option, final Object given) {
        if (option.kind() == Option.Kind.IMAGE) {
            if (given == null) return this;
            if (given instanceof ImagePlus) return with(option, given, "");
            throw UserError.value(option.key(), given, "an image");
        }
        final String text =
                given == null ? option.defaultText() : given.toString().trim();
        final T value = option.parse(text);
        // a choice as the dialog writes it, anything else as the user wrote it
        return with(option, value, option.kind() == Option.Kind.CHOICE ? option.format(value) : text);
    }

    /**
     * These settings with another value of an option; null is its default, or no image.
     *
     * @throws IllegalArgumentException if the form has no such option
     * @throws UserError if the value is not allowed
     */
    public <T> Settings with(final Option<T> option, final T value) {
        if (!has(option)) throw new IllegalArgumentException("\"" + form.label() + "\" has no option " + option);
        if (option.kind() == Option.Kind.IMAGE) return with(option, value, "");
        final String text = value == null ? option.defaultText() : option.format(value);
        if (value != null) option.parse(text); // typed values are checked as written ones are
        return with(option, value, text);
    }

    private Settings with(final Option<?> option, final Object value, final String text) {
        final Map<Option<?>, Object> newValues = new HashMap<>(values);
        final Map<Option<?>, String> newTexts = new HashMap<>(texts);
        newValues.put(option, value);
        newTexts.put(option, text);
        return new Settings(form, newValues, newTexts, reader);
    }

    /** The same values for another form: of its options those that this form has too; the others have their defaults. */
    public Settings as(final Form other) {
        final Settings settings = new Settings(other, new HashMap<>(values), new HashMap<>(texts), reader);
        settings.values.keySet().retainAll(other.options());
        settings.texts.keySet().retainAll(other.options());
        return settings;
    }

    /** Has image files opened in another way than by ImageJ alone. */
    public Settings with(final ImageReader otherReader) {
        return new Settings(form, values, texts, otherReader);
    }

    /** What opens image files that a task finds by itself. */
    public ImageReader reader() {
        return reader;
    }

    /** The form whose options these are. */
    public Form form() {
        return form;
    }

    /** Whether the form has this option. */
    public boolean has(final Option<?> option) {
        return form.options().contains(option);
    }

    /**
     * The value of an option.
     *
     * @throws UserError if it must be given and was not
     */
    public <T> T get(final Option<T> option) {
        return find(option)
                .orElseThrow(() -> new UserError(
                        option.key(),
                        option == Options.INPUT ? "there is no image" : "none was given",
                        "open one, or name it by its title, its id or the path of its file"));
    }

    /** The value of an option; empty for an image that was left out. */
    @SuppressWarnings("unchecked")
    public <T> Optional<T> find(final Option<T> option) {
        final T value = (T) values.get(option);
        if (option.kind() != Option.Kind.IMAGE)
            return Optional.of(value != null ? value : option.parse(option.defaultText()));
        // Without any image and without a display, Fiji gives one of 0×0 pixels.
        return Optional.ofNullable(value).filter(image -> ((ImagePlus) image).getWidth() > 0);
    }

    /** All images that were given. */
    public Stream<ImagePlus> images() {
        return form.options().stream()
                .filter(o -> o.kind() == Option.Kind.IMAGE)
                .flatMap(o -> find(o).stream())
                .map(ImagePlus.class::cast)
                .distinct();
    }

    /** The values of all options but images, as texts by key: what it takes to repeat the run. */
    public Map<String, String> texts() {
        final Map<String, String> byKey = new LinkedHashMap<>();
        for (final Option<?> option : form.options())
            if (option.kind() != Option.Kind.IMAGE) byKey.put(option.key(), text(option));
        return byKey;
    }

    /**
     * The line of a macro that repeats the run: with all options, since another version may have other defaults. Images have the
     * {@linkplain NamedImage#of names} by which they are found.
     */
    public String macroLine() {
        final Map<String, String> byKey = new LinkedHashMap<>();
        for (final Option<?> option : form.options())
            byKey.put(
                    option.key(),
                    option.kind() == Option.Kind.IMAGE
                            ? find(option)
                                    .map(image -> NamedImage.of((ImagePlus) image))
                                    .orElse("")
                            : text(option));
        return MacroLine.of(form.label(), byKey);
    }

    /** The value of an option as a text. */
    public String text(final Option<?> option) {
        return texts.getOrDefault(option, option.defaultText());
    }
}
