package sc.fiji.blindsr.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.CubicSplineRestorer;
import sc.fiji.blindsr.restore.RestorationProblem;

/** Where pixels lie: blur, sampling and enlarging must agree about it. */
class DegradationTest {

    private static final int SIZE = 48;

    /** A ramp has the value of its position, so that blurring and sampling it reads off where each pixel looks. */
    @ParameterizedTest
    @EnumSource(Grid.class)
    void pixelsLookWhereTheGridSays(final Grid grid) {
        for (int scale = 1; scale <= 4; scale++) {
            final BlurKernel kernel = new AnisotropicGaussian(2, 1, 0.7).kernel(scale);
            final ArrayImg<FloatType, FloatArray> low =
                    new Degradation(kernel, scale, grid).apply(ramp(), Progress.NONE);
            for (int n = 5; n < SIZE / scale - 5; n++)
                assertEquals(grid.position(n, scale), low.getAt(n, 3, 0).get(), 0.02, "×" + scale + ", pixel " + n);
        }
    }

    @ParameterizedTest
    @EnumSource(Grid.class)
    void enlargingPutsPixelsBack(final Grid grid) {
        for (int scale = 1; scale <= 4; scale++) {
            final BlurKernel kernel = new AnisotropicGaussian(2, 1, 0.7).kernel(scale);
            final Img<FloatType> high = new CubicSplineRestorer()
                    .prepare(new RestorationProblem(kernel, scale, grid, 0, DeviceChoice.CPU))
                    .restore(new Degradation(kernel, scale, grid).apply(ramp(), Progress.NONE), Progress.NONE);
            for (int x = SIZE / 2 - 4; x < SIZE / 2 + 4; x++)
                assertEquals(x, high.getAt(x, 7, 0).get(), 0.1, "×" + scale + ", pixel " + x);
        }
    }

    /** At scale factor 1 a point becomes the array itself, on the paper's grid turned by 180°; nothing is moved. */
    @ParameterizedTest
    @EnumSource(Grid.class)
    void aPointShowsTheKernel(final Grid grid) {
        final double[] values = {0, 2, 1, 4, 8, 3, 0, 1, 0};
        final ArrayImg<FloatType, FloatArray> point = ArrayImgs.floats(9, 7, 1);
        point.getAt(5, 3, 0).set(1);
        final ArrayImg<FloatType, FloatArray> low =
                new Degradation(BlurKernel.square(values), 1, grid).apply(point, Progress.NONE);
        final double[] seen = new double[9];
        float sum = 0;
        for (int i = 0; i < seen.length; i++)
            seen[i] = low.getAt(4 + i % 3, 2 + i / 3, 0).get();
        for (final FloatType v : low) sum += v.get();
        assertArrayEquals(grid == Grid.CENTRED ? values : new double[] {0, 1, 0, 3, 8, 4, 1, 2, 0}, seen);
        assertEquals(19, sum);
        assertEquals(7, KernelCentre.target(BlurKernel.sizeFor(1), 1));
    }

    private static ArrayImg<FloatType, FloatArray> ramp() {
        final ArrayImg<FloatType, FloatArray> ramp = ArrayImgs.floats(SIZE, SIZE, 1);
        int i = 0;
        for (final FloatType v : ramp) v.set(i++ % SIZE);
        return ramp;
    }
}
