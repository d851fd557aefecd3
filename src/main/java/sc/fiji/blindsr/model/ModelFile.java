package sc.fiji.blindsr.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * A model file of any format that is understood: safetensors, or what {@code torch.save} writes. Nothing in it is run,
 * and no length in it is believed before it is checked.
 *
 * @param sha256 the SHA-256 of the file, 64 lower-case hexadecimal digits
 * @param content its tensors, and the metadata where it is safetensors
 */
public record ModelFile(String sha256, SafeTensors content) {

    /** Largest file that is read; the networks known here have less than a tenth. */
    private static final long LARGEST = 1L << 30;

    /** Longest error message: names from the file may stand in it. */
    private static final int LONGEST_MESSAGE = 300;

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, is of no such format, or is broken; the message says what is wrong
     */
    public static ModelFile read(final Path file) throws IOException {
        final byte[] bytes = bytes(file);
        try {
            return new ModelFile(
                    sha256(bytes),
                    isSafe(bytes) ? SafeTensors.read(bytes) : new SafeTensors(Map.of(), TorchFile.read(file, bytes)));
        } catch (final IOException e) {
            final String message =
                    (isCalledSafe(file) && !isSafe(bytes) ? "it is no safetensors file, and " : "") + e.getMessage();
            throw new IOException(
                    message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…", e);
        }
    }

    private static boolean isCalledSafe(final Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(Models.EXTENSION);
    }

    /** The header of safetensors is JSON, after its length. */
    private static boolean isSafe(final byte[] bytes) {
        return bytes.length > Long.BYTES && bytes[Long.BYTES] == '{';
    }

    /** All bytes of a file that is not too large. */
    static byte[] bytes(final Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("there is no such file");
        if (Files.size(file) > LARGEST)
            throw new IOException(
                    "it has " + Files.size(file) + " bytes; model files of at most " + LARGEST + " are read");
        return Files.readAllBytes(file);
    }

    /** The SHA-256 of a file's bytes, 64 lower-case hexadecimal digits. */
    static String sha256(final byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
