package sc.fiji.blindsr.batch;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SCALE;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.TransientError;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.run.Attempt;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.RunReport;
import sc.fiji.blindsr.run.SuperResolution;
import sc.fiji.blindsr.run.SuperResolutionWithKernel;

/**
 * Blind super-resolution of all images in a folder, each exactly as by itself. Files are written whole or not at all: under
 * another name, and then renamed. What goes wrong with one image is noted, and the next one taken.
 */
public final class Batch {

    /** What happens to images whose results are there. */
    public enum Existing {
        /** They are left as they are. */
        SKIP("skip"),
        /** They are made anew. */
        OVERWRITE("overwrite");

        private final String label;

        Existing(final String label) {
            this.label = label;
        }

        /** The name users choose it by. */
        public String label() {
            return label;
        }
    }

    public static final Option<Path> SOURCE = Option.folder(
            "source", "Source folder", "The folder with the images. Its subfolders and hidden files are left out.");

    public static final Option<Path> TARGET = Option.newFolder(
            "target",
            "Target folder",
            "The folder that gets a kernel and a result (TIFF) for each image, and the table \"Blind SR.csv\". It is made if"
                    + " it does not exist.");

    public static final Option<FileNames> PATTERN = Option.text(
            "pattern",
            "File names",
            "Which files are taken: *.tif, img_??.png, *.{tif,png}; upper and lower case count the same. * is all.",
            "*",
            "*, ?, {a,b} and [a-z] with any text",
            FileNames::of,
            FileNames::glob);

    public static final Option<Existing> EXISTING = Option.choice(
            "existing",
            "Existing results",
            "skip: images whose kernel and result are in the target already are left as they are, so that a batch can be"
                    + " continued. overwrite: all are made anew.",
            Existing.SKIP,
            List.of(Existing.values()),
            Existing::label);

    /** One measured kernel for a whole folder. */
    public static final Option<Optional<Path>> KERNEL_FILE = Option.fileOrNone(
            "kernel",
            "Kernel file",
            "none: the kernel of each image is estimated. The file of a kernel: all images are restored with it, as by"
                    + " Super-Resolve With Kernel, and the options of the estimation do nothing.");

    public static final Option<Part> PART = Option.text(
            "part",
            "Part",
            "For many machines at once: 2/8 is the second of eight parts, each a batch of its own with a table of its own"
                    + " (\"Blind SR 2of8.csv\"). A file's name decides which part it belongs to. 1/1 is all.",
            Part.WHOLE.text(),
            "k/n, the part k (from 1) of n parts: 1/1, 2/8",
            Part::of,
            Part::text);

    public static final Form FORM = new Form(
            "Blind SR Batch...",
            Stream.concat(
                            Stream.of(SOURCE, TARGET, PATTERN, EXISTING, PART, KERNEL_FILE),
                            SuperResolution.FORM.optionsBut(INPUT))
                    .toList());

    private final Settings settings;
    private final Progress progress;
    /** The settings of the single command, without an image. */
    private final Settings single;
    /** The kernel for all images; empty where each has its own estimated. */
    private final Optional<ImagePlus> kernel;

    private final Path source;
    private final TargetFolder target;
    private final boolean overwrite;

    private Batch(final Settings settings, final Progress progress) {
        this.settings = settings;
        this.progress = progress;
        source = settings.get(SOURCE);
        overwrite = settings.get(EXISTING) == Existing.OVERWRITE;
        target = new TargetFolder(settings.get(TARGET), settings.get(SCALE), overwrite);
        kernel = settings.get(KERNEL_FILE).map(this::openKernel);
        single = kernel.isPresent() ? withKernel() : settings.as(SuperResolution.FORM);
    }

    private ImagePlus openKernel(final Path file) {
        try {
            final ImagePlus image = settings.reader().open(file);
            image.setTitle(file.getFileName().toString());
            return image;
        } catch (final IOException e) {
            throw new UserError(KERNEL_FILE.key(), "\"" + file + "\" cannot be read: " + Failure.reason(e), e);
        }
    }

    private Settings withKernel() {
        final Restorer restorer = settings.get(RESTORER)
                .restorer()
                .orElseThrow(() -> new UserError(
                        RESTORER.key(),
                        "DIP is the image that an estimator makes together with the kernel, and here the kernel is given",
                        "choose another restorer"));
        return settings.as(SuperResolutionWithKernel.FORM)
                .with(KERNEL, kernel.orElseThrow())
                .with(KERNEL_RESTORER, restorer);
    }

    /** What would go wrong with every image is said before the first. */
    private void checkReady() {
        if (kernel.isPresent()) SuperResolutionWithKernel.checkReady(single);
        else SuperResolution.checkReady(single);
    }

    /**
     * Processes all images of the source folder, or those of one part.
     *
     * @throws UserError if a value is not usable for any image, no file matches the pattern, the target cannot be written
     *     to, or none of the files could be processed
     */
    public static Outcome run(final Settings settings, final Progress progress) {
        try {
            return new Batch(settings, progress).run();
        } catch (final IOException e) {
            throw new UserError(
                    TARGET.key(), "\"" + settings.get(TARGET) + "\" cannot be used: " + Failure.reason(e), e);
        }
    }

    private Outcome run() throws IOException {
        final List<SourceFile> all = files();
        checkReady();
        // those to be done: progress counts these alone
        final List<SourceFile> files = all.stream()
                .filter(file -> overwrite || !target.isComplete(file.name()))
                .toList();
        if (!files.isEmpty()) target.open();
        final Path table = settings.get(TARGET).resolve(settings.get(PART).table());
        final BatchSummary summary = new BatchSummary(table, progress);
        final List<Map<String, Object>> rows = new ArrayList<>();
        String failure = null;
        int failed = 0;
        for (int i = 0; i < files.size(); i++) {
            final SourceFile file = files.get(i);
            final int before = i;
            final Progress imageProgress = progress.updating((stage, done, total) -> progress.update(
                    file.name() + ": " + stage + ", " + 100L * done / total + " %", before, files.size()));
            final Attempt<Outcome> attempt = attempt(file, imageProgress);
            final List<Map<String, Object>> made;
            if (attempt.failure() == null) {
                attempt.value().summary().ifPresent(progress::log);
                made = attempt.value().rows();
            } else {
                failed++;
                final String message = attempt.reason(progress);
                if (failure == null) failure = file.name() + ": " + message;
                progress.log(file.name() + " failed: " + message);
                made = new RunReport(single)
                        .set("Image", file.name())
                        .set("Scale", settings.get(SCALE))
                        .set("Warning", "failed: " + message)
                        .rows();
            }
            rows.addAll(made);
            summary.put(file.name(), made);
        }
        progress.log((files.size() - failed) + " done, " + (all.size() - files.size()) + " skipped, " + failed
                + " failed; see " + table);
        summary.check(files.size() - failed, failed);
        if (failed > 0 && failed == all.size())
            throw new UserError(SOURCE.key(), "none of the " + failed + " files could be processed. " + failure);
        return new Outcome(null, null, rows);
    }

    /** Tries, and once more after what may not happen again. */
    private Attempt<Outcome> attempt(final SourceFile file, final Progress imageProgress) {
        final Attempt<Outcome> first = Attempt.of(() -> process(file, imageProgress));
        if (!(first.failure() instanceof TransientError)) return first;
        progress.log(file.name() + " is tried once more: " + first.reason(progress));
        return Attempt.of(() -> process(file, imageProgress));
    }

    /** The files to be processed, in the order of their names; of a part there may be none. */
    private List<SourceFile> files() throws IOException {
        final FileNames pattern = settings.get(PATTERN);
        final SortedMap<String, SourceFile> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (final Path entry : entries) {
                if (!Files.isRegularFile(entry) || Files.isHidden(entry)) continue;
                final SourceFile file = SourceFile.of(source, entry);
                files.put(file.name(), file);
            }
        }
        final int there = files.size();
        final Path folder = settings.get(TARGET);
        if (Files.isDirectory(folder) && Files.isSameFile(source, folder))
            files.keySet().removeAll(TargetFolder.outputs(files.keySet()));
        files.values().removeIf(file -> !pattern.match(file.name()) || isKernel(file.path()));
        if (files.isEmpty())
            throw new UserError(
                    PATTERN.key(),
                    "no file in \"" + source + "\" matches \"" + settings.text(PATTERN) + "\" (of " + there
                            + " files there).");
        final Part part = settings.get(PART);
        files.keySet().removeIf(name -> !part.takes(name));
        return List.copyOf(files.values());
    }

    /** The kernel may lie among the images. */
    private boolean isKernel(final Path file) {
        return settings.get(KERNEL_FILE)
                .map(given -> given.toAbsolutePath().normalize())
                .filter(file.toAbsolutePath().normalize()::equals)
                .isPresent();
    }

    /** Makes and writes the outputs of one image. */
    private Outcome process(final SourceFile file, final Progress imageProgress) throws IOException {
        final String name = file.name();
        imageProgress.update("Opening", 0, 1);
        file.checkNameable();
        target.checkFree(name);
        final ImagePlus image = settings.reader().open(file.path());
        try (WaitingPlanes waiting = new WaitingPlanes(target.planes(name), imageProgress)) {
            imageProgress.update("Opened", 0, 1); // whether the Esc key ended the reading
            target.checkRoom(image);
            // Other readers have titles of their own; those of outputs, and whose they are, go by the file.
            image.setTitle(name);
            final Settings whole = single.with(INPUT, image);
            final Outcome outcome = kernel.isPresent()
                    ? SuperResolutionWithKernel.run(whole, imageProgress, waiting)
                    : SuperResolution.run(whole, imageProgress, waiting);
            target.write(name, outcome, imageProgress);
            return outcome;
        } finally {
            settings.reader().release(image);
        }
    }
}
