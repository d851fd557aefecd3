package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

/** What the image network's result is measured by. */
class LossesTest {

    @Test
    void structuralSimilarityIsTheAuthors() {
        final Golden golden = new Golden("metrics");
        final int[] shape = golden.shape("a");
        try (NDManager manager = TorchEngine.get().newBaseManager()) {
            final Shape planes = new Shape(shape[1], 1, shape[2], shape[3]);
            final NDArray a = manager.create(golden.floats("a"), planes),
                    b = manager.create(golden.floats("b"), planes);
            assertEquals(
                    golden.values("ssim_ab")[0],
                    new StructuralSimilarity(manager, b).of(a).getFloat(),
                    1e-6);
            assertEquals(1, new StructuralSimilarity(manager, a).of(a).getFloat(), 1e-6);
        }
    }

    /** The differentiable image formation is that of {@link Degradation}. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void blurringAndSamplingIsTheDegradation(final int scale) {
        final int width = 12 * scale, height = 10 * scale;
        final float[] image = new float[3 * width * height];
        final Random random = new Random(scale);
        for (int i = 0; i < image.length; i++) image[i] = random.nextFloat();
        final BlurKernel kernel = new AnisotropicGaussian(2, 0.8, 0.4).kernel(scale);
        final float[] expected = new Degradation(kernel, scale, Grid.PAPER)
                .apply(ArrayImgs.floats(image, width, height, 3), Progress.NONE)
                .update(null)
                .getCurrentStorageArray();
        try (NDManager manager = TorchEngine.get().newBaseManager()) {
            final BlurAndSample degradation = new BlurAndSample(scale, kernel.width());
            final NDArray k = BlurAndSample.kernel(manager, kernel.values());
            assertArrayEquals(
                    expected,
                    degradation
                            .apply(manager.create(image, new Shape(1, 3, height, width)), k)
                            .toFloatArray(),
                    1e-5f);
        }
    }

    /** The gradient at the kernel is that of finite differences: the mean of y is linear in k. */
    @Test
    void theKernelGetsItsGradient() {
        final float[] image = new float[3 * 24 * 24];
        final Random random = new Random(5);
        for (int i = 0; i < image.length; i++) image[i] = random.nextFloat();
        try (NDManager manager = TorchEngine.get().newBaseManager()) {
            final BlurAndSample degradation = new BlurAndSample(2, 11);
            final NDArray x = manager.create(image, new Shape(1, 3, 24, 24));
            final NDArray k = BlurAndSample.kernel(
                    manager, new AnisotropicGaussian(2, 1, 0.3).kernel(2).values());
            try (GradientSession session = GradientSession.open(Progress.NONE)) {
                session.backward(degradation.apply(x, k).mean());
            }
            final float[] gradient = k.getGradient().toFloatArray();
            for (int i = 0; i < 121; i += 30) {
                final double[] unit = new double[121];
                unit[i] = 1;
                assertEquals(
                        degradation
                                .apply(x, BlurAndSample.kernel(manager, unit))
                                .mean()
                                .getFloat(),
                        gradient[i],
                        1e-5);
            }
        }
    }
}
