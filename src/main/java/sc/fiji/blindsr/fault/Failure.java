package sc.fiji.blindsr.fault;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;

/** What a user is told when a command fails. */
public final class Failure {

    private Failure() {}

    /** Whether this is something the user can put right: a wrong value or image, or a missing file or device. */
    public static boolean isExpected(final Throwable cause) {
        return cause instanceof UserError
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException
                || cause instanceof OutOfMemoryError;
    }

    /** The message for the user. */
    public static String message(final Throwable cause) {
        if (cause instanceof OutOfMemoryError)
            return "There is not enough memory. Crop the image (Image > Crop), or give "
                    + "ImageJ more memory (Edit > Options > Memory & Threads).";
        if (isOutOfMemoryOfPyTorch(cause))
            return "There is not enough memory for the networks. Crop the image (Image > "
                    + "Crop), choose another restorer, or another device. (" + cause.getMessage() + ")";
        if (isExpected(cause)) return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        return "Unexpected error, its stack trace is in the log: " + cause;
    }

    /** PyTorch has no exception of its own for this, only words: "not enough memory", "CUDA out of memory", … */
    private static boolean isOutOfMemoryOfPyTorch(final Throwable cause) {
        final String message = String.valueOf(cause.getMessage());
        return cause.getClass().getName().startsWith("ai.djl.")
                && (message.contains("out of memory")
                        || message.contains("not enough memory")
                        || message.contains("can't allocate memory"));
    }

    /** The stack trace, for the log. */
    public static String stackTrace(final Throwable cause) {
        final StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
