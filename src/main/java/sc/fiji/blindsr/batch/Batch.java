package sc.fiji.blindsr.batch;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.Opener;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.DiskStack;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Attempt;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.RunReport;
import sc.fiji.blindsr.run.SuperResolution;

/**
 * Blind super-resolution of all images in a folder, each exactly as by itself. Files are written whole or not at all: under
 * another name, and then renamed. What goes wrong with one image is noted, and the next one taken.
 */
public final class Batch {

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
    public static Outcome run(final Settings settings, final Progress progress) {
        try {
            return new Batch(settings, progress).run();
        } catch (final IOException e) {
            throw new IllegalStateException("target: " + e, e);
        }
    }

    private Outcome run() throws IOException {
        final List<Path> all = files();
        // What would go wrong with every image is said now.
        SuperResolution.checkReady(Settings.of(Task.SUPER_RESOLVE, values));
        Files.createDirectories(target);
        final BatchSummary summary = new BatchSummary(target.resolve(Outcome.RUNS + ".csv"), RunReport.columns());
        final List<Map<String, Object>> rows = new ArrayList<>();
        // those to be done, so that it can be told how long they will take
        final List<Path> files = new ArrayList<>();
        for (final Path file : all)
            if (overwrite || !isComplete(file.getFileName().toString())) files.add(file);
        String failure = null;
        int failed = 0;
        for (int i = 0; i < files.size(); i++) {
            final Path file = files.get(i);
            final String name = file.getFileName().toString();
            final int before = i;
            final Progress told = (stage, done, total) ->
                    progress.update(name + ": " + stage + ", " + 100L * done / total + " %", before, files.size());
            told.update("Opening", 0, 1);
            final Attempt<List<Map<String, Object>>> attempt = Attempt.of(() -> {
                checkFree(name);
                return process(file, told);
            });
            List<Map<String, Object>> made = attempt.value();
            if (made != null) IJ.log(TITLE + ": " + line(name, made.get(0)));
            else {
                failed++;
                final String message = attempt.reason();
                if (failure == null) failure = name + ": " + message;
                IJ.log(TITLE + ": " + name + " failed: " + message);
                made = new RunReport(Settings.of(Task.SUPER_RESOLVE, values))
                        .set("Image", name)
                        .set("Scale", scale)
                        .set("Warning", "failed: " + message)
                        .rows();
            }
            rows.addAll(made);
            summary.put(name, made);
        }
        IJ.log(TITLE + ": " + (files.size() - failed) + " done, " + (all.size() - files.size()) + " skipped, " + failed
                + " failed; see " + target.resolve(Outcome.RUNS + ".csv"));
        summary.check();
        if (failed == all.size())
            throw new IllegalStateException("source: none of the " + failed + " files could be processed. " + failure);
        return new Outcome(null, null, rows);
    }

    /** What the log says of an image. */
    private static String line(final String name, final Map<String, Object> row) {
        final Object warning = row.get("Warning");
        return name + ", ×" + row.get("Scale") + ", " + row.get("Estimator") + ", " + row.get("Restorer") + ", "
                + row.get("Device") + ", " + row.get("Seconds") + " s"
                + (warning.equals("") ? "" : "; warning: " + warning);
    }

    /** The files to be processed, in the order of their names. */
    private List<Path> files() throws IOException {
        final PathMatcher pattern = pattern(settings.text(Option.PATTERN));
        final Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (final Path entry : entries)
                if (Files.isRegularFile(entry) && !Files.isHidden(entry))
                    names.add(entry.getFileName().toString());
        }
        if (Files.isDirectory(target) && Files.isSameFile(source, target)) names.removeAll(outputs(names));
        final List<Path> files = names.stream()
                .filter(name -> pattern.matches(Path.of(name.toLowerCase(Locale.ROOT))))
                .map(source::resolve)
                .toList();
        if (files.isEmpty())
            throw new IllegalArgumentException("pattern: no file in \"" + source + "\" matches \""
                    + settings.text(Option.PATTERN) + "\" (of " + names.size() + " files there).");
        return files;
    }

    private static PathMatcher pattern(final String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob.toLowerCase(Locale.ROOT));
        } catch (final PatternSyntaxException e) {
            throw new IllegalArgumentException("pattern: \"" + glob
                    + "\" was given, allowed are *, ?, {a,b} and [a-z] with any text: " + e.getDescription() + ".");
        }
    }

    /** Of files, those that are outputs of others, at any scale factor. */
    private static Set<String> outputs(final Set<String> names) {
        final Set<String> outputs = new HashSet<>(Set.of(Outcome.RUNS + ".csv"));
        for (final String name : names) {
            outputs.add(CompanionImage.nameOf(name) + KERNEL);
            for (final String scale : Option.SCALE.choices()) outputs.add(result(name, scale));
        }
        return outputs;
    }

    private static String result(final String name, final Object scale) {
        return CompanionImage.nameOf(name) + "-SRx" + scale + ".tif";
    }

    private List<Path> outputs(final String name) {
        return List.of(target.resolve(CompanionImage.nameOf(name) + KERNEL), target.resolve(result(name, scale)));
    }

    /** Refuses to overwrite what is of another image: of this run, or, where nothing is to be overwritten, of an earlier. */
    private void checkFree(final String name) throws IOException {
        for (final Path output : outputs(name)) {
            if (!Files.exists(output)) continue;
            final String other = written.get(output.toRealPath());
            if (other != null)
                throw new IllegalArgumentException("its output would overwrite that of " + other + ", "
                        + output.getFileName() + "; rename one of the two, or choose one by the pattern.");
            if (!overwrite && !isOf(name, output))
                throw new IllegalArgumentException(output.getFileName()
                        + " in the target is of another image or scale factor; choose another target, or overwrite.");
        }
    }

    /** Whether both outputs of an image are there. */
    private boolean isComplete(final String name) {
        return outputs(name).stream().allMatch(output -> Files.exists(output) && isOf(name, output));
    }

    /** Whether an output was made of this image, with this scale factor. */
    private boolean isOf(final String name, final Path output) {
        final FileInfo[] tiff = Opener.getTiffFileInfo(output.toString());
        final String info = tiff == null || tiff[0].info == null ? "" : tiff[0].info;
        return name.equals(value("Image", info)) && String.valueOf(scale).equals(value("Scale", info));
    }

    /** The value of the first line "key: value" of an Info. */
    private static String value(final String key, final String info) {
        final Matcher line =
                Pattern.compile("^" + key + ": (.*)$", Pattern.MULTILINE).matcher(info);
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
        final List<Path> outputs = outputs(name),
                parts =
                        outputs.stream()
                                .map(o -> o.resolveSibling("." + o.getFileName() + ".part"))
                                .toList();
        final Path planes = target.resolve("." + name + ".planes.part");
        try (Waiting waiting = new Waiting(planes, told)) {
            final Outcome outcome = SuperResolution.superResolve(Settings.of(Task.SUPER_RESOLVE, all), told, waiting);
            ImageFile.write(outcome.kernel(), parts.get(0));
            ImageFile.write(outcome.result(), parts.get(1));
            told.update("Written", 0, 1); // the last chance to cancel
            // The kernel first: with the image, all is there.
            for (int i = 0; i < outputs.size(); i++) {
                Files.move(
                        parts.get(i),
                        outputs.get(i),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                written.put(outputs.get(i).toRealPath(), name);
            }
            return outcome.rows();
        } finally {
            for (final Path part : parts) Files.deleteIfExists(part);
            image.flush();
        }
    }

    /** Where the planes of a result wait until they can be written. */
    private static final class Waiting implements SuperResolution.Store, AutoCloseable {

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
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (stack != null) stack.close();
        }
    }
}
