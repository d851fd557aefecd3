package sc.fiji.blindsr.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Tells other processes that a file is being written, as long as it is open: by a lock on a hidden file beside it. A process that is
 * killed leaves the hidden file, but no lock. Where the file system knows no locks, everybody has every claim.
 */
public final class Claim implements AutoCloseable {

    private final Path hidden;
    private final FileChannel channel;
    private final FileLock lock;

    private Claim(final Path hidden, final FileChannel channel, final FileLock lock) {
        this.hidden = hidden;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Claims a file, which need not be there.
     *
     * @return empty if another process, or another part of this one, has claimed it
     * @throws IOException if the folder cannot be written to
     */
    public static Optional<Claim> on(final Path file) throws IOException {
        final Path hidden = file.resolveSibling("." + file.getFileName() + ".lock");
        final FileChannel channel = FileChannel.open(hidden, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            final FileLock lock = channel.tryLock();
            if (lock != null) return Optional.of(new Claim(hidden, channel, lock));
        } catch (final OverlappingFileLockException e) {
            // of this process
        } catch (final IOException e) {
            return Optional.of(new Claim(hidden, channel, null));
        }
        channel.close();
        return Optional.empty();
    }

    /** Whether nobody else can have it: not so where the file system knows no locks. */
    public boolean isCertain() {
        return lock != null;
    }

    /** Gives the claim back. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(hidden);
        if (lock != null) lock.release();
        channel.close();
    }
}
