package sc.fiji.blindsr;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ij.IJ;

/**
 * The table of a batch as a CSV file, with the columns of the table "Blind SR". It is written anew after each image, as a
 * whole, so that it is complete and readable at any time. Rows of an earlier run stay until their image is done again.
 */
final class BatchSummary {

	private static final String FIRST = "Image";

	private final Path file;
	/** What stands in the column "Image" → line. */
	private final Map<String, String> lines = new LinkedHashMap<>();
	private final String header;
	private IOException failure;

	/**
	 * @param columns the names of the columns, the first of which is "Image"
	 * @throws IllegalArgumentException if the file is there and has other columns
	 */
	BatchSummary(final Path file, final Iterable<String> columns) throws IOException {
		this.file = file;
		final List<Object> names = new ArrayList<>();
		columns.forEach(names::add);
		header = line(names);
		if (!Files.exists(file)) return;
		final List<String> before = Files.readAllLines(file, StandardCharsets.UTF_8);
		if (!before.isEmpty() && !before.get(0).equals(header)) throw new IllegalArgumentException("target: \"" + file +
			"\" has other columns than this version writes; move it away, or choose another folder.");
		before.stream().skip(1).forEach(line -> lines.put(first(line), line));
	}

	/** Takes the rows of an image in the place of its earlier ones. */
	void put(final String image, final List<Map<String, Object>> rows) {
		lines.keySet().removeIf(name -> name.equals(image) || name.startsWith(image + Record.CHANNEL));
		rows.forEach(row -> lines.put(row.get(FIRST).toString(), line(row.values())));
		final Path part = file.resolveSibling("." + file.getFileName() + ".part");
		try {
			Files.writeString(part, header + "\n" + lines.values().stream().map(l -> l + "\n").collect(Collectors.joining()),
				StandardCharsets.UTF_8);
			Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
			failure = null;
		}
		catch (final IOException e) {
			// It may be open in a spreadsheet: there will be another chance after the next image.
			if (failure == null) IJ.log("Blind SR Batch: \"" + file + "\" cannot be written now: " + e);
			failure = e;
		}
	}

	/** @throws IllegalStateException if the last rows could not be written */
	void check() {
		if (failure != null) throw new IllegalStateException("target: \"" + file + "\" could not be written (" + failure +
			"). All images have been written; their Info says the same.");
	}

	private static String line(final Iterable<?> values) {
		final List<String> fields = new ArrayList<>();
		for (final Object value : values) {
			// one line for each row
			final String text = value.toString().replaceAll("\\s+", " ");
			fields.add(text.matches(".*[\",].*") ? '"' + text.replace("\"", "\"\"") + '"' : text);
		}
		return String.join(",", fields);
	}

	/** The first field of a line. */
	private static String first(final String line) {
		if (!line.startsWith("\"")) return line.split(",", 2)[0];
		int end = 1;
		while (end < line.length() && (line.charAt(end) != '"' || line.startsWith("\"\"", end)))
			end += line.charAt(end) == '"' ? 2 : 1;
		return line.substring(1, Math.min(end, line.length())).replace("\"\"", "\"");
	}
}
