package sc.fiji.blindsr.ij1;

import java.awt.Choice;
import java.awt.Component;
import java.awt.TextField;
import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import sc.fiji.blindsr.Option;
import sc.fiji.blindsr.Task;

/** Asks for a task's options in plain ImageJ. If images are among them, one must be open. */
final class OptionsDialog {

	private static final String NO_IMAGE = "None";

	private final Task task;
	private final GenericDialog dialog;
	private final int[] images = WindowManager.getIDList();
	private final Map<Option, Component> fields = new LinkedHashMap<>();

	OptionsDialog(final Task task) {
		this.task = task;
		dialog = new GenericDialog(task.title());
		task.options().forEach(this::add);
		dialog.addHelp(help());
	}

	private void add(final Option option) {
		switch (option.kind()) {
			case IMAGE -> {
				addChoice(option, titles(option), NO_IMAGE);
				// by place, not by title: titles may occur twice
				if (option == Option.INPUT) ((Choice) fields.get(option)).select(IntStream.range(0, images.length).filter(
					i -> images[i] == WindowManager.getCurrentImage().getID()).findFirst().orElse(0));
			}
			case FILE -> {
				dialog.addFileField(option.label(), option.defaultValue(), 32);
				fields.put(option, (Component) dialog.getStringFields().lastElement());
			}
			case FOLDER -> {
				dialog.addDirectoryField(option.label(), option.defaultValue(), 32);
				fields.put(option, (Component) dialog.getStringFields().lastElement());
			}
			case CHOICE -> addChoice(option, option.choices().toArray(String[]::new), option.defaultValue());
			default -> {
				dialog.addStringField(option.label(), option.defaultValue(), 16);
				fields.put(option, (Component) dialog.getStringFields().lastElement());
			}
		}
	}

	private void addChoice(final Option option, final String[] choices, final String first) {
		dialog.addChoice(option.label(), choices, first);
		fields.put(option, (Component) dialog.getChoices().lastElement());
	}

	/** The titles of the open images; any but the input may be left out. */
	private String[] titles(final Option option) {
		final Stream<String> titles = Arrays.stream(images).mapToObj(id -> WindowManager.getImage(id).getTitle());
		return (option == Option.INPUT ? titles : Stream.concat(Stream.of(NO_IMAGE), titles)).toArray(String[]::new);
	}

	/** Shows the dialog and records what was chosen; empty if it was cancelled. */
	Optional<Map<String, Object>> ask() {
		dialog.showDialog();
		if (dialog.wasCanceled()) {
			Recorder.disableCommandRecording();
			return Optional.empty();
		}
		final Map<String, Object> values = new LinkedHashMap<>();
		fields.forEach((option, field) -> read(option, field, values));
		return Optional.of(values);
	}

	/**
	 * Reads the field itself: {@code getNext…()} would record it under the first word of its label, and the keys are to be
	 * those that Fiji records.
	 */
	private void read(final Option option, final Component field, final Map<String, Object> values) {
		final String text = field instanceof Choice choice ? choice.getSelectedItem() : ((TextField) field).getText();
		if (option.kind() != Option.Kind.IMAGE) values.put(option.key(), text);
		else {
			final int index = ((Choice) field).getSelectedIndex() - (option == Option.INPUT ? 0 : 1);
			if (index < 0) return;
			values.put(option.key(), WindowManager.getImage(images[index]));
		}
		// A backslash means something else in a macro; Windows understands both.
		if (Recorder.record) Recorder.recordOption(option.key(), isPath(option) ? text.replace(
			File.separatorChar, '/') : text);
	}

	private static boolean isPath(final Option option) {
		return option.kind() == Option.Kind.FILE || option.kind() == Option.Kind.FOLDER;
	}

	private String help() {
		final StringBuilder help = new StringBuilder("<html><h2>" + task.title() + "</h2>");
		for (final Option option : task.options())
			help.append("<p><b>").append(option.label()).append("</b> (<code>").append(option.key()).append("</code>)<br>")
				.append(option.help()).append("</p>");
		return help.append("</html>").toString();
	}
}
