package sc.fiji.blindsr.evidence;

import java.util.SplittableRandom;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restoration;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/**
 * A parametric bootstrap (Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 6) of a restoration with a
 * kernel that may be wrong. The image restored with the blur that it seems to have is taken for the truth: it is blurred,
 * sampled and given noise that each pixel has by itself, restored with the kernel in question, and compared with the truth, as is
 * a cubic spline. It tells of a kernel that does not fit. It cannot see what the supposed truth lacks, such as fine texture, nor a
 * blur that was itself misread.
 */
public final class Rehearsal {

    private final RestorationProblem problem;
    private final BlurKernel blur;
    private final Restorer restorer;
    private final RandomAccessibleInterval<FloatType> weights;
    private final Progress progress;
    private final Img<FloatType> truth;
    /** The supposed truth as it would be seen. */
    private final Img<FloatType> again;
    /** Pixels at the rim that do not count. */
    private final int rim;
    /** The spline's error, which does not depend on the kernel. */
    private final double splineError;

    /**
     * Makes the supposed truth.
     *
     * @param low part of an image, X×Y×C, grey levels in [0,1]
     * @param weights its pixels' weights, as for {@link Restoration#restore}
     * @param blur the blur that it seems to have
     * @param questioned the problem with the kernel in question
     * @param seed of the noise
     */
    public Rehearsal(
            final RandomAccessibleInterval<FloatType> low,
            final RandomAccessibleInterval<FloatType> weights,
            final BlurKernel blur,
            final RestorationProblem questioned,
            final Restorer restorer,
            final long seed,
            final Progress progress) {
        problem = questioned.withWhiteNoise();
        this.blur = blur;
        this.restorer = restorer;
        this.weights = weights;
        this.progress = progress;
        truth = restored(restorer, problem.with(blur), low, weights, progress);
        again = new Degradation(blur, problem.scale(), problem.grid()).apply(truth, progress);
        addNoise(again, Pixels.floats(weights), problem.noise(), new SplittableRandom(seed));
        rim = Math.max(
                blur.width(),
                Math.max(problem.kernel().width(), problem.kernel().height()));
        splineError = error(Restorers.BASELINE, blur);
    }

    /**
     * Rehearses with the kernel in question.
     *
     * @return by how much the result is nearer to the supposed truth than the spline, in dB of the mean square error; NaN if
     *     the part is so small that the kernels reach everywhere beyond its edge
     */
    public double gain() {
        return gain(problem.kernel());
    }

    /** The same with the blur that the image seems to have: what there is to be gained. */
    public double bestGain() {
        return gain(blur);
    }

    private double gain(final BlurKernel kernel) {
        return 10 * Math.log10(splineError / error(restorer, kernel));
    }

    private double error(final Restorer by, final BlurKernel kernel) {
        return meanSquare(restored(by, problem.with(kernel), again, weights, progress), truth, rim);
    }

    private static Img<FloatType> restored(
            final Restorer restorer,
            final RestorationProblem problem,
            final RandomAccessibleInterval<FloatType> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Progress progress) {
        try (Restoration restoration = restorer.prepare(problem)) {
            return restoration.restore(low, weights, progress);
        }
    }

    private static void addNoise(
            final Img<FloatType> image, final float[] weights, final double sigma, final SplittableRandom random) {
        int i = 0;
        for (final FloatType value : image) {
            final float weight = Math.abs(weights[i++]);
            final double noise = random.nextGaussian() * sigma;
            if (weight > 0) value.set((float) (value.get() + noise / Math.sqrt(weight)));
        }
    }

    private static double meanSquare(final Img<FloatType> image, final Img<FloatType> truth, final int rim) {
        final int width = (int) image.dimension(0), height = (int) image.dimension(1);
        final float[] a = Pixels.floats(image), b = Pixels.floats(truth);
        double sum = 0;
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            final int x = i % width, y = i / width % height;
            if (x < rim || y < rim || x >= width - rim || y >= height - rim) continue;
            sum += (a[i] - b[i]) * (a[i] - b[i]);
            n++;
        }
        return sum / n;
    }
}
