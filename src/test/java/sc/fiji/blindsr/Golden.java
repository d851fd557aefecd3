package sc.fiji.blindsr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import sc.fiji.blindsr.model.Npz;

/** Test vectors computed with the authors' code: the arrays of one {@code .npz} of {@code src/test/resources/golden}. */
public final class Golden {

    private final Map<String, Npz.Array> arrays;

    public Golden(final String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".npz")) {
            arrays = Npz.read(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public double[] values(final String name) {
        return arrays.get(name).values().clone();
    }

    public float[] floats(final String name) {
        final double[] values = arrays.get(name).values();
        final float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
        return floats;
    }

    public int[] shape(final String name) {
        return arrays.get(name).shape().clone();
    }

    /** Row i of a vector whose first axis counts examples. */
    public double[] row(final String name, final int i) {
        final double[] values = arrays.get(name).values();
        final int length = values.length / arrays.get(name).shape()[0];
        return Arrays.copyOfRange(values, i * length, (i + 1) * length);
    }

    /** The authors' published weights. */
    public static Path weights(final String name) {
        try {
            return Path.of(Golden.class.getResource("/weights/" + name).toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A file of the test data, which are not part of the project; skips the test where it is absent. */
    public static Path shared(final String name) {
        final Path path = Path.of("..", "shared").resolve(name);
        Assumptions.assumeTrue(Files.exists(path), () -> path + " is not here: it is not part of the project");
        return path;
    }
}
