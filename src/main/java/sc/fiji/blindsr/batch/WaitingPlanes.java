package sc.fiji.blindsr.batch;

import ij.ImageStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import sc.fiji.blindsr.image.DiskStack;
import sc.fiji.blindsr.image.PlaneFile;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.PlaneStore;

/** Where the planes of outputs wait until they can be written: on the disk, if they are many. */
final class WaitingPlanes implements PlaneStore, AutoCloseable {

    private static final int PLANES_IN_MEMORY = 4;

    private final IntFunction<Path> names;
    /** One for each stack. */
    private final List<Path> files = new ArrayList<>();

    private final Progress progress;

    /** @param names number of a stack, from 0 → its file, made here if it is needed, and removed by {@link #close} */
    WaitingPlanes(final IntFunction<Path> names, final Progress progress) {
        this.names = names;
        this.progress = progress;
    }

    /** How many of so many planes wait on the disk. */
    static int onDisk(final int planes) {
        return planes <= PLANES_IN_MEMORY ? 0 : planes;
    }

    @Override
    public ImageStack create(final int width, final int height, final int planes, final int bits) {
        if (onDisk(planes) == 0) return new ImageStack(width, height);
        final Path file = names.apply(files.size());
        files.add(file);
        try {
            return new DiskStack(new PlaneFile(Files.write(file, new byte[0]), width, height, bits), 0, progress);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (final Path file : files) Files.deleteIfExists(file);
    }
}
