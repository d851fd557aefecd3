package sc.fiji.blindsr.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * What came of a piece of work in a row of many, where one that fails must not end the others: a value, or the reason why
 * there is none. What builds on a failure fails for the same reason.
 *
 * @param value what was made; null if it failed
 * @param failure why it failed; null if it did not
 */
public record Attempt<T>(T value, Throwable failure) {

    /** What builds on a value. */
    @FunctionalInterface
    public interface Step<T, U> {

        U apply(T value) throws Exception;
    }

    /**
     * Tries.
     *
     * @throws CancellationException if the work was cancelled: that ends the others too
     */
    public static <T> Attempt<T> of(final Callable<T> work) {
        try {
            return new Attempt<>(work.call(), null);
        } catch (final CancellationException e) {
            throw e;
        } catch (final Exception | LinkageError | OutOfMemoryError e) {
            return new Attempt<>(null, e);
        }
    }

    /**
     * Tries, and once more after {@linkplain TransientError what may not happen again}.
     *
     * @param name of the work, for the log
     * @param log is told that it is tried once more, and why
     */
    public static <T> Attempt<T> twice(final String name, final Callable<T> work, final Consumer<String> log) {
        final Attempt<T> first = of(work);
        if (!(first.failure instanceof TransientError)) return first;
        log.accept(name + " is tried once more: " + first.reason(log));
        return of(work);
    }

    /** Tries what builds on this. */
    public <U> Attempt<U> then(final Step<T, U> step) {
        return failure == null ? of(() -> step.apply(value)) : new Attempt<>(null, failure);
    }

    /**
     * Why it failed, for users; empty if it did not.
     *
     * @param log is told the stack trace of a bug
     */
    public String reason(final Consumer<String> log) {
        if (failure == null) return "";
        if (failure instanceof UncheckedIOException || failure instanceof IOException) return Failure.reason(failure);
        if (!Failure.isExpected(failure)) log.accept(Failure.stackTrace(failure));
        return Failure.message(failure);
    }
}
