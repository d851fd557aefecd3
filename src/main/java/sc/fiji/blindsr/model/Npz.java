package sc.fiji.blindsr.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads NumPy's {@code .npz}: a zip of arrays of 32- or 64-bit floats. DJL has a reader too, but it refuses arrays that are
 * stored column by column, as the kernels of the benchmarks are, and needs its native library.
 */
public final class Npz {

    /** An array: its lengths, slowest axis first, and its values in that order. */
    public record Array(int[] shape, double[] values) {}

    private static final Pattern HEADER =
            Pattern.compile("'descr': '<f([48])', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)");

    private Npz() {}

    /**
     * The arrays by name.
     *
     * @throws IOException if the file cannot be read, or holds anything but arrays of little-endian floats
     */
    public static Map<String, Array> read(final InputStream file) throws IOException {
        final Map<String, Array> arrays = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final String name = entry.getName().replaceFirst("\\.npy$", "");
                try {
                    arrays.put(name, array(ByteBuffer.wrap(zip.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN)));
                } catch (final RuntimeException e) {
                    // whatever buffer, number or length the broken header has led to
                    throw new IOException(name + " is not an array of little-endian floats", e);
                }
            }
        }
        return arrays;
    }

    private static Array array(final ByteBuffer file) {
        final int length = file.getShort(8); // of the header, after magic and version 1.0
        final Matcher header = HEADER.matcher(StandardCharsets.US_ASCII.decode(file.slice(10, length)));
        if (!header.find()) throw new IllegalArgumentException("no header");
        final int[] shape = Arrays.stream(header.group(3).split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        final int count = Arrays.stream(shape).reduce(1, Math::multiplyExact),
                bytes = Integer.parseInt(header.group(1));
        if (count > (file.limit() - 10 - length) / bytes) throw new IllegalArgumentException("too short");
        final double[] values = new double[count];
        file.position(10 + length);
        for (int i = 0; i < values.length; i++) values[i] = bytes == 4 ? file.getFloat() : file.getDouble();
        return new Array(
                shape,
                header.group(2).equals("True") && shape.length == 2 ? transposed(values, shape[0], shape[1]) : values);
    }

    private static double[] transposed(final double[] columns, final int height, final int width) {
        final double[] rows = new double[columns.length];
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) rows[y * width + x] = columns[x * height + y];
        return rows;
    }
}
