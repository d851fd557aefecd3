package sc.fiji.blindsr.prior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.CentreOfMass;
import sc.fiji.blindsr.progress.Progress;

class MeasuredKernelsTest {

    /** A single pixel, which has to be moved by half of one at even scale factors: the spline falls below 0 beside it. */
    private static final List<BlurKernel> SHARP = Collections.nCopies(12, point());

    private static BlurKernel point() {
        final double[] values = new double[81];
        values[40] = 1;
        return BlurKernel.square(values);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void sharpKernelsAreLearnedWithoutRinging(final int scale) {
        final double[] kernel = new MeasuredKernels(scale, SHARP, Progress.NONE).draw(new Random(1));
        assertEquals(1, Arrays.stream(kernel).sum(), 1e-9);
        assertTrue(Arrays.stream(kernel).allMatch(v -> v >= 0));
        final int size = BlurKernel.sizeFor(scale);
        assertEquals(
                (size - scale) / 2.0, CentreOfMass.of(BlurKernel.square(kernel)).x(), 0.1);
    }

    @Test
    void thePreparationOfManyCanBeCancelled() {
        assertThrows(
                CancellationException.class,
                () -> new MeasuredKernels(2, SHARP, (stage, done, total) -> {
                    if (done > 2) throw new CancellationException();
                }));
    }
}
