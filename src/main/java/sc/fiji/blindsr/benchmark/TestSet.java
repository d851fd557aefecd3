package sc.fiji.blindsr.benchmark;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.model.Npz;

/**
 * A folder of images that methods are measured on. What belongs together has the same file name, whatever its extension.
 * <table>
 * <tr><td>{@code hr/}, or the folder itself</td><td>the high-resolution images: the references</td></tr>
 * <tr><td>{@code lr_x2/}, …</td><td>low-resolution images; without it they are to be made from the references</td></tr>
 * <tr><td>{@code kernels_x2.npz} or {@code kernels_x2/}, …</td><td>the true kernels, as an array or an image for each</td>
 * </tr>
 * </table>
 */
public final class TestSet {

    /** What plain ImageJ reads. Other files may lie there: notes, tables, results. */
    private static final Set<String> EXTENSIONS =
            Set.of("tif", "tiff", "png", "jpg", "jpeg", "gif", "bmp", "pgm", "dcm", "fits");

    private final Path folder;

    /** @param folder the folder */
    public TestSet(final Path folder) {
        this.folder = folder;
    }

    /** The folder's name. */
    public String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /**
     * The names of the images for a scale factor, in alphabetical order, without extension. Those for which there is a
     * low-resolution image, if such are given, else all.
     */
    public List<String> images(final int scale) {
        return List.copyOf((hasLow(scale) ? files(low(scale)) : references()).keySet());
    }

    /** Whether the low-resolution images for a scale factor are given. */
    public boolean hasLow(final int scale) {
        return Files.isDirectory(low(scale));
    }

    /** Whether the true kernels for a scale factor are given. */
    public boolean hasKernels(final int scale) {
        return Files.exists(kernelArrays(scale)) || Files.isDirectory(kernelImages(scale));
    }

    /** A low-resolution image. */
    public ImagePlus low(final String name, final int scale) throws IOException {
        return open(files(low(scale)).get(name));
    }

    /** A high-resolution image; empty if it is not known. */
    public Optional<ImagePlus> reference(final String name) throws IOException {
        final Path file = references().get(name);
        return file == null ? Optional.empty() : Optional.of(open(file));
    }

    /**
     * A true kernel, 32-bit or as its image is; empty if none are given for this scale factor.
     *
     * @throws IOException if kernels are given, but none for this image
     */
    public Optional<ImagePlus> kernel(final String name, final int scale) throws IOException {
        if (!hasKernels(scale)) return Optional.empty();
        if (Files.exists(kernelArrays(scale))) return Optional.of(kernel(name, kernelArrays(scale)));
        final Path file = files(kernelImages(scale)).get(name);
        if (file == null)
            throw new IOException("source: there is no kernel \"" + name + "\" in "
                    + kernelImages(scale).getFileName());
        return Optional.of(open(file));
    }

    private static ImagePlus open(final Path file) throws IOException {
        try {
            return ImageFile.open(file);
        } catch (final IOException e) {
            throw new IOException("source: \"" + file.getFileName() + "\": " + e.getMessage(), e);
        }
    }

    private static ImagePlus kernel(final String name, final Path file) throws IOException {
        final Npz.Array array;
        try (InputStream in = Files.newInputStream(file)) {
            array = Npz.read(in).get(name);
        }
        if (array == null || array.shape().length != 2)
            throw new IOException("source: there is no kernel \"" + name + "\" in " + file.getFileName());
        return new ImagePlus(name, new FloatProcessor(array.shape()[1], array.shape()[0], array.values()));
    }

    private Path kernelArrays(final int scale) {
        return folder.resolve("kernels_x" + scale + ".npz");
    }

    private Path kernelImages(final int scale) {
        return folder.resolve("kernels_x" + scale);
    }

    private Path low(final int scale) {
        return folder.resolve("lr_x" + scale);
    }

    private SortedMap<String, Path> references() {
        final Path high = folder.resolve("hr");
        return files(Files.isDirectory(high) ? high : folder);
    }

    /** The images in a folder by their names; the whole file name where two have the same but for the extension. */
    private static SortedMap<String, Path> files(final Path folder) {
        final List<Path> images;
        try (Stream<Path> files = Files.list(folder)) {
            images = files.filter(f -> EXTENSIONS.contains(extension(f))
                            && !f.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final SortedMap<String, Path> named = new TreeMap<>();
        for (final Path image : images) {
            final boolean alone =
                    images.stream().filter(i -> stem(i).equals(stem(image))).count() == 1;
            named.put(alone ? stem(image) : image.getFileName().toString(), image);
        }
        return named;
    }

    private static String stem(final Path file) {
        final String name = file.getFileName().toString();
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    private static String extension(final Path file) {
        final String name = file.getFileName().toString();
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) : "";
    }
}
