package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.imglib2.FinalInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.evidence.Residual;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.field.SimulatedField;
import sc.fiji.blindsr.field.VaryingKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.SamplingOperator;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.scene.Scenes;

/** The sampling model with a blur that changes over the field, and restorations with it. */
class VaryingBlurTest {

    private static final int WIDTH = 160;

    private static SimulatedField simulated(final SimulatedField.Kind kind) {
        return new SimulatedField(kind, WIDTH, WIDTH, new SplittableRandom(6));
    }

    private static RestorationProblem problem(
            final BlurField field, final boolean varying, final int scale, final double noise) {
        return new RestorationProblem(
                field.meanKernel(scale),
                null,
                varying ? field : null,
                scale,
                Grid.CENTRED,
                noise,
                null,
                30,
                0,
                DeviceChoice.CPU);
    }

    private static float[] random(final int length, final long seed) {
        final Random random = new Random(seed);
        final float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    /** ⟨Ax, y⟩ = ⟨x, Aᵀy⟩, on a part of the field. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theTransposeIsOne(final int scale) {
        final RestorationProblem problem =
                problem(simulated(SimulatedField.Kind.COMA).field(), true, scale, 0);
        final Polyphase patch = new Polyphase(scale, problem.size(), 50, 41);
        final SamplingOperator blur =
                new BlurModel(problem).on(patch, FinalInterval.createMinSize(90, 7, 0, 50, 41, 1));
        final float[] x = new float[patch.length()], y = patch.low(random(50 * 41, 2));
        final float[] pixels = random(patch.rows() * patch.columns(), 1);
        for (int v = 0, i = 0; v < patch.rows(); v++)
            for (int u = 0; u < patch.columns(); u++) x[patch.index(v, u)] = pixels[i++];
        final float[] ax = new float[y.length], aty = new float[x.length];
        blur.apply(x, ax);
        blur.applyTransposed(y, aty);
        final double expected = dot(ax, y);
        assertEquals(expected, dot(x, aty), 1e-5 * Math.sqrt(dot(ax, ax) * dot(y, y)));
    }

    private static double dot(final float[] a, final float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
        return sum;
    }

    /** Each pixel sees the scene through the kernel of its own place, to within what base kernels leave out. */
    @ParameterizedTest
    @EnumSource(
            value = SimulatedField.Kind.class,
            names = {"TILT", "CURVATURE", "COMA"})
    void everyPixelHasItsOwnKernel(final SimulatedField.Kind kind) {
        final SimulatedField truth = simulated(kind);
        final float[] scene = Scenes.DEAD_LEAVES.image(2 * WIDTH, new SplittableRandom(1));
        final BlurField field = truth.field();
        final VaryingKernel varying = VaryingKernel.of(field, 2, field.kernelSize(2), Grid.CENTRED, values -> values);
        assertTrue(varying.count() <= 6, varying.count() + " base kernels");
        final float[] expected = truth.blurred(scene, 2),
                blurred =
                        varying.degraded(image(scene, 2 * WIDTH), 2, Progress.NONE)
                                .update(null)
                                .getCurrentStorageArray();
        assertEquals(0, rms(expected, blurred, WIDTH, 8), 0.003);
        final float[] uniform = new Degradation(field.meanKernel(2), 2, Grid.CENTRED)
                .apply(image(scene, 2 * WIDTH), Progress.NONE)
                .update(null)
                .getCurrentStorageArray();
        assertTrue(rms(expected, uniform, WIDTH, 8) > 4 * rms(expected, blurred, WIDTH, 8));
    }

    static Stream<Restorer> restorers() {
        return Restorers.all().stream().filter(Restorer::takesField);
    }

    /** The true field gives a better image than the mean kernel, explains the data, and needs no seams. */
    @ParameterizedTest
    @MethodSource("restorers")
    void theFieldGivesTheBetterImage(final Restorer restorer) {
        final SimulatedField truth = simulated(SimulatedField.Kind.TILT);
        final float[] scene = Scenes.DEAD_LEAVES.image(2 * WIDTH, new SplittableRandom(1));
        final ArrayImg<FloatType, FloatArray> low = image(truth.blurred(scene, 2), WIDTH);
        final BlurField field = truth.field();
        final Restoration one = restorer.prepare(problem(field, false, 2, 0.002)),
                varying = restorer.prepare(problem(field, true, 2, 0.002));
        final float[] with = Pixels.floats(varying.restore(low, Progress.NONE)),
                without = Pixels.floats(one.restore(low, Progress.NONE));
        final double gain = 20 * Math.log10(rms(scene, without, 2 * WIDTH, 16) / rms(scene, with, 2 * WIDTH, 16));
        assertTrue(gain > 0.5, restorer.name() + ": gain " + gain + " dB");
        final VaryingKernel kernel = VaryingKernel.of(field, 2, field.kernelSize(2), Grid.CENTRED, values -> values);
        final double residual = Residual.of(
                        low, Restoration.equalWeights(low), image(with, 2 * WIDTH), kernel, 2, Progress.NONE)
                .rms();
        assertTrue(residual < 0.01, "residual " + residual);
        final float[] inTiles =
                Pixels.floats(new Tiles(varying, varying.memory(100, 100, 1)).restore(low, 2, Progress.NONE));
        assertEquals(0, rms(with, inTiles, 2 * WIDTH, 0), 0.005);
    }

    private static ArrayImg<FloatType, FloatArray> image(final float[] values, final int width) {
        return ArrayImgs.floats(values, width, values.length / width, 1);
    }

    private static double rms(final float[] a, final float[] b, final int width, final int rim) {
        double sum = 0;
        int n = 0;
        for (int y = rim; y < a.length / width - rim; y++)
            for (int x = rim; x < width - rim; x++, n++) sum += Math.pow(a[y * width + x] - b[y * width + x], 2);
        return Math.sqrt(sum / n);
    }
}
