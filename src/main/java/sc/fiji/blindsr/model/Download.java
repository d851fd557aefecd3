package sc.fiji.blindsr.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sc.fiji.blindsr.progress.Progress;

/**
 * A file on the web whose content is known beforehand. What a broken connection has left is gone on with by the next
 * attempt; nothing but the right content is ever given out.
 *
 * @param address where it is
 * @param bytes its size
 * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
 * @param patience how long the server may send nothing
 */
public record Download(URI address, long bytes, String sha256, Duration patience) {

    private static final int OK = 200, PARTIAL_CONTENT = 206, RANGE_NOT_SATISFIABLE = 416;

    /** How often the size of what has come is looked at, ms. */
    private static final long POLL = 100;

    /**
     * Fetches it.
     *
     * @param part the file to write to. It holds all of the right content when this returns. It is kept when the
     *          connection breaks, and deleted when the content is wrong or the user cancels
     * @throws IOException if it cannot be had, or is not what it should be; the message says what is wrong
     * @throws CancellationException if the user cancelled
     */
    public void to(final Path part, final Progress progress) throws IOException {
        Files.createDirectories(part.toAbsolutePath().getParent());
        final long before = size(part);
        if (before < bytes) fetch(part, before, progress);
        if (size(part) < bytes)
            throw new IOException(address + " ended after " + size(part) + " of " + bytes + " bytes");
        if (size(part) == bytes && ModelFile.sha256(Files.readAllBytes(part)).equals(sha256)) return;
        Files.delete(part);
        // What was there before may be to blame.
        if (before > 0) to(part, progress);
        else
            throw new IOException(
                    address + " is not the file that was expected (SHA-256 " + sha256 + "); it was not kept");
    }

    private void fetch(final Path part, final long before, final Progress progress) throws IOException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience);
        if (before > 0) request.header("Range", "bytes=" + before + "-");
        final HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        final CompletableFuture<HttpResponse<Path>> response = client.sendAsync(request.build(), into(part));
        try {
            final int status = await(response, part, progress);
            if (status == RANGE_NOT_SATISFIABLE && before > 0) {
                Files.deleteIfExists(part);
                fetch(part, 0, progress);
            } else if (status != OK && status != PARTIAL_CONTENT)
                throw new IOException(address + " answers with the HTTP status " + status);
        } catch (final CancellationException e) {
            Files.deleteIfExists(part);
            throw e;
        } finally {
            response.cancel(true); // does nothing where it has ended
        }
    }

    /** Goes on with the file if the server does, begins anew if it sends all, and leaves error pages aside. */
    private static BodyHandler<Path> into(final Path part) {
        return response -> switch (response.statusCode()) {
            case OK ->
                BodySubscribers.ofFile(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
            case PARTIAL_CONTENT ->
                BodySubscribers.ofFile(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            default -> BodySubscribers.replacing(part);
        };
    }

    /** Waits for the end and gives the HTTP status. */
    private int await(final CompletableFuture<HttpResponse<Path>> response, final Path part, final Progress progress)
            throws IOException {
        long size = -1, since = 0;
        while (true) {
            progress.update("Downloading " + address.getHost(), (int) (size(part) >> 10), (int) (bytes >> 10) + 1);
            try {
                return response.get(POLL, TimeUnit.MILLISECONDS).statusCode();
            } catch (final TimeoutException e) {
                if (size(part) != size) {
                    size = size(part);
                    since = System.nanoTime();
                }
                if (size > bytes) return OK; // and enough: it is not the right one
                if (System.nanoTime() - since > patience.toNanos())
                    throw new IOException(address + " has sent nothing for " + patience.toSeconds() + " seconds");
            } catch (final ExecutionException e) {
                throw new IOException(address + " cannot be reached, or the connection broke: " + e.getCause(), e);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Interrupted while downloading");
            }
        }
    }

    private static long size(final Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }
}
