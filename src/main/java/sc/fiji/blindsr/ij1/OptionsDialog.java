package sc.fiji.blindsr.ij1;

import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.TextField;
import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ResourceBundle;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.option.MacroLine;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.run.Inscription;
import sc.fiji.blindsr.run.ResultView;

/** Asks for a task's options, in plain ImageJ and in Fiji. If the task needs an image, one must be open. */
public final class OptionsDialog {

    /** Titles of what our commands make of an image, whose own title without its extension comes first. */
    private static final Pattern MADE =
            Pattern.compile("(.+)-(kernel|view|ellipses|blur|sd|beads|resolution|SRx\\d)(?:-\\d+)?");

    /** What an image option has where the image is left out. */
    static final String NO_IMAGE = "none";

    /** What each task does, in a few sentences, by its name. */
    private static final ResourceBundle COMMANDS =
            ResourceBundle.getBundle(OptionsDialog.class.getPackageName() + ".commands", Locale.ROOT);

    /** Enough for the title, at ImageJ's GUI scale 1. */
    private static final int MIN_WIDTH = 340;

    /** Characters of an image's title that are shown: a choice is as wide as its longest one. */
    private static final int LONGEST_TITLE = 50;

    private final Task task;
    private final boolean recording;
    private final int[] images = Objects.requireNonNullElse(WindowManager.getIDList(), new int[0]);
    private final List<Option<?>> options;
    /** What was chosen is read from these: ImageJ's dialogs are shown once. */
    private GenericDialog dialog;

    private final Map<Option<?>, Component> fields = new LinkedHashMap<>();

    /**
     * @param options those of the task's options that are asked for
     * @param recording whether the dialog records what was chosen; not where the host records by itself
     */
    public OptionsDialog(final Task task, final List<Option<?>> options, final boolean recording) {
        this.task = task;
        this.recording = recording;
        this.options = options;
        build();
    }

    private void build() {
        dialog = new GenericDialog(task.title()) {

            private static final long serialVersionUID = 1;

            @Override
            public Dimension getPreferredSize() {
                final Dimension size = super.getPreferredSize();
                return new Dimension(Math.max(size.width, (int) (MIN_WIDTH * Prefs.getGuiScale())), size.height);
            }
        };
        fields.clear();
        options.forEach(this::add);
        if (fields.get(Options.INPUT) instanceof Choice input) input.addItemListener(chosen -> followInput());
        if (fields.get(ResultView.RESULT) instanceof Choice result)
            result.addItemListener(chosen -> follow(Options.KERNEL, fields.get(Options.KERNEL)));
        dialog.addHelp(help());
    }

    private void add(final Option<?> option) {
        switch (option.kind()) {
            case IMAGE -> {
                addChoice(option, titles(option), NO_IMAGE);
                meant(option).ifPresent(i -> ((Choice) fields.get(option)).select(i + 1));
                // by place, not by title: titles may occur twice
                if (option == Options.INPUT)
                    ((Choice) fields.get(option))
                            .select(source(WindowManager.getCurrentImage()).orElse(0));
            }
            case FILE, NEW_FILE -> {
                dialog.addFileField(option.label(), option.defaultText(), 32);
                fields.put(option, (Component) dialog.getStringFields().lastElement());
            }
            case FOLDER -> {
                dialog.addDirectoryField(option.label(), option.defaultText(), 32);
                fields.put(option, (Component) dialog.getStringFields().lastElement());
            }
            case CHOICE -> addChoice(option, option.choices().toArray(String[]::new), option.defaultText());
            default -> {
                dialog.addStringField(option.label(), option.defaultText(), 16);
                fields.put(option, (Component) dialog.getStringFields().lastElement());
            }
        }
    }

    /**
     * The place of the image that is probably meant: the active one; or the one that it was made from, where it is a kernel or
     * a picture, or a result that is to be shown beside its input.
     */
    private OptionalInt source(final ImagePlus active) {
        if (active == null) return OptionalInt.empty();
        final Matcher made = MADE.matcher(active.getTitle());
        if (made.matches() && (task == Task.SHOW_RESULT || !made.group(2).startsWith("SR"))) {
            final OptionalInt from =
                    place(id -> CompanionImage.nameOf(title(id)).equals(made.group(1)));
            if (from.isPresent()) return from;
        }
        return place(id -> id == active.getID());
    }

    private OptionalInt place(final IntPredicate wanted) {
        return IntStream.range(0, images.length)
                .filter(i -> wanted.test(images[i]))
                .findFirst();
    }

    private void addChoice(final Option<?> option, final String[] choices, final String first) {
        dialog.addChoice(option.label(), choices, first);
        fields.put(option, (Component) dialog.getChoices().lastElement());
    }

    /** The titles of the open images; any but the input may be left out. */
    private String[] titles(final Option<?> option) {
        final Stream<String> titles = Arrays.stream(images).mapToObj(id -> shortened(title(id)));
        return (option == Options.INPUT ? titles : Stream.concat(Stream.of(NO_IMAGE), titles)).toArray(String[]::new);
    }

    /** A title without its middle, if it is long: names of files often differ at their ends. */
    static String shortened(final String title) {
        if (title.length() <= LONGEST_TITLE) return title;
        final int half = (LONGEST_TITLE - 1) / 2;
        return title.substring(0, half) + "…" + title.substring(title.length() - half);
    }

    /**
     * The place of the image that is probably meant of those that a command of ours may have made for this option: the active one, or
     * the newest that was made of the input, or the newest.
     */
    private OptionalInt meant(final Option<?> option) {
        final OptionalInt active = likely(option)
                .filter(i -> WindowManager.getImage(images[i]) == WindowManager.getCurrentImage())
                .filter(i -> !(fields.get(Options.INPUT) instanceof Choice input) || input.getSelectedIndex() != i)
                .findFirst();
        if (active.isPresent()) return active;
        final OptionalInt made = newestOfChosen(option);
        return made.isPresent() ? made : likely(option).max();
    }

    private IntStream likely(final Option<?> option) {
        return IntStream.range(0, images.length).filter(i -> option.isLikely(title(images[i])));
    }

    /** Of a kernel, that of the result that is chosen; else the newest that was made of the input. */
    private OptionalInt newestOfChosen(final Option<?> option) {
        if (option == Options.KERNEL && fields.get(ResultView.RESULT) instanceof Choice choice) {
            final Optional<ImagePlus> result = image(ResultView.RESULT, choice);
            final OptionalInt ofResult = likely(option)
                    .filter(i -> result.isPresent() && isKernelOf(WindowManager.getImage(images[i]), result.get()))
                    .max();
            if (ofResult.isPresent()) return ofResult;
        }
        return likely(option).filter(i -> isOfInput(title(images[i]))).max();
    }

    /** Whether a result was made with a kernel, by what its Info says. */
    private static boolean isKernelOf(final ImagePlus kernel, final ImagePlus result) {
        if (kernel == null) return false;
        final Inscription said = Inscription.of(result.getInfoProperty());
        return said.image(Options.KERNEL.key())
                        .filter(kernel.getTitle()::equals)
                        .isPresent()
                || said.isOfRunOf(Inscription.of(kernel.getInfoProperty()));
    }

    /** The title of an image; it may have been closed since the dialog was first shown. */
    private static String title(final int id) {
        final ImagePlus image = WindowManager.getImage(id);
        return image == null ? "" : image.getTitle();
    }

    /** Whether a title is that of an image which was made of the input that is chosen. */
    private boolean isOfInput(final String title) {
        if (!(fields.get(Options.INPUT) instanceof Choice input)) return false;
        final Matcher made = MADE.matcher(title);
        return made.matches() && made.group(1).equals(CompanionImage.nameOf(title(images[input.getSelectedIndex()])));
    }

    /** With another input goes what was made of it. */
    private void followInput() {
        fields.forEach((option, field) -> {
            if (option.kind() == Option.Kind.IMAGE && option != Options.INPUT) follow(option, field);
        });
    }

    private void follow(final Option<?> option, final Component field) {
        newestOfChosen(option).ifPresent(i -> ((Choice) field).select(i + 1));
    }

    /**
     * Shows the dialog and records what was chosen; empty if it was cancelled. A value that is not allowed is said at once, and
     * the dialog comes again with all that was in it.
     */
    public Optional<Map<String, Object>> ask() {
        dialog.showDialog();
        if (dialog.wasCanceled()) {
            Recorder.disableCommandRecording();
            return Optional.empty();
        }
        try {
            fields.forEach(this::check);
        } catch (final UserError e) {
            MacroCall.fail(e.getMessage());
            renew();
            return ask();
        }
        if (recording && Recorder.record) fields.forEach(this::record);
        final Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach((option, field) -> {
            if (option.kind() != Option.Kind.IMAGE) values.put(option.key(), text(field));
            else image(option, (Choice) field).ifPresent(image -> values.put(option.key(), image));
        });
        return Optional.of(values);
    }

    private void check(final Option<?> option, final Component field) {
        if (option.kind() != Option.Kind.IMAGE) option.parse(text(field).trim());
    }

    /** Makes it ready to ask again, with the same in it. */
    void renew() {
        final Map<Option<?>, Component> before = new LinkedHashMap<>(fields);
        build();
        before.forEach((option, field) -> {
            final Component same = fields.get(option);
            if (field instanceof Choice choice) ((Choice) same).select(choice.getSelectedIndex());
            else ((TextField) same).setText(text(field));
        });
    }

    /**
     * Reads the field itself: {@code getNext…()} would record it under the first word of its label, and the keys are to be
     * those that Fiji records.
     */
    private static String text(final Component field) {
        if (field instanceof Choice choice) return choice.getSelectedItem();
        // A backslash means something else in the macro that is recorded; Windows understands both.
        return ((TextField) field).getText().replace(File.separatorChar, '/');
    }

    private Optional<ImagePlus> image(final Option<?> option, final Choice field) {
        final int index = field.getSelectedIndex() - (option == Options.INPUT ? 0 : 1);
        return index < 0 ? Optional.empty() : Optional.ofNullable(WindowManager.getImage(images[index]));
    }

    private void record(final Option<?> option, final Component field) {
        if (option.kind() == Option.Kind.IMAGE)
            image(option, (Choice) field).ifPresent(image -> record(option.key(), image.getTitle()));
        else record(option.key(), text(field));
    }

    /** The recorder puts brackets around values with blanks; they are needed around others too, and quotes as the language has them. */
    private static void record(final String key, final String value) {
        Recorder.recordOption(
                key, MacroLine.escaped(value.isEmpty() || value.contains(" ") ? value : MacroLine.enclosed(value)));
    }

    /** What the command does, and all its options: works without a connection. The last lines lead further. */
    private String help() {
        final StringBuilder help = new StringBuilder("<html><h2>" + task.title() + "</h2>");
        if (COMMANDS.containsKey(task.name()))
            help.append("<p>").append(COMMANDS.getString(task.name())).append("</p>");
        for (final Option<?> option : task.options())
            help.append("<p><b>")
                    .append(option.label())
                    .append("</b> (<code>")
                    .append(option.key())
                    .append("</code>)<br>")
                    .append(option.help())
                    .append("</p>");
        return help.append("<p>The words in brackets are the keys of macros.</p>")
                .append(
                        "<p>To cite: J. Liang et al., Flow-based kernel prior with application to blind super-resolution, CVPR"
                                + " 2021. The Info of each result has a sentence for the Methods section of a paper.</p>")
                .append(HelpPage.links())
                .append("</html>")
                .toString();
    }
}
