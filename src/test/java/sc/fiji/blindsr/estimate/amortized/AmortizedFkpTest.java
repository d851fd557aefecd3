package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.camera.Digitisation;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.camera.ReadNoise;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.evaluate.ImageQuality;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.kernel.shape.MotionLine;
import sc.fiji.blindsr.model.TorchFile;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

class AmortizedFkpTest {

    private static EstimationProblem problem(final int scale) {
        return new EstimationProblem(scale, KernelPriors.builtIn(scale), Grid.CENTRED, 0, 0, 1, DeviceChoice.CPU);
    }

    /** The answer is a kernel of the prior, and as good as the Gaussian that was read. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void thePriorHasTheKernelThatWasRead(final int scale) {
        final Random random = new Random(4);
        for (int i = 0; i < 8; i++) {
            final AnisotropicGaussian gaussian = AnisotropicGaussian.random(scale, random);
            final Reading reading = new Reading(LogCovariance.ofGaussian(gaussian, scale), 100, 100, 100);
            final double psnr = ImageQuality.kernelPsnr(
                    NearestKernel.of(NearestKernel.gaussian(reading, scale), KernelPriors.builtIn(scale)),
                    gaussian.kernel(scale));
            assertTrue(psnr > 55, gaussian + ": " + psnr + " dB");
        }
    }

    /** A photograph that no weight has seen, blurred here. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void widthsOfAPhotographAreFound(final int scale) {
        double error = 0;
        int held = 0;
        final int kernels = 6;
        for (int i = 0; i < kernels; i++) {
            final SplittableRandom random = new SplittableRandom(i);
            final AnisotropicGaussian blur = AnisotropicGaussian.random(scale, random);
            final Estimate estimate =
                    new AmortizedFkp().estimate(low(blur, scale, i % 2 * 2, random), problem(scale), Progress.NONE);
            final KernelFigures found = KernelFigures.of(estimate.kernel()),
                    truth = KernelFigures.of(blur.kernel(scale));
            error += Math.abs(found.fwhmMajor() / truth.fwhmMajor() - 1)
                    + Math.abs(found.fwhmMinor() / truth.fwhmMinor() - 1);
            if (Math.abs(found.fwhmMajor() - truth.fwhmMajor())
                    <= 3 * estimate.spread().orElseThrow().fwhmMajor()) held++;
            assertTrue(estimate.warning().isEmpty(), estimate.warning().toString());
        }
        // At scale factor 1 nothing tells softness of the scene from blur.
        assertTrue(
                error / (2 * kernels) < (scale == 1 ? 0.2 : 0.15), "mean error of the widths " + error / (2 * kernels));
        assertTrue(held >= kernels - 1, held + " of " + kernels + " within three ±");
    }

    /** A movement is no Gaussian: General knows it, the built-in prior does not. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void generalKnowsMovements(final int scale) {
        final int wide = 31;
        final BlurKernel truth = KernelCentre.centred(
                new MotionLine(3 * scale, 0.6, 0.3 * scale).sampled(wide, wide / 2, wide / 2),
                scale,
                BlurKernel.sizeFor(scale));
        final RandomAccessibleInterval<FloatType> low = low(truth, scale, 0, new SplittableRandom(1));
        final EstimationProblem general =
                new EstimationProblem(scale, KernelPriors.general(scale), Grid.CENTRED, 0, 0, 1, DeviceChoice.CPU);
        final double found = ImageQuality.kernelPsnr(
                new AmortizedFkp().estimate(low, general, Progress.NONE).kernel(), truth);
        final double gaussian = ImageQuality.kernelPsnr(
                new AmortizedFkp().estimate(low, problem(scale), Progress.NONE).kernel(), truth);
        assertTrue(found > gaussian + 1, found + " dB, as a Gaussian " + gaussian);

        final RandomAccessibleInterval<FloatType> other =
                low(new AnisotropicGaussian(0.9 * scale, 0.4 * scale, 0.6), scale, 0, new SplittableRandom(1));
        final double misfit = misfit(low, scale), ofGaussian = misfit(other, scale);
        assertTrue(misfit > 2 * ofGaussian, "misfit " + misfit + ", of a Gaussian blur " + ofGaussian);
    }

    private static double misfit(final RandomAccessibleInterval<FloatType> low, final int scale) {
        final AmortizedFkp reader = new AmortizedFkp();
        return reader.misfit(reader.estimate(low, problem(scale), Progress.NONE).kernel(), low, scale);
    }

    private static RandomAccessibleInterval<FloatType> low(
            final AnisotropicGaussian blur, final int scale, final double noise, final SplittableRandom random) {
        return low(blur.kernel(scale), scale, noise, random);
    }

    private static RandomAccessibleInterval<FloatType> low(
            final BlurKernel blur, final int scale, final double noise, final SplittableRandom random) {
        final RandomAccessibleInterval<FloatType> high =
                Planes.read(IJ.openImage("src/test/resources/camera.png"), 1, new IntensityRange(0, 255));
        final RandomAccessibleInterval<FloatType> low =
                new Degradation(blur, scale, Grid.CENTRED).apply(high, Progress.NONE);
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        final Frame recorded = Camera.of(new ReadNoise(noise / 255), new Digitisation(8))
                .record(new Frame(Channels.luminanceOf(low), width, height, 1), random);
        return ArrayImgs.floats(recorded.levels(), width, height, 1);
    }

    @Test
    void theSameImageGivesTheSameKernel() {
        final AnisotropicGaussian blur = new AnisotropicGaussian(2, 1, 0.5);
        final RandomAccessibleInterval<FloatType> image = low(blur, 2, 3, new SplittableRandom(1));
        assertArrayEquals(
                new AmortizedFkp()
                        .estimate(image, problem(2), Progress.NONE)
                        .kernel()
                        .values(),
                new AmortizedFkp()
                        .estimate(image, problem(2), Progress.NONE)
                        .kernel()
                        .values());
    }

    /** A panel with letters covers two fifths of the image. */
    @ParameterizedTest
    @ValueSource(strings = {KernelPriors.BUILT_IN, KernelPriors.GENERAL})
    void whatIsMaskedIsNotRead(final String prior) {
        final AnisotropicGaussian blur = new AnisotropicGaussian(2, 1, 0.5);
        final RandomAccessibleInterval<FloatType> image = low(blur, 2, 0, new SplittableRandom(1));
        final long width = image.dimension(0), height = image.dimension(1), panel = 2 * width / 5;
        final RandomAccessibleInterval<FloatType> covered =
                ArrayImgs.floats(Channels.luminanceOf(image), image.dimensionsAsLongArray());
        final Cursor<FloatType> cursor = Views.interval(covered, Intervals.createMinSize(0, 0, 0, panel, height, 1))
                .localizingCursor();
        while (cursor.hasNext()) cursor.next().set((cursor.getIntPosition(0) / 3 + cursor.getIntPosition(1) / 3) % 2);
        final ArrayImg<FloatType, ?> weights = ArrayImgs.floats(image.dimensionsAsLongArray());
        Views.interval(weights, Intervals.createMinSize(panel, 0, 0, width - panel, height, 1))
                .forEach(FloatType::setOne);
        final KernelFigures
                rest =
                        read(
                                Views.zeroMin(Views.interval(
                                        image, Intervals.createMinSize(panel, 0, 0, width - panel, height, 1))),
                                prior,
                                Optional.empty()),
                seen = read(covered, prior, Optional.of(weights)),
                all = read(covered, prior, Optional.empty());
        assertEquals(rest.fwhmMajor(), seen.fwhmMajor(), 0.05);
        assertEquals(rest.fwhmMinor(), seen.fwhmMinor(), 0.05);
        assertNotEquals(seen, all);
    }

    private static KernelFigures read(
            final RandomAccessibleInterval<FloatType> image,
            final String prior,
            final Optional<RandomAccessibleInterval<FloatType>> weights) {
        return KernelFigures.of(new AmortizedFkp()
                .estimate(
                        image,
                        new EstimationProblem(
                                2,
                                KernelPriors.find(prior, 2),
                                Grid.CENTRED,
                                1 / 255.0,
                                weights,
                                0,
                                1,
                                DeviceChoice.CPU,
                                CameraProfile.Kind.WHITE),
                        Progress.NONE)
                .kernel());
    }

    @Test
    void nothingIsReadOffNoise() {
        final float[] noise = new float[96 * 96];
        final Random random = new Random(1);
        for (int i = 0; i < noise.length; i++) noise[i] = (float) (0.5 + 0.02 * random.nextGaussian());
        final Estimate estimate =
                new AmortizedFkp().estimate(ArrayImgs.floats(noise, 96, 96, 1), problem(2), Progress.NONE);
        assertTrue(estimate.warning().orElse("").contains("says little about the blur"), estimate.toString());
    }

    /** An image is read tile by tile; before each the user may have had enough. */
    @Test
    void readingCanBeCancelled() {
        final String tile = "Reading the blur";
        assertEquals(
                tile,
                assertThrows(CancellationException.class, () -> new AmortizedFkp()
                                .estimate(ArrayImgs.floats(60, 60, 1), problem(2), (stage, done, total) -> {
                                    if (stage.equals(tile)) throw new CancellationException(tile);
                                }))
                        .getMessage());
    }

    @Test
    void anotherPriorIsRefused() throws Exception {
        final KernelFlow authors = KernelFlow.of(TorchFile.read(Golden.weights("FKP_x2.pt")));
        final EstimationProblem other = new EstimationProblem(2, authors, Grid.CENTRED, 0, 0, 1, DeviceChoice.CPU);
        final UserError refusal = assertThrows(
                UserError.class, () -> new AmortizedFkp().estimate(ArrayImgs.floats(64, 64, 1), other, Progress.NONE));
        assertEquals("prior", refusal.parameter());
        assertTrue(refusal.getMessage().contains("Variational FKP"), refusal.getMessage());
    }
}
