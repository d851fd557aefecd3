package sc.fiji.blindsr;

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
 * stored column by column, and those are among the test data.
 */
public final class Npz {

	/** An array: its lengths, slowest axis first, and its values in that order. */
	public record Array(int[] shape, double[] values) {
	}

	private static final Pattern HEADER = Pattern.compile(
		"'descr': '<f([48])', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)");

	private Npz() { }

	/** The arrays by name. */
	public static Map<String, Array> read(final InputStream file) throws IOException {
		final Map<String, Array> arrays = new HashMap<>();
		try (ZipInputStream zip = new ZipInputStream(file)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
				arrays.put(entry.getName().replace(".npy", ""), array(ByteBuffer.wrap(zip.readAllBytes()).order(
					ByteOrder.LITTLE_ENDIAN)));
		}
		return arrays;
	}

	private static Array array(final ByteBuffer file) throws IOException {
		final int length = file.getShort(8); // of the header, after magic and version 1.0
		final Matcher header = HEADER.matcher(StandardCharsets.US_ASCII.decode(file.slice(10, length)));
		if (!header.find()) throw new IOException("not an array of little-endian floats");
		final int[] shape = Arrays.stream(header.group(3).split(",")).map(String::trim).filter(s -> !s.isEmpty()).mapToInt(
			Integer::parseInt).toArray();
		final double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
		file.position(10 + length);
		for (int i = 0; i < values.length; i++)
			values[i] = header.group(1).equals("4") ? file.getFloat() : file.getDouble();
		return new Array(shape, header.group(2).equals("True") && shape.length == 2 ? transposed(values, shape[0],
			shape[1]) : values);
	}

	private static double[] transposed(final double[] columns, final int height, final int width) {
		final double[] rows = new double[columns.length];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				rows[y * width + x] = columns[x * height + y];
		return rows;
	}
}
