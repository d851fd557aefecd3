package sc.fiji.blindsr.batch;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;
import static sc.fiji.blindsr.option.Options.SCALE;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.Attempt;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.file.TemporaryFile;
import sc.fiji.blindsr.file.TrialFile;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.image.NamedImage;
import sc.fiji.blindsr.image.TiffDirectories;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Inscription;
import sc.fiji.blindsr.run.Outcome;

/**
 * The folder that gets the outputs of a batch: a kernel and a result for each image, named after it, and the standard
 * deviations where they are asked for. Each appears whole or not at all.
 */
public final class TargetFolder {

    /** What stands for the kernel where it is estimated. */
    private static final String NO_KERNEL = "none";

    private static final String KERNEL_SUFFIX = "-kernel.tif", DEVIATION_SUFFIX = "-sd.tif", TRIAL_SUFFIX = ".trial";
    /** What ends the names of hidden files. */
    private static final String UNFINISHED = ".part";

    /** Bytes that any batch needs, for its table and its first kernel. */
    private static final long SMALLEST_TRIAL = 1 << 16;
    /** Bytes of the largest trial: beyond, it would take too long. */
    private static final long LARGEST_TRIAL = 1 << 28;

    private final Path folder;
    private final int scale;
    private final boolean overwrite;
    private final boolean deviations;
    /** Real paths of files that this run reads besides the images. */
    private final Set<Path> readAlong;
    /** The outputs of this run, and whose they are. */
    private final Map<Path, String> written = new ConcurrentHashMap<>();

    /**
     * @param overwrite whether outputs of earlier runs may be replaced
     * @param deviations whether each image gets one of its standard deviations too
     * @param readAlong real paths of files that are never replaced, since this run reads them
     */
    TargetFolder(
            final Path folder,
            final int scale,
            final boolean overwrite,
            final boolean deviations,
            final Set<Path> readAlong) {
        this.readAlong = readAlong;
        this.folder = folder;
        this.scale = scale;
        this.overwrite = overwrite;
        this.deviations = deviations;
    }

    /** Of files, those that are outputs of others, at any scale factor, and tables. */
    static Set<String> outputs(final Set<String> names) {
        final Set<String> outputs = new HashSet<>();
        for (final String name : names) {
            if (Part.isTable(name)) outputs.add(name);
            outputs.add(CompanionImage.nameOf(name) + KERNEL_SUFFIX);
            // Whether or not this run makes any: an earlier one may have.
            outputs.add(CompanionImage.nameOf(name) + DEVIATION_SUFFIX);
            for (final String scale : SCALE.choices()) outputs.add(result(name, scale));
        }
        return outputs;
    }

    private static String result(final String name, final Object scale) {
        return CompanionImage.nameOf(name) + "-SRx" + scale + ".tif";
    }

    /** The outputs that each run makes. */
    private List<Path> files(final String name) {
        return List.of(
                folder.resolve(CompanionImage.nameOf(name) + KERNEL_SUFFIX), folder.resolve(result(name, scale)));
    }

    private Path deviation(final String name) {
        return folder.resolve(CompanionImage.nameOf(name) + DEVIATION_SUFFIX);
    }

    /**
     * A hidden file for what is not whole yet. It has the same name each time, so that one that was left over is replaced,
     * and a short one, so that it is no longer than the output's own.
     */
    private Path hidden(final String name) {
        return folder.resolve("." + shortName(name) + UNFINISHED);
    }

    private static String shortName(final String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * Keeps other batches from an image, and from those whose outputs have the same names, whatever their parts and tables: hidden
     * files of two would be the same.
     *
     * @return to be closed when its outputs are there
     * @throws UserError if another batch is making them
     */
    public Claim claim(final String name) throws IOException {
        return Claim.on(folder.resolve(shortName(CompanionImage.nameOf(name))))
                .orElseThrow(() -> new UserError(
                        Batch.TARGET.key(),
                        "another batch is making its outputs",
                        "leave it to that one, or wait for its end and run this one again"));
    }

    /** A hidden folder for all that processes write of an image before it is whole. */
    public Path workshop(final String name) {
        return hidden(name + ".work");
    }

    /**
     * Where the planes of an image's outputs can wait.
     *
     * @param stack number of the output among those that wait: 0 or, of the deviations, 1
     */
    Path planes(final String name, final int stack) {
        return hidden(name + ".planes" + stack);
    }

    /**
     * Makes the folder, if it is not there, and tries to write into it.
     *
     * @throws UserError if that is impossible
     */
    public void open() {
        try {
            Files.createDirectories(folder);
            TrialFile.write(TemporaryFile.in(folder), SMALLEST_TRIAL);
        } catch (final IOException e) {
            throw new UserError(
                    Batch.TARGET.key(),
                    "\"" + folder + "\" cannot be written to: " + Failure.reason(e)
                            + ". Nothing was computed, and nothing written.",
                    e);
        }
    }

    /**
     * Tries to write as much as the outputs of an image will need.
     *
     * @throws UserError if the folder does not take it
     */
    public void checkRoom(final String name, final ImagePlus image) {
        final int planes = image.getStackSize();
        final long pixel = image.getBytesPerPixel() + (deviations ? Float.BYTES : 0);
        final long plane = (long) scale * image.getWidth() * scale * image.getHeight() * pixel;
        final long needed = plane * (planes + WaitingPlanes.onDisk(planes)) + SMALLEST_TRIAL;
        try {
            TrialFile.write(hidden(name + TRIAL_SUFFIX), Math.min(needed, LARGEST_TRIAL));
        } catch (final IOException e) {
            throw new UserError(
                    Batch.TARGET.key(),
                    "the " + (needed >> 10) + " kB that this image needs cannot be written to \"" + folder + "\": "
                            + Failure.reason(e) + ". It was not computed.",
                    e);
        }
    }

    /**
     * Refuses an image whose outputs would overwrite those of another (of this run, or, where nothing is to be overwritten,
     * of an earlier) or what is no output at all, or cannot have the names that they would get.
     */
    public void checkFree(final String name) throws IOException {
        for (final Path output : files(name)) checkFree(name, output);
        // One that this run does not write is in nobody's way.
        if (deviations) checkFree(name, deviation(name));
    }

    private void checkFree(final String name, final Path output) throws IOException {
        checkName(output);
        if (!Files.exists(output)) return;
        if (readAlong.contains(output.toRealPath()))
            throw new UserError(
                    Batch.TARGET.key(),
                    "its output would overwrite " + output.getFileName() + ", which this batch reads",
                    "choose another target, or move that file");
        final String other = written.get(output.toRealPath());
        if (other != null)
            throw new UserError(
                    Batch.TARGET.key(),
                    "its output would overwrite that of " + other + ", " + output.getFileName(),
                    "rename one of the two, or choose one by the pattern");
        if (Files.size(output) == 0 || isOf(name, output)) return;
        if (overwrite && !isOutput(output))
            throw new UserError(
                    Batch.TARGET.key(),
                    "its output would overwrite " + output.getFileName() + ", which is none of this plugin's",
                    "choose another target, or move that file");
        if (!overwrite)
            throw new UserError(
                    Batch.TARGET.key(),
                    output.getFileName() + " in the target is of another image or scale factor",
                    "choose another target, or overwrite");
    }

    /** A file system that cannot have a name says so when it is asked for it. */
    private static void checkName(final Path output) {
        try {
            Files.readAttributes(output, BasicFileAttributes.class);
        } catch (final NoSuchFileException e) {
            // as it should be
        } catch (final IOException e) {
            throw new UserError(
                    Batch.TARGET.key(),
                    "its output cannot be called \"" + output.getFileName() + "\" (" + Failure.reason(e) + ")",
                    "rename the image");
        }
    }

    /** Whether the kernel and the result of an image are there, each as a whole. */
    boolean isComplete(final String name) {
        return files(name).stream().allMatch(output -> TiffDirectories.isWhole(output) && isOf(name, output));
    }

    /** Whether an output was made of this image, with this scale factor. */
    private boolean isOf(final String name, final Path output) {
        final Inscription said = inscription(output);
        return said.value("Image").filter(name::equals).isPresent()
                && said.value("Scale").filter(String.valueOf(scale)::equals).isPresent();
    }

    /** Whether a file says that it was made by this plugin. */
    private static boolean isOutput(final Path file) {
        final Inscription said = inscription(file);
        return said.value("Command").isPresent() && said.value("Version").isPresent();
    }

    private static Inscription inscription(final Path output) {
        try {
            final FileInfo[] tiff = TiffDirectories.of(output);
            return Inscription.of(tiff == null ? null : tiff[0].info);
        } catch (final IOException e) {
            return Inscription.of((String) null); // damaged, it says nothing
        }
    }

    /**
     * A parameter of an image's result that was another than that of some settings, or an image that has changed since, in words;
     * empty if all is the same.
     *
     * @param settings of the command that makes the result
     */
    Optional<String> otherParameter(final SourceFile file, final Settings settings) {
        final Path result = files(file.name()).get(1);
        final Inscription said = inscription(result);
        final Optional<String> input = said.image(INPUT.key());
        return Stream.concat(
                        Stream.of(
                                input.filter(before -> new File(before).isAbsolute())
                                        .flatMap(before -> other(
                                                INPUT.key(),
                                                before,
                                                file.path().toAbsolutePath().toString())),
                                isNewer(file.path(), result)
                                        ? Optional.of(INPUT.key() + " has changed since")
                                        : Optional.<String>empty(),
                                // of what has no line of a macro nothing is known
                                input.flatMap(known -> other(
                                        KERNEL.key(),
                                        said.image(KERNEL.key()).orElse(NO_KERNEL),
                                        settings.has(KERNEL) ? NamedImage.of(settings.get(KERNEL)) : NO_KERNEL))),
                        settings.texts().entrySet().stream().map(now -> said.parameter(now.getKey())
                                .flatMap(before -> other(now.getKey(), before, now.getValue()))))
                .flatMap(Optional::stream)
                .map(other -> file.name() + " (" + other + ")")
                .findFirst();
    }

    private static Optional<String> other(final String key, final String before, final String now) {
        return before.equals(now) || isSameFile(before, now)
                ? Optional.empty()
                : Optional.of(key + " was " + before + ", not " + now);
    }

    /** Whether two paths lead to one file. */
    private static boolean isSameFile(final String one, final String other) {
        try {
            return Files.isSameFile(Path.of(one), Path.of(other));
        } catch (final IOException | InvalidPathException e) {
            return false; // one is no file, or no longer there
        }
    }

    private static boolean isNewer(final Path image, final Path result) {
        try {
            return Files.getLastModifiedTime(image).compareTo(Files.getLastModifiedTime(result)) > 0;
        } catch (final IOException e) {
            return false; // it is gone, and nothing can be said of it
        }
    }

    /** The rows of an image that was done before. */
    List<Map<String, String>> rows(final String name) {
        return inscription(files(name).get(1)).rows();
    }

    /**
     * Writes the outputs of an image.
     *
     * @param progress its last chance to cancel is when all is written, and nothing is to be seen yet
     */
    void write(final String name, final Outcome outcome, final Progress progress) throws IOException {
        final Path kernel = hidden(name + KERNEL_SUFFIX),
                result = hidden(name),
                deviation = hidden(name + DEVIATION_SUFFIX);
        if (outcome.deviation() != null) ImageFile.write(outcome.deviation(), deviation);
        ImageFile.write(outcome.kernel(), kernel);
        ImageFile.write(outcome.result(), result);
        progress.update("Written", 0, 1);
        if (outcome.deviation() != null) move(deviation, deviation(name), name);
        show(name, kernel, result);
    }

    private List<Path> hiddenFiles(final String name) {
        return List.of(
                hidden(name + KERNEL_SUFFIX),
                hidden(name),
                hidden(name + DEVIATION_SUFFIX),
                hidden(name + TRIAL_SUFFIX),
                planes(name, 0),
                planes(name, 1));
    }

    /**
     * Removes what is hidden of an image: also what runs have left that were killed, of whatever kind.
     *
     * @return where its workshop can be
     * @throws IOException if something cannot be removed
     */
    public Path clear(final String name) throws IOException {
        for (final Path file : hiddenFiles(name)) Files.deleteIfExists(file);
        final Path workshop = workshop(name);
        if (!Files.exists(workshop)) return workshop;
        try (Stream<Path> files = Files.walk(workshop)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
        return workshop;
    }

    /** The same, of images that are not made anew, unless another batch is or may be at them. Nothing fails for it. */
    public void clearUnfinished(final List<SourceFile> done) {
        final Set<Path> there = unfinished();
        for (final SourceFile file : done) {
            if (!there.contains(workshop(file.name())) && Collections.disjoint(there, hiddenFiles(file.name())))
                continue;
            Attempt.of(() -> {
                try (Claim claim = claim(file.name())) {
                    return claim.isCertain() ? clear(file.name()) : null;
                }
            });
        }
    }

    private Set<Path> unfinished() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.toString().endsWith(UNFINISHED))
                    .collect(Collectors.toSet());
        } catch (final IOException | UncheckedIOException e) {
            return Set.of(); // a batch that has nothing to make has made no folder, or this one cannot be listed
        }
    }

    /** Gives files that have been written whole, on the same file system, the names of an image's outputs. */
    public void show(final String name, final Path kernel, final Path result) throws IOException {
        final List<Path> outputs = files(name);
        // Deviations of an earlier result say nothing of this one.
        if (!deviations && Files.exists(deviation(name)) && isOf(name, deviation(name))) Files.delete(deviation(name));
        // The image last: with it, all is there.
        move(kernel, outputs.get(0), name);
        move(result, outputs.get(1), name);
    }

    private void move(final Path hidden, final Path output, final String name) throws IOException {
        Files.move(hidden, output, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        written.put(output.toRealPath(), name);
    }
}
