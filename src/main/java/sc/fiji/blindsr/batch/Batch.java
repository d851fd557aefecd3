package sc.fiji.blindsr.batch;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SCALE;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.Opener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.DiskStack;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.run.Attempt;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.PlaneStore;
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

    public static final Form FORM = new Form(
            "Blind SR Batch...",
            Stream.concat(
                            Stream.of(SOURCE, TARGET, PATTERN, EXISTING, KERNEL_FILE),
                            SuperResolution.FORM.optionsBut(INPUT))
                    .toList());

    private static final String KERNEL_SUFFIX = "-kernel.tif";
    /** Results with more planes wait on the disk until they are complete. */
    private static final int PLANES_IN_MEMORY = 4;

    private final Settings settings;
    private final Progress progress;
    /** The settings of the single command, without an image. */
    private final Settings single;
    /** The kernel for all images; empty where each has its own estimated. */
    private final Optional<ImagePlus> kernel;

    private final Path source;
    private final Path target;
    private final int scale;
    private final boolean overwrite;
    /** The outputs of this run, and whose they are. */
    private final Map<Path, String> written = new HashMap<>();

    private Batch(final Settings settings, final Progress progress) {
        this.settings = settings;
        this.progress = progress;
        source = settings.get(SOURCE);
        target = settings.get(TARGET);
        scale = settings.get(SCALE);
        overwrite = settings.get(EXISTING) == Existing.OVERWRITE;
        kernel = settings.get(KERNEL_FILE).map(this::openKernel);
        single = kernel.isPresent() ? withKernel() : settings.as(SuperResolution.FORM);
    }

    private ImagePlus openKernel(final Path file) {
        try {
            final ImagePlus image = settings.reader().open(file);
            image.setTitle(file.getFileName().toString());
            return image;
        } catch (final IOException e) {
            throw new UserError(KERNEL_FILE.key(), "\"" + file + "\" cannot be read: " + e.getMessage(), e);
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
     * Processes all images of the source folder.
     *
     * @throws UserError if a value is not usable for any image, no file matches the pattern, or none of the files could be
     *     processed
     */
    public static Outcome run(final Settings settings, final Progress progress) {
        try {
            return new Batch(settings, progress).run();
        } catch (final IOException e) {
            throw new UserError(TARGET.key(), "\"" + settings.get(TARGET) + "\" cannot be used: " + e.getMessage(), e);
        }
    }

    private Outcome run() throws IOException {
        final List<Path> all = files();
        checkReady();
        Files.createDirectories(target);
        final BatchSummary summary = new BatchSummary(target.resolve(Outcome.RUNS + ".csv"), progress);
        final List<Map<String, Object>> rows = new ArrayList<>();
        // those to be done: progress counts these alone
        final List<Path> files = new ArrayList<>();
        for (final Path file : all)
            if (overwrite || !isComplete(file.getFileName().toString())) files.add(file);
        String failure = null;
        int failed = 0;
        for (int i = 0; i < files.size(); i++) {
            final Path file = files.get(i);
            final String name = file.getFileName().toString();
            final int before = i;
            final Progress imageProgress = progress.updating((stage, done, total) ->
                    progress.update(name + ": " + stage + ", " + 100L * done / total + " %", before, files.size()));
            imageProgress.update("Opening", 0, 1);
            final Attempt<Outcome> attempt = Attempt.of(() -> {
                checkFree(name);
                return process(file, imageProgress);
            });
            final List<Map<String, Object>> made;
            if (attempt.failure() == null) {
                attempt.value().summary().ifPresent(progress::log);
                made = attempt.value().rows();
            } else {
                failed++;
                final String message = attempt.reason(progress);
                if (failure == null) failure = name + ": " + message;
                progress.log(name + " failed: " + message);
                made = new RunReport(single)
                        .set("Image", name)
                        .set("Scale", scale)
                        .set("Warning", "failed: " + message)
                        .rows();
            }
            rows.addAll(made);
            summary.put(name, made);
        }
        progress.log((files.size() - failed) + " done, " + (all.size() - files.size()) + " skipped, " + failed
                + " failed; see " + target.resolve(Outcome.RUNS + ".csv"));
        summary.check();
        if (failed == all.size())
            throw new UserError(SOURCE.key(), "none of the " + failed + " files could be processed. " + failure);
        return new Outcome(null, null, rows);
    }

    /** The files to be processed, in the order of their names. */
    private List<Path> files() throws IOException {
        final FileNames pattern = settings.get(PATTERN);
        final Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (final Path entry : entries)
                if (Files.isRegularFile(entry) && !Files.isHidden(entry))
                    names.add(entry.getFileName().toString());
        }
        if (Files.isDirectory(target) && Files.isSameFile(source, target)) names.removeAll(outputs(names));
        final List<Path> files = names.stream()
                .filter(name -> pattern.match(name))
                .map(source::resolve)
                .filter(file -> !isKernel(file))
                .toList();
        if (files.isEmpty())
            throw new UserError(
                    PATTERN.key(),
                    "no file in \"" + source + "\" matches \"" + settings.text(PATTERN) + "\" (of " + names.size()
                            + " files there).");
        return files;
    }

    /** The kernel may lie among the images. */
    private boolean isKernel(final Path file) {
        return settings.get(KERNEL_FILE)
                .map(given -> given.toAbsolutePath().normalize())
                .filter(file.toAbsolutePath().normalize()::equals)
                .isPresent();
    }

    /** Of files, those that are outputs of others, at any scale factor. */
    private static Set<String> outputs(final Set<String> names) {
        final Set<String> outputs = new HashSet<>(Set.of(Outcome.RUNS + ".csv"));
        for (final String name : names) {
            outputs.add(CompanionImage.nameOf(name) + KERNEL_SUFFIX);
            for (final String scale : SCALE.choices()) outputs.add(result(name, scale));
        }
        return outputs;
    }

    private static String result(final String name, final Object scale) {
        return CompanionImage.nameOf(name) + "-SRx" + scale + ".tif";
    }

    private List<Path> outputs(final String name) {
        return List.of(
                target.resolve(CompanionImage.nameOf(name) + KERNEL_SUFFIX), target.resolve(result(name, scale)));
    }

    /** Refuses to overwrite what is of another image: of this run, or, where nothing is to be overwritten, of an earlier. */
    private void checkFree(final String name) throws IOException {
        for (final Path output : outputs(name)) {
            if (!Files.exists(output)) continue;
            final String other = written.get(output.toRealPath());
            if (other != null)
                throw new UserError(
                        TARGET.key(),
                        "its output would overwrite that of " + other + ", " + output.getFileName(),
                        "rename one of the two, or choose one by the pattern");
            if (!overwrite && !isOf(name, output))
                throw new UserError(
                        TARGET.key(),
                        output.getFileName() + " in the target is of another image or scale factor",
                        "choose another target, or overwrite");
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

    /** Makes and writes the outputs of one image. */
    private Outcome process(final Path file, final Progress imageProgress) throws IOException {
        final String name = file.getFileName().toString();
        final ImagePlus image = settings.reader().open(file);
        imageProgress.update("Opened", 0, 1); // whether the Esc key ended the reading
        // Other readers have titles of their own; those of outputs, and whose they are, go by the file.
        image.setTitle(name);
        final List<Path> outputs = outputs(name),
                parts =
                        outputs.stream()
                                .map(o -> o.resolveSibling("." + o.getFileName() + ".part"))
                                .toList();
        final Path planes = target.resolve("." + name + ".planes.part");
        try (Waiting waiting = new Waiting(planes, imageProgress)) {
            final Settings whole = single.with(INPUT, image);
            final Outcome outcome = kernel.isPresent()
                    ? SuperResolutionWithKernel.run(whole, imageProgress, waiting)
                    : SuperResolution.run(whole, imageProgress, waiting);
            ImageFile.write(outcome.kernel(), parts.get(0));
            ImageFile.write(outcome.result(), parts.get(1));
            imageProgress.update("Written", 0, 1); // the last chance to cancel
            // The kernel first: with the image, all is there.
            for (int i = 0; i < outputs.size(); i++) {
                Files.move(
                        parts.get(i),
                        outputs.get(i),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                written.put(outputs.get(i).toRealPath(), name);
            }
            return outcome;
        } finally {
            for (final Path part : parts) Files.deleteIfExists(part);
            image.flush();
        }
    }

    /** Where the planes of a result wait until they can be written. */
    private static final class Waiting implements PlaneStore, AutoCloseable {

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
