package sc.fiji.blindsr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.Opener;
import sc.fiji.blindsr.image.DiskStack;
import sc.fiji.blindsr.image.FinerImage;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.progress.Progress;

/**
 * Blind super-resolution of all images in a folder, each exactly as by itself. Files are written whole or not at all: under
 * another name, and then renamed. What goes wrong with one image is noted, and the next one taken.
 */
final class Batch {

	private static final String TITLE = "Blind SR Batch";
	private static final String KERNEL = "-kernel.tif";
	/** Results with more planes wait on the disk until they are complete. */
	private static final int PLANES_IN_MEMORY = 4;

	private final Settings settings;
	private final Progress progress;
	/** The values of the options of the single command, by key. */
	private final Map<String, Object> values = new HashMap<>();
	private final Path source;
	private final Path target;
	private final int scale;
	private final boolean overwrite;
	/** The outputs of this run, and whose they are. */
	private final Map<Path, String> written = new HashMap<>();

	private Batch(final Settings settings, final Progress progress) {
		this.settings = settings;
		this.progress = progress;
		source = settings.folder(Option.SOURCE);
		target = settings.newFolder(Option.TARGET);
		scale = settings.scale();
		overwrite = settings.text(Option.EXISTING).equals("overwrite");
		settings.texts().forEach((key, value) -> {
			if (Task.SUPER_RESOLVE.options().stream().anyMatch(o -> o.key().equals(key))) values.put(key, value);
		});
	}

	/**
	 * @throws IllegalArgumentException if a value is not usable for any image, or no file matches the pattern
	 * @throws IllegalStateException if none of the files could be processed
	 */
	static Outcome run(final Settings settings, final Progress progress) {
		try {
			return new Batch(settings, progress).run();
		}
		catch (final IOException e) {
			throw new IllegalStateException("target: " + e, e);
		}
	}

	private Outcome run() throws IOException {
		final List<Path> files = files();
		// What would go wrong with every image is said now.
		BlindSR.checkReady(Settings.of(Task.SUPER_RESOLVE, values));
		Files.createDirectories(target);
		final BatchSummary summary = new BatchSummary(target.resolve(Outcome.RUNS + ".csv"), Record.columns());
		final List<Map<String, Object>> rows = new ArrayList<>();
		final TimeLeft time = new TimeLeft(files);
		String failure = null;
		int skipped = 0, failed = 0;
		for (int i = 0; i < files.size(); i++) {
			final Path file = files.get(i);
			final String name = file.getFileName().toString();
			// what matters first: status bars are short
			final String where = (i + 1) + " of " + files.size() + time.left(i) + ", " + name + ": ";
			final int before = i;
			final Progress told = (stage, done, total) -> progress.update(where + stage, before * total + done, files.size() *
				total);
			told.update("Opening", 0, 1);
			List<Map<String, Object>> made;
			try {
				checkFree(name);
				if (!overwrite && isComplete(name)) {
					skipped++;
					continue;
				}
				time.start();
				made = process(file, told);
				time.end(i);
			}
			catch (final CancellationException e) {
				throw e;
			}
			catch (final IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
				failed++;
				final String message = message(e);
				if (failure == null) failure = name + ": " + message;
				IJ.log(TITLE + ": " + name + " failed: " + message);
				made = new Record(Settings.of(Task.SUPER_RESOLVE, values)).set("Image", name).set("Scale", scale).set("Warning",
					"failed: " + message).rows();
			}
			rows.addAll(made);
			summary.put(name, made);
		}
		IJ.log(TITLE + ": " + (files.size() - skipped - failed) + " done, " + skipped + " skipped, " + failed +
			" failed; see " + target.resolve(Outcome.RUNS + ".csv"));
		summary.check();
		if (failed == files.size()) throw new IllegalStateException("source: none of the " + failed +
			" files could be processed. " + failure);
		return new Outcome(null, null, rows);
	}

	private static String message(final Throwable e) {
		if (e instanceof UncheckedIOException unchecked) return unchecked.getCause().toString();
		if (e instanceof IOException) return e.getMessage();
		if (!Failure.isExpected(e)) IJ.log(Failure.stackTrace(e));
		return Failure.message(e);
	}

	/** The files to be processed, in the order of their names. */
	private List<Path> files() throws IOException {
		final PathMatcher pattern = pattern(settings.text(Option.PATTERN));
		final Set<String> names = new TreeSet<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
			for (final Path entry : entries)
				if (Files.isRegularFile(entry) && !Files.isHidden(entry)) names.add(entry.getFileName().toString());
		}
		if (Files.isDirectory(target) && Files.isSameFile(source, target)) names.removeAll(outputs(names));
		final List<Path> files = names.stream().filter(name -> pattern.matches(Path.of(name.toLowerCase(Locale.ROOT)))).map(
			source::resolve).toList();
		if (files.isEmpty()) throw new IllegalArgumentException("pattern: no file in \"" + source + "\" matches \"" + settings
			.text(Option.PATTERN) + "\" (of " + names.size() + " files there).");
		return files;
	}

	private static PathMatcher pattern(final String glob) {
		try {
			return FileSystems.getDefault().getPathMatcher("glob:" + glob.toLowerCase(Locale.ROOT));
		}
		catch (final PatternSyntaxException e) {
			throw new IllegalArgumentException("pattern: \"" + glob +
				"\" was given, allowed are *, ?, {a,b} and [a-z] with any text: " + e.getDescription() + ".");
		}
	}

	/** Of files, those that are outputs of others, at any scale factor. */
	private static Set<String> outputs(final Set<String> names) {
		final Set<String> outputs = new HashSet<>(Set.of(Outcome.RUNS + ".csv"));
		for (final String name : names) {
			outputs.add(FinerImage.nameOf(name) + KERNEL);
			for (final String scale : Option.SCALE.choices())
				outputs.add(result(name, scale));
		}
		return outputs;
	}

	private static String result(final String name, final Object scale) {
		return FinerImage.nameOf(name) + "-SRx" + scale + ".tif";
	}

	private List<Path> outputs(final String name) {
		return List.of(target.resolve(FinerImage.nameOf(name) + KERNEL), target.resolve(result(name, scale)));
	}

	/** Refuses to overwrite what this run has made of another image. */
	private void checkFree(final String name) throws IOException {
		for (final Path output : outputs(name))
			if (Files.exists(output) && written.containsKey(output.toRealPath())) throw new IllegalArgumentException(
				"its output would overwrite that of " + written.get(output.toRealPath()) + ", " + output.getFileName() +
					"; rename one of the two, or choose one by the pattern.");
	}

	/**
	 * Whether both outputs of an image are there.
	 *
	 * @throws IllegalArgumentException if they are of another image or scale factor
	 */
	private boolean isComplete(final String name) {
		boolean complete = true;
		for (final Path output : outputs(name)) {
			complete &= Files.exists(output);
			if (!Files.exists(output)) continue;
			final FileInfo[] info = Opener.getTiffFileInfo(output.toString());
			final String text = info == null || info[0].info == null ? "" : info[0].info;
			if (!name.equals(value("Image", text)) || !String.valueOf(scale).equals(value("Scale", text)))
				throw new IllegalArgumentException(output.getFileName() + " in the target is of " + (value("Image", text).isEmpty()
					? "another origin" : value("Image", text) + " at scale factor " + value("Scale", text)) +
					"; choose another target, or overwrite.");
		}
		return complete;
	}

	/** The value of the first line "key: value" of an Info. */
	private static String value(final String key, final String info) {
		final Matcher line = Pattern.compile("^" + key + ": (.*)$", Pattern.MULTILINE).matcher(info);
		return line.find() ? line.group(1) : "";
	}

	/** Makes the outputs of one image, and gives its rows. */
	private List<Map<String, Object>> process(final Path file, final Progress told) throws IOException {
		final String name = file.getFileName().toString();
		final ImagePlus image = settings.reader().open(file);
		told.update("Opened", 0, 1); // whether the Esc key ended the reading
		// Other readers have titles of their own; those of outputs, and whose they are, go by the file.
		image.setTitle(name);
		final Map<String, Object> all = new HashMap<>(values);
		all.put(Option.INPUT.key(), image);
		final List<Path> outputs = outputs(name), parts = outputs.stream().map(o -> o.resolveSibling("." + o.getFileName() +
			".part")).toList();
		final Path planes = target.resolve("." + name + ".planes.part");
		try (Waiting waiting = new Waiting(planes, told)) {
			final Outcome outcome = BlindSR.superResolve(Settings.of(Task.SUPER_RESOLVE, all), told, waiting);
			ImageFile.write(outcome.kernel(), parts.get(0));
			ImageFile.write(outcome.result(), parts.get(1));
			told.update("Written", 0, 1); // the last chance to cancel
			// The kernel first: with the image, all is there.
			for (int i = 0; i < outputs.size(); i++) {
				Files.move(parts.get(i), outputs.get(i), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
				written.put(outputs.get(i).toRealPath(), name);
			}
			return outcome.rows();
		}
		finally {
			for (final Path part : parts)
				Files.deleteIfExists(part);
			image.flush();
		}
	}

	/** Where the planes of a result wait until they can be written. */
	private static final class Waiting implements BlindSR.Store, AutoCloseable {

		private final Path file;
		private final Progress progress;
		private DiskStack stack;

		Waiting(final Path file, final Progress progress) {
			this.file = file;
			this.progress = progress;
		}

		@Override
		public ImageStack create(final int width, final int height, final int planes, final int bits) {
			if (planes <= PLANES_IN_MEMORY) return new ImageStack(width, height);
			try {
				stack = new DiskStack(file, width, height, bits, progress);
				return stack;
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		}

		@Override
		public void close() throws IOException {
			if (stack != null) stack.close();
		}
	}

	/** How long it will take still, judged by how long how many bytes took. */
	private static final class TimeLeft {

		private final long[] sizes;
		private long bytes;
		private long nanoseconds;
		private long start;

		TimeLeft(final List<Path> files) throws IOException {
			sizes = new long[files.size()];
			for (int i = 0; i < sizes.length; i++)
				sizes[i] = Files.size(files.get(i));
		}

		void start() {
			start = System.nanoTime();
		}

		void end(final int file) {
			nanoseconds += System.nanoTime() - start;
			bytes += sizes[file];
		}

		/** Says what the files from this one on take, once one is done. */
		String left(final int file) {
			if (bytes == 0) return "";
			long rest = 0;
			for (int i = file; i < sizes.length; i++)
				rest += sizes[i];
			final double minutes = nanoseconds / 6e10 / bytes * rest;
			return minutes < 1 ? ", less than a minute left" : minutes < 90 ? String.format(Locale.ROOT, ", about %.0f min left",
				minutes) : String.format(Locale.ROOT, ", about %.1f h left", minutes / 60);
		}
	}
}
