package sc.fiji.blindsr.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on the loopback that has one file, and bad habits if wanted. */
public final class WebServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final byte[] content;

    /** The Range headers of all requests so far; "" for none. */
    public final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

    /** Whether the server knows ranges. */
    volatile boolean knowsRanges = true;
    /** The connection is cut after so many bytes. */
    volatile int cutAfter = Integer.MAX_VALUE;
    /** After so many bytes nothing more comes, and the connection stays. */
    volatile int stallAfter = Integer.MAX_VALUE;
    /** Whether the answers say how long they are. */
    volatile boolean saysLength = true;

    public WebServer(final String path, final byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path, this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** The address of a file. */
    public URI address(final String path) {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + path);
    }

    private void answer(final HttpExchange exchange) throws IOException {
        final String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        final int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        try (exchange) {
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (from > 0)
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, saysLength ? content.length - from : 0);
            final int to = Math.min(content.length, Math.min(cutAfter, stallAfter));
            final OutputStream out = exchange.getResponseBody();
            out.write(Arrays.copyOfRange(content, from, Math.max(from, to)));
            out.flush();
            if (stallAfter < content.length) closing.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
