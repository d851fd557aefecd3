package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;

class BicubicReductionTest {

    /** The rim is left out: the authors' code does not mirror there. */
    @Test
    void isTheAuthorsInside() {
        final Golden golden = new Golden("imresize");
        final float[] interleaved = golden.floats("hr");
        final double[] expected = golden.values("lr_x2");
        for (int c = 0; c < 3; c++) {
            final float[] plane = new float[64 * 64];
            for (int i = 0; i < plane.length; i++) plane[i] = interleaved[3 * i + c];
            final float[] half = new BicubicReduction(2).of(plane, 64, 64);
            for (int y = 2; y < 30; y++)
                for (int x = 2; x < 30; x++) assertEquals(expected[3 * (32 * y + x) + c], half[32 * y + x], 1e-6);
        }
    }

    /** A ramp stays a ramp, taken at the middles of the blocks: at the rim it is mirrored. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void aRampStaysARamp(final int scale) {
        final int width = 20 * scale, height = 2 * scale;
        final float[] plane = new float[width * height];
        for (int i = 0; i < plane.length; i++) plane[i] = i % width;
        final float[] smaller = new BicubicReduction(scale).of(plane, width, height);
        for (int x = 2; x < 18; x++) assertEquals(x * scale + (scale - 1) / 2.0, smaller[x], 1e-4, "pixel " + x);
    }

    @Test
    void aConstantStaysAConstant() {
        final float[] plane = new float[18 * 12];
        Arrays.fill(plane, 0.7f);
        final float[] smaller = new BicubicReduction(3).of(plane, 18, 12);
        assertEquals(6 * 4, smaller.length);
        for (final float v : smaller) assertEquals(0.7, v, 1e-6);
    }
}
