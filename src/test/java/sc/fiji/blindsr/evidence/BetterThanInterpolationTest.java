package sc.fiji.blindsr.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.process.ImageProcessor;
import java.util.SplittableRandom;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restoration;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/** What is said of a result without its truth, on a part of a photograph whose truth is known. */
class BetterThanInterpolationTest {

    private static final int SIDE = 96, SCALE = 2;
    private static final double NOISE = 2 / 255.0;

    private final BlurKernel blur = kernel(1);
    private final Img<FloatType> low = low();

    @Test
    void aKernelThatFitsIsBetter() {
        assertTrue(rehearsed(kernel(1)) > 2, "gain " + rehearsed(kernel(1)));
        assertTrue(leftOut(kernel(1), Restorers.DEFAULT) > 0.5);
    }

    @Test
    void aKernelThatIsMuchTooWideIsWorse() {
        final Rehearsal rehearsal = rehearsal(kernel(1.8));
        assertTrue(rehearsal.gain() < -2, "gain " + rehearsal.gain());
        assertTrue(rehearsal.bestGain() > 2, "best gain " + rehearsal.bestGain());
    }

    @Test
    void theSameSeedGivesTheSameGain() {
        assertEquals(rehearsed(kernel(1.3)), rehearsed(kernel(1.3)));
    }

    /** A restorer that wipes structure away predicts what was left out worse than interpolation does. */
    @Test
    void aRestorerThatWipesStructureAwayIsWorse() {
        final Restorer wiper = new Restorer() {
            @Override
            public String name() {
                return "Wiper";
            }

            @Override
            public Restoration prepare(final RestorationProblem problem) {
                // As if the noise were thirty times as large.
                return Restorers.DEFAULT.prepare(new RestorationProblem(
                        problem.kernel(), SCALE, Grid.CENTRED, 30 * problem.noise(), DeviceChoice.CPU));
            }
        };
        assertTrue(leftOut(kernel(1), wiper) < -1, "gain " + leftOut(kernel(1), wiper));
    }

    /** Nothing predicts the edge of a panel, which no blur has softened; what is beside it does not count. */
    @Test
    void aPanelIsNoEvidence() {
        final double before = leftOut(blur, Restorers.DEFAULT);
        for (int y = 20; y < 36; y++)
            for (int x = 14; x < 50; x++) low.getAt(x, y, 0).set(1);
        final double after = leftOut(blur, Restorers.DEFAULT);
        assertTrue(after > before - 0.3, before + " without, " + after + " with it");
    }

    @Test
    void anImageThatIsAllRimTellsNothing() {
        final Img<FloatType> tiny = ArrayImgs.floats(8, 8, 1);
        assertTrue(Double.isNaN(
                LeftOut.gain(tiny, Restoration.equalWeights(tiny), problem(blur), Restorers.DEFAULT, Progress.NONE)));
    }

    private double rehearsed(final BlurKernel kernel) {
        return rehearsal(kernel).gain();
    }

    private Rehearsal rehearsal(final BlurKernel kernel) {
        return new Rehearsal(
                low, Restoration.equalWeights(low), blur, problem(kernel), Restorers.DEFAULT, 1, Progress.NONE);
    }

    private double leftOut(final BlurKernel kernel, final Restorer restorer) {
        return LeftOut.gain(low, Restoration.equalWeights(low), problem(kernel), restorer, Progress.NONE);
    }

    private static RestorationProblem problem(final BlurKernel kernel) {
        return new RestorationProblem(kernel, SCALE, Grid.CENTRED, NOISE, DeviceChoice.CPU);
    }

    private static BlurKernel kernel(final double factor) {
        final AnisotropicGaussian gaussian = new AnisotropicGaussian(2.5 * factor * factor, 1.5 * factor * factor, 0.4);
        return gaussian.kernel(SCALE, gaussian.sizeWithRoom(SCALE));
    }

    private Img<FloatType> low() {
        final ImageProcessor photograph =
                IJ.openImage("macros/samples/camera.png").getProcessor();
        final float[] high = new float[SIDE * SIDE * SCALE * SCALE];
        final int side = SIDE * SCALE;
        for (int i = 0; i < high.length; i++)
            high[i] = photograph.getf(
                            photograph.getWidth() / 2 - side / 2 + i % side,
                            photograph.getHeight() / 2 - side / 2 + i / side)
                    / 255;
        final Img<FloatType> image =
                new Degradation(blur, SCALE, Grid.CENTRED).apply(ArrayImgs.floats(high, side, side, 1), Progress.NONE);
        final SplittableRandom random = new SplittableRandom(5);
        image.forEach(v -> v.set((float) (v.get() + NOISE * random.nextGaussian())));
        return image;
    }
}
