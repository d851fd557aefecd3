package sc.fiji.blindsr.batch;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.MASK;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.UNCERTAINTY;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.image.NamedImage;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.run.ImageRestoration;
import sc.fiji.blindsr.run.SuperResolution;
import sc.fiji.blindsr.run.SuperResolutionWithKernel;

/** What a batch is to do, whoever does it: which files, by which methods, into which folder. */
public final class BatchPlan {

    private final Settings settings;
    /** The settings of the single command, without an image. */
    private final Settings single;
    /** Whether one kernel is given for all images. */
    private final boolean kernelGiven;

    private final Path source;
    private final TargetFolder target;
    private final boolean overwrite;

    /**
     * @param settings of {@link Batch#FORM}
     * @throws UserError if the kernel's file cannot be read, or the restorer cannot work with a given kernel
     */
    public BatchPlan(final Settings settings) {
        this.settings = settings;
        source = settings.get(Batch.SOURCE);
        overwrite = settings.get(Batch.EXISTING) == Batch.Existing.OVERWRITE;
        target = new TargetFolder(
                settings.get(Batch.TARGET), settings.get(SCALE), overwrite, settings.get(UNCERTAINTY), readAlong());
        final Optional<ImagePlus> kernel = settings.get(Batch.KERNEL_FILE).map(this::openKernel);
        kernelGiven = kernel.isPresent();
        single = kernel.map(this::withKernel).orElseGet(() -> settings.as(SuperResolution.FORM));
    }

    /** The files that are read besides the images. */
    private Set<Path> readAlong() {
        return Stream.concat(
                        settings.get(Batch.KERNEL_FILE).stream(),
                        Stream.of(new File(settings.get(MASK)))
                                .filter(File::isFile)
                                .map(File::toPath))
                .filter(Files::exists)
                .map(BatchPlan::real)
                .collect(Collectors.toSet());
    }

    private static Path real(final Path file) {
        try {
            return file.toRealPath();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImagePlus openKernel(final Path file) {
        try {
            final ImagePlus image = settings.reader().open(file);
            image.setTitle(file.getFileName().toString());
            return NamedImage.remembered(image, file);
        } catch (final IOException e) {
            throw new UserError(Batch.KERNEL_FILE.key(), "\"" + file + "\" cannot be read: " + Failure.reason(e), e);
        }
    }

    private Settings withKernel(final ImagePlus kernel) {
        final Restorer restorer = settings.get(RESTORER)
                .restorer()
                .orElseThrow(() -> new UserError(
                        RESTORER.key(),
                        "DIP is the image that an estimator makes together with the kernel, and here the kernel is given",
                        "choose another restorer"));
        return settings.as(SuperResolutionWithKernel.FORM).with(KERNEL, kernel).with(KERNEL_RESTORER, restorer);
    }

    /** Where the outputs go. */
    public TargetFolder target() {
        return target;
    }

    /**
     * Makes the target ready, and the table this batch's alone.
     *
     * @param files that are to be made; if there are none, nothing is opened
     * @return to be closed in the end; null if there is nothing to do
     * @throws UserError if the target cannot be written to, or another batch writes the same table
     */
    public Claim open(final List<SourceFile> files) throws IOException {
        if (files.isEmpty()) return null;
        target.open();
        return Claim.on(table())
                .orElseThrow(() -> new UserError(
                        Batch.TARGET.key(),
                        "another batch is writing \"" + table() + "\"",
                        "wait for its end, choose another target, or give each its share by the key "
                                + Batch.PART.key()));
    }

    /** The file of the table. */
    Path table() {
        return settings.get(Batch.TARGET).resolve(settings.get(Batch.PART).table());
    }

    /** The settings of the single command, without an image. */
    Settings single() {
        return single;
    }

    /** Whether one of the methods computes with PyTorch. */
    public boolean usesPyTorch() {
        return kernelGiven ? SuperResolutionWithKernel.usesPyTorch(single) : SuperResolution.usesPyTorch(single);
    }

    /** Whether the kernel that is given for all images is a map of the blur over the field. */
    public boolean isMapGiven() {
        return kernelGiven && SuperResolutionWithKernel.isMapGiven(single);
    }

    /**
     * What would go wrong with every image is said before the first.
     *
     * @throws UserError if something cannot be had
     */
    public void checkReady(final Progress progress) {
        if (kernelGiven) SuperResolutionWithKernel.checkReady(single, progress);
        else SuperResolution.checkReady(single, progress);
    }

    /**
     * The files of the batch, in the order of their names; of a part there may be none.
     *
     * @throws UserError if the folder cannot be listed, or none of its files matches the pattern
     */
    public List<SourceFile> files() throws IOException {
        final FileNames pattern = settings.get(Batch.PATTERN);
        final SortedMap<String, SourceFile> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (final Path entry : entries) {
                if (!isFile(entry) || isHidden(entry)) continue;
                final SourceFile file = SourceFile.of(source, entry);
                files.put(file.name(), file);
            }
        } catch (final IOException | DirectoryIteratorException e) {
            throw new UserError(
                    Batch.SOURCE.key(), "\"" + source + "\" cannot be listed: " + Failure.reason(e) + ".", e);
        }
        final int there = files.size();
        final Path folder = settings.get(Batch.TARGET);
        if (Files.isDirectory(folder) && Files.isSameFile(source, folder))
            files.keySet().removeAll(TargetFolder.outputs(files.keySet()));
        files.values().removeIf(file -> !pattern.match(file.name()) || isKernel(file.path()));
        if (files.isEmpty())
            throw new UserError(
                    Batch.PATTERN.key(),
                    "no file in \"" + source + "\" matches \"" + settings.text(Batch.PATTERN) + "\" (of " + there
                            + " files there).");
        final Part part = settings.get(Batch.PART);
        files.keySet().removeIf(name -> !part.takes(name));
        return List.copyOf(files.values());
    }

    /** A link that leads nowhere is one, too: an image that is missing is a failure. */
    private static boolean isFile(final Path entry) {
        return Files.isRegularFile(entry) || Files.isSymbolicLink(entry) && !Files.exists(entry);
    }

    /** On Windows a dot before the name hides nothing, but what has one is no image there either. */
    private static boolean isHidden(final Path file) throws IOException {
        return Files.isHidden(file) || file.getFileName().toString().startsWith(".");
    }

    /** The kernel may lie among the images. */
    private boolean isKernel(final Path file) {
        final Optional<Path> kernel = settings.get(Batch.KERNEL_FILE);
        try {
            return kernel.isPresent() && Files.isSameFile(kernel.get(), file);
        } catch (final IOException e) {
            return false; // one of the two is gone, which is said when it is opened
        }
    }

    /** Whether an image is to be made: progress counts these alone. */
    public boolean isToDo(final SourceFile file) {
        return overwrite || !target.isComplete(file.name());
    }

    /** The settings for one image. */
    public Settings of(final ImagePlus image) {
        return single.with(INPUT, image);
    }

    /** Finds the kernel of one image, and what it takes to restore its planes. */
    public ImageRestoration prepare(final ImagePlus image, final Progress progress) {
        return kernelGiven
                ? SuperResolutionWithKernel.prepare(of(image), progress)
                : SuperResolution.prepare(of(image), progress);
    }
}
