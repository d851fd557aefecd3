package sc.fiji.blindsr.engine;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sc.fiji.blindsr.fault.TransientError;
import sc.fiji.blindsr.progress.Progress;

/**
 * A worker under way, as ImageJ sees it: the process and this end of its pipes. It does one job at a time. While it does, the
 * listener is asked again and again whether the user wants to stop, even if the worker says nothing.
 */
final class Worker {

    /** How often the listener is asked, ms. */
    private static final long POLL = 100;
    /** How long a job that is cancelled may take to end by itself, ms. */
    private static final long GRACE = 600;
    /** How long Java may take to start, ms. */
    private static final long LONGEST_START = 60_000;
    /** How many of the last lines are kept that are no messages: on its standard error, or from native code. */
    private static final int LINES = 40;
    /** Exit status of a process that a signal ended, less the signal's number, and the number of SIGKILL. */
    private static final int SIGNAL = 128, KILL = 9;

    private static final String KILLED =
            "it was killed, as the system does when memory is short. Close other programs, or give it less to do (part of an"
                    + " image: Image > Crop, or a smaller region), and try again.";

    private static final Path REPORTS = Path.of(System.getProperty("user.home"), ".blind-sr", "crashes");

    private final Process process;
    private final Wire wire;
    /** Messages; empty = there will be no more. */
    private final BlockingQueue<Optional<Message>> inbox = new LinkedBlockingQueue<>();

    /** Whether it was told to end, which takes a moment. */
    private volatile boolean ended;
    /** Why nothing more can be received or sent, other than that the process has ended; null if that is not so. */
    private volatile Throwable unreadable;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread errors;
    /** A worker that hangs does not read; nobody is to wait for that. */
    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> daemon("sender", task));

    /**
     * Starts one and waits until it is ready.
     *
     * @throws EngineUnavailableException if Java does not start
     * @throws TransientError if it was killed meanwhile, as for want of memory
     * @throws CancellationException if {@code progress} cancelled
     */
    Worker(final Progress progress) {
        process = WorkerCommand.start(crashReport("%p"));
        errors = daemon("errors", this::keepErrors);
        errors.start();
        try {
            wire = new Wire(process.getInputStream(), process.getOutputStream(), this::keep);
        } catch (final IOException e) {
            throw endedAtStart(e.getMessage());
        }
        daemon("receiver", this::receive).start();
        awaitReady(progress);
    }

    private static Thread daemon(final String name, final Runnable task) {
        final Thread thread = new Thread(task, "Blind SR worker, " + name);
        thread.setDaemon(true);
        return thread;
    }

    private void awaitReady(final Progress progress) {
        final Message.News waiting = new Message.Update("Starting the process of PyTorch", 0, 1);
        final long start = System.nanoTime();
        try {
            Optional<Message> first;
            do {
                waiting.tell(progress);
                first = next();
                if (first == null && millisecondsSince(start) > LONGEST_START)
                    throw notStarted("it did not answer within a minute");
            } while (first == null);
            if (first.isEmpty()) throw endedAtStart(lastWords());
            if (!first.get().equals(new Message.Ready(Message.PROTOCOL)))
                throw notStarted("it is of another version; restart ImageJ");
        } catch (final RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    /** What was killed says nothing of whether another would start. */
    private RuntimeException endedAtStart(final String reason) {
        if (status() == SIGNAL + KILL) return died();
        end();
        return notStarted(reason);
    }

    private static EngineUnavailableException notStarted(final String reason) {
        return new EngineUnavailableException(
                "PyTorch runs in a Java process of its own, which did not start: " + reason, null);
    }

    /** Whether it can do another job. */
    boolean isAlive() {
        return !ended && process.isAlive();
    }

    /** The process' number. */
    long pid() {
        return process.pid();
    }

    /**
     * Has a job done.
     *
     * @throws TransientError if the worker ended before the job did
     * @throws CancellationException if {@code progress} cancelled, or the thread was interrupted
     */
    Serializable call(final Job<?> job, final Progress progress) {
        send(new Message.Call(job));
        Message.News latest = new Message.Update("Waiting for PyTorch", 0, 1);
        while (true) {
            final Optional<Message> message;
            try {
                message = next();
                if (message == null) latest.tell(progress);
                else if (message.isPresent() && message.get() instanceof Message.News news) {
                    news.tell(progress);
                    if (news instanceof Message.Update) latest = news;
                }
            } catch (final RuntimeException | Error e) {
                stop();
                throw e;
            }
            if (message == null) continue;
            if (message.isEmpty()) {
                rethrowUnreadable();
                throw died();
            }
            if (message.get() instanceof Message.Answer answer) return answer.get();
        }
    }

    /** Asks the job to end; if it does not, ends the worker. */
    private void stop() {
        final boolean interrupted = Thread.interrupted(); // or nothing could be waited for
        send(new Message.Cancel());
        boolean answered = false;
        try {
            answered = answers();
        } finally {
            if (!answered) end(); // also if interrupted: the next job would get the answer
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private boolean answers() {
        final long start = System.nanoTime();
        while (millisecondsSince(start) < GRACE) {
            final Optional<Message> message = next();
            if (message == null) continue;
            if (message.isEmpty()) return false;
            if (message.get() instanceof Message.Answer) return true;
        }
        return false;
    }

    /** Ends the process, whatever it does. */
    void end() {
        ended = true;
        sender.shutdown();
        process.destroyForcibly();
    }

    private static long millisecondsSince(final long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** The next message; null if none has come for a while. */
    private Optional<Message> next() {
        try {
            return inbox.poll(POLL, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private void send(final Message message) {
        sender.execute(() -> {
            try {
                wire.send(message);
            } catch (final ObjectStreamException e) {
                failed(new UncheckedIOException(e));
            } catch (final IOException e) {
                // It has ended: the receiver notices, and says so.
            } catch (final RuntimeException | Error e) {
                failed(e);
            }
        });
    }

    private void receive() {
        try {
            while (true) inbox.add(Optional.of(wire.receive()));
        } catch (final EOFException e) {
            // It has ended.
        } catch (final IOException e) {
            keep("What came from it could not be read: " + e.getMessage());
        } catch (final RuntimeException | OutOfMemoryError e) {
            unreadable = e;
        } finally {
            inbox.add(Optional.empty());
        }
    }

    /** Nothing can be sent any more: nobody is to wait for an answer. */
    private void failed(final Throwable cause) {
        unreadable = cause;
        inbox.add(Optional.empty());
    }

    private void keepErrors() {
        try (BufferedReader reader = process.errorReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) keep(line);
        } catch (final IOException e) {
            // It has ended.
        }
    }

    private void keep(final String line) {
        synchronized (lines) {
            lines.add(line);
            if (lines.size() > LINES) lines.remove();
        }
    }

    /** What it said that was no message. */
    private String lastWords() {
        try {
            errors.join(POLL);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** What came or was to go may have been more than this Java has memory for: then it is not the process that failed. */
    private void rethrowUnreadable() {
        final Throwable thrown = unreadable;
        if (thrown == null) return;
        end();
        if (thrown instanceof Error error) throw error;
        throw (RuntimeException) thrown;
    }

    private TransientError died() {
        final int status = status();
        end();
        return new TransientError(
                "device",
                "the process of PyTorch ended in the midst of the work, but ImageJ and its images are unharmed: "
                        + (status == SIGNAL + KILL ? KILLED : crashed(status)));
    }

    private String crashed(final int status) {
        return "exit status " + status + (status > SIGNAL ? ", signal " + (status - SIGNAL) : "")
                + ". Try again; if it happens again, choose a method without PyTorch, such as the default ones."
                + keptReport()
                        .map(file -> " To report it, send the file " + file + ".")
                        .orElse("");
    }

    private int status() {
        try {
            if (process.waitFor(10 * POLL, TimeUnit.MILLISECONDS)) return process.exitValue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SIGNAL + KILL; // it has closed its pipes and lives on: end() kills it
    }

    private static Path crashReport(final String pid) {
        return Path.of(System.getProperty("java.io.tmpdir"), "blind-sr-crash-" + pid + ".log")
                .toAbsolutePath();
    }

    /** Java's crash report, or else what the process said, put where it stays. */
    private Optional<Path> keptReport() {
        final Path report = crashReport(Long.toString(pid())), kept = REPORTS.resolve(report.getFileName());
        final String words = lastWords();
        if (!Files.exists(report) && words.isEmpty()) return Optional.empty();
        try {
            Files.createDirectories(REPORTS);
            if (Files.exists(report)) Files.move(report, kept);
            else Files.writeString(kept, words);
            return Optional.of(kept);
        } catch (final IOException e) {
            return Optional.of(report).filter(Files::exists);
        }
    }
}
