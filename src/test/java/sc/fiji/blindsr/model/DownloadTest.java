package sc.fiji.blindsr.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.progress.Progress;

@Timeout(60)
class DownloadTest {

    @TempDir
    private Path folder;

    private final byte[] content = new byte[300_000];
    private WebServer server;
    private Path part;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(content);
        server = new WebServer("/file", content);
        part = folder.resolve("new folder").resolve("file.part");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Download download(final byte[] expected) {
        return new Download(
                server.address("/file"), expected.length, ModelFile.sha256(expected), Duration.ofSeconds(20));
    }

    private void complete() throws IOException {
        download(content).to(part, Progress.NONE);
        assertArrayEquals(content, Files.readAllBytes(part));
    }

    private void leave(final byte... bytes) throws IOException {
        Files.createDirectories(part.getParent());
        Files.write(part, bytes);
    }

    @Test
    void fetchesAFile() throws IOException {
        complete();
        assertEquals(List.of(""), server.ranges);
    }

    @Test
    void goesOnAfterACutConnection() throws IOException {
        server.cutAfter = 123_456;
        final String message = assertThrows(IOException.class, this::complete).getMessage();
        assertTrue(message.contains("the connection broke"), message);
        assertEquals(123_456, Files.size(part));
        assertThrows(IOException.class, this::complete); // cut at the same place: what was there stays
        assertEquals(123_456, Files.size(part));
        server.cutAfter = Integer.MAX_VALUE;
        complete();
        assertEquals(List.of("", "bytes=123456-", "bytes=123456-"), server.ranges);
    }

    /** Without a length the client cannot tell the end from a cut. */
    @Test
    void anEndThatCameTooEarlyIsNoticed() throws IOException {
        server.saysLength = false;
        server.cutAfter = 1000;
        assertThrows(IOException.class, this::complete);
        assertEquals(1000, Files.size(part));
        server.cutAfter = Integer.MAX_VALUE;
        complete();
    }

    @Test
    void aServerWithoutRangesSendsAllAgain() throws IOException {
        leave(Arrays.copyOf(content, 100_000));
        server.knowsRanges = false;
        complete();
        assertEquals(List.of("bytes=100000-"), server.ranges);
    }

    @Test
    void whatIsWholeIsNotFetchedAgain() throws IOException {
        leave(content);
        complete();
        assertEquals(List.of(), server.ranges);
    }

    @Test
    void aWrongBeginningIsThrownAway() throws IOException {
        leave(new byte[1000]);
        complete();
        assertEquals(List.of("bytes=1000-", ""), server.ranges);
        leave(new byte[content.length]);
        complete();
        leave(new byte[content.length + 1]);
        complete();
    }

    @Test
    void wrongContentIsNotKept() throws IOException {
        final byte[] other = content.clone();
        other[7]++;
        final String message = assertThrows(
                        IOException.class, () -> download(other).to(part, Progress.NONE))
                .getMessage();
        assertTrue(
                message.contains("is not the file that was expected") && message.contains(ModelFile.sha256(other)),
                message);
        assertFalse(Files.exists(part));
        // too long, and too short with a beginning that is longer than what the server has
        assertThrows(
                IOException.class, () -> download(Arrays.copyOf(content, 1000)).to(part, Progress.NONE));
        assertFalse(Files.exists(part));
        leave(new byte[content.length + 10]);
        assertThrows(IOException.class, () -> download(Arrays.copyOf(content, content.length + 20))
                .to(part, Progress.NONE));
        assertEquals(content.length, Files.size(part)); // as if the connection had been cut
        assertEquals("bytes=300010-", server.ranges.get(2));
        assertEquals("", server.ranges.get(3));
    }

    @Test
    void aMissingFileIsSaidToBe() {
        final Download missing = new Download(server.address("/other"), 10, "", Duration.ofSeconds(20));
        final String message = assertThrows(IOException.class, () -> missing.to(part, Progress.NONE))
                .getMessage();
        assertTrue(message.contains("/other answers with the HTTP status 404"), message);
        assertFalse(Files.exists(part));
    }

    @Test
    void noConnectionIsSaidToBe() {
        final URI address = server.address("/file");
        server.close();
        final String message = assertThrows(
                        IOException.class,
                        () -> new Download(address, 10, "", Duration.ofSeconds(20)).to(part, Progress.NONE))
                .getMessage();
        assertTrue(message.startsWith(address + " cannot be reached"), message);
        assertFalse(Files.exists(part));
    }

    @Test
    void aSilentServerIsNotWaitedForForever() throws IOException {
        server.stallAfter = 1000;
        final Download download = new Download(server.address("/file"), content.length, "", Duration.ofSeconds(1));
        final String message = assertThrows(IOException.class, () -> download.to(part, Progress.NONE))
                .getMessage();
        assertTrue(message.contains("has sent nothing for 1 seconds"), message);
        assertEquals(1000, Files.size(part));
    }

    @Test
    void canBeCancelledWhileNothingComes() {
        server.stallAfter = 1000;
        assertThrows(CancellationException.class, () -> download(content).to(part, (stage, done, total) -> {
            if (Files.exists(part)) throw new CancellationException();
        }));
        assertFalse(Files.exists(part));
    }
}
