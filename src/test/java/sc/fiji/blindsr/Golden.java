package sc.fiji.blindsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;

import sc.fiji.blindsr.engine.TorchEngine;

/** Test vectors computed with the authors' code: the arrays of one {@code .npz} of {@code src/test/resources/golden}. */
public final class Golden {

	private record Vector(long[] shape, double[] values) {
	}

	private final Map<String, Vector> vectors = new HashMap<>();

	public Golden(final String name) {
		try (NDManager manager = TorchEngine.get().newBaseManager();
				InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".npz"))
		{
			for (final NDArray array : NDList.decode(manager, in))
				vectors.put(array.getName(), new Vector(array.getShape().getShape(), Arrays.stream(array.toArray()).mapToDouble(
					Number::doubleValue).toArray()));
		}
		catch (final IOException e) {
			throw new IllegalStateException(e);
		}
	}

	public double[] values(final String name) {
		return vectors.get(name).values.clone();
	}

	public float[] floats(final String name) {
		final double[] values = vectors.get(name).values;
		final float[] floats = new float[values.length];
		for (int i = 0; i < floats.length; i++)
			floats[i] = (float) values[i];
		return floats;
	}

	public int[] shape(final String name) {
		return Arrays.stream(vectors.get(name).shape).mapToInt(Math::toIntExact).toArray();
	}

	/** Row i of a vector whose first axis counts examples. */
	public double[] row(final String name, final int i) {
		final Vector vector = vectors.get(name);
		final int length = vector.values.length / (int) vector.shape[0];
		return Arrays.copyOfRange(vector.values, i * length, (i + 1) * length);
	}

	/** A file of the authors or of the test data, which are not part of the project; skips the test where it is absent. */
	public static Path shared(final String name) {
		final Path path = Path.of("..", "shared").resolve(name);
		Assumptions.assumeTrue(Files.exists(path), () -> path + " is not here: it is not part of the project");
		return path;
	}
}
