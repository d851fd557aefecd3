package sc.fiji.blindsr.fault;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** What a user is told when a command fails. */
public final class Failure {

    /** What the allocators of PyTorch, for CPU and GPU, and the GPU's libraries say: there is no exception for it. */
    private static final Pattern OUT_OF_MEMORY = Pattern.compile(
            "can't allocate memory|not enough memory|out of memory|_ALLOC_FAILED", Pattern.CASE_INSENSITIVE);

    private Failure() {}

    /** Whether this is nothing that a programmer would have to look at: the user can put it right. */
    public static boolean isExpected(final Throwable failure) {
        final Throwable cause = cause(failure);
        return cause instanceof UserError || cause instanceof OutOfMemoryError || isOutOfMemoryOfNetworks(cause);
    }

    /** What went wrong, also where another thread has wrapped it up. */
    private static Throwable cause(final Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether PyTorch ran out of memory. */
    public static boolean isOutOfMemoryOfNetworks(final Throwable cause) {
        return cause.getClass().getName().startsWith("ai.djl.")
                && OUT_OF_MEMORY.matcher(String.valueOf(cause.getMessage())).find();
    }

    /** The message for the user. */
    public static String message(final Throwable failure) {
        final Throwable cause = cause(failure);
        if (cause instanceof NetworksOutOfMemory || isOutOfMemoryOfNetworks(cause))
            return "There is not enough memory for the networks. Crop the image (Image > Crop), choose another restorer, or"
                    + " another device. (" + cause.getMessage() + ")";
        if (cause instanceof OutOfMemoryError)
            return "There is not enough memory. Crop the image (Image > Crop), or give ImageJ more memory (Edit > Options >"
                    + " Memory & Threads; without a window, by Java's option -Xmx).";
        if (cause instanceof UserError) return cause.getMessage();
        return "Unexpected error, a bug of this plugin. Its stack trace is in the log: " + cause;
    }

    /**
     * Why a file could not be read or written, in words. Of what has no message of its own, but a path or the name of another
     * exception, it says what lies behind.
     */
    public static String reason(final Throwable cause) {
        if (cause instanceof AccessDeniedException) return "access denied";
        if (cause instanceof NoSuchFileException) return "there is no such file";
        if (cause instanceof FileSystemException system && system.getReason() != null) return system.getReason();
        final Throwable behind = cause.getCause();
        final String message = cause.getMessage();
        if (behind != null && (message == null || message.equals(behind.toString()))) return reason(behind);
        return Objects.requireNonNullElse(message, "no reason was given");
    }

    /** The stack trace, for the log. */
    public static String stackTrace(final Throwable cause) {
        final StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
