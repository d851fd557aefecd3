package sc.fiji.blindsr.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

class RemoteEstimatorTest {

    static Stream<KernelEstimator> estimators() {
        return Stream.of(new DipFkp(), new KernelGanFkp(), new KernelGan(), new DoubleDip());
    }

    /** What is said of a method does not depend on where it runs. */
    @ParameterizedTest
    @MethodSource("estimators")
    void theSameIsSaidOfIt(final KernelEstimator here) {
        final KernelEstimator there = Estimators.named(here.name()).orElseThrow();
        assertEquals(here.citation(), there.citation());
        assertEquals(here.usesPrior(), there.usesPrior());
        assertTrue(here.usesPyTorch() && there.usesPyTorch(), here.name());
    }

    /** Kernels on the way, kernel and image at the end, to the last bit. */
    @ParameterizedTest
    @MethodSource("estimators")
    void theWorkerFindsWhatIsFoundHere(final KernelEstimator here) {
        final ArrayImg<FloatType, FloatArray> low = low();
        final EstimationProblem problem =
                new EstimationProblem(2, KernelPriors.builtIn(2), Grid.CENTRED, 0.01, 3, 7, DeviceChoice.CPU);
        final Kernels kernelsHere = new Kernels(), kernelsThere = new Kernels();
        final Estimate expected = here.estimate(low, problem, kernelsHere);
        final Estimate found = Estimators.named(here.name()).orElseThrow().estimate(low, problem, kernelsThere);
        assertArrayEquals(expected.kernel().values(), found.kernel().values());
        assertEquals(here.makesImage(), found.image().isPresent());
        expected.image()
                .ifPresent(image -> assertArrayEquals(
                        Pixels.floats(image), Pixels.floats(found.image().orElseThrow())));
        assertEquals(expected.device(), found.device());
        assertTrue(kernelsHere.seen.size() >= 3);
        assertEquals(kernelsHere.seen, kernelsThere.seen);
    }

    private static final class Kernels implements Progress {

        private final List<BlurKernel> seen = new ArrayList<>();

        @Override
        public void update(final String stage, final int done, final int total) {
            // only the kernels count
        }

        @Override
        public void kernel(final RandomAccessibleInterval<FloatType> kernel) {
            seen.add(BlurKernel.of(kernel));
        }
    }

    private static ArrayImg<FloatType, FloatArray> low() {
        final int size = 64;
        final float[] pixels = new float[size * size];
        for (int i = 0; i < pixels.length; i++) {
            final int x = i % size, y = i / size;
            pixels[i] = (float) (0.5 + 0.2 * Math.sin(x / 2.0) * Math.cos(y / 3.0) + (x > y ? 0.2 : 0));
        }
        return ArrayImgs.floats(pixels, size, size, 1);
    }
}
