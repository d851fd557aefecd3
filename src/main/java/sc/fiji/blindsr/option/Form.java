package sc.fiji.blindsr.option;

import java.util.List;
import java.util.stream.Stream;

/**
 * The form of a command: what it is called and what can be set. Menus, dialogs, macros, scripts and help all read it here.
 *
 * @param label the label in the menu, which is also the command's name for macros
 * @param options the options in the order of the dialog; an image that the command must have comes first
 */
public record Form(String label, List<Option<?>> options) {

    /** A form with these options. */
    public Form(final String label, final Option<?>... options) {
        this(label, List.of(options));
    }

    /** The options but some, for the form of a command that does a part of this one's work, or does it for many images. */
    public Stream<Option<?>> optionsBut(final Option<?>... left) {
        return options.stream().filter(option -> !List.of(left).contains(option));
    }

    /** The label without the dots that announce a dialog: for messages, the table and the dialog itself. */
    public String title() {
        return label.replace("...", "");
    }

    /** Whether the command has to have an image. It asks for that first; others may be left out. */
    public boolean needsImage() {
        return !options.isEmpty() && options.get(0).kind() == Option.Kind.IMAGE;
    }
}
