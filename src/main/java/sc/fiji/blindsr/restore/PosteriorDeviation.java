package sc.fiji.blindsr.restore;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.pixel.NeighbourMeans;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.posterior.BlurSampling;
import sc.fiji.blindsr.posterior.DataPrecision;
import sc.fiji.blindsr.posterior.SamplingOperator;
import sc.fiji.blindsr.progress.Progress;

/**
 * How far the image of {@link SparseMap} may be off: the standard deviation of each of its pixels. Samples of its posterior are
 * drawn by perturbing data and prior and solving again (Papandreou and Yuille, "Gaussian sampling by local perturbations", NIPS
 * 2010), each with another kernel, so that what is not known of the blur counts, too. Their deviation from the image, averaged
 * over the neighbours, is brought to the size of real errors.
 */
public final class PosteriorDeviation {

    /** Conjugate-gradient steps of a sample. */
    private static final int STEPS = 20;

    private static final double TOLERANCE = 1e-6;
    /** Half the width of the square over which variances are averaged, high-resolution pixels. */
    private static final int NEIGHBOURS = 2;
    /** Half the width of the square in which some pixel must be known, low-resolution pixels; and a share less than that of one. */
    private static final int NEAR = 2;

    private static final double LEAST_NEAR = 1e-3;
    /**
     * Real errors over those of the model, where there is little noise and where there is some, and these noises, standard
     * deviations for levels in [0,1]: with them, about 68 % of the pixels of twenty photographs and textures, which no weight of
     * the reader has seen, were off by no more (×2, noise of 1, 3 and 10 grey levels of 255).
     */
    private static final double WITHOUT_NOISE = 0.79, WITH_NOISE = 0.9, LITTLE = 1 / 255.0, SOME = 3 / 255.0;

    private final List<BlurKernel> kernels;
    private final long seed;

    /**
     * @param kernels one for each sample: kernels that may as well be the true one, of the size of the problem's; the same
     *     again and again where nothing is known of how sure it is
     * @param seed of the perturbations
     */
    public PosteriorDeviation(final List<BlurKernel> kernels, final long seed) {
        this.kernels = kernels;
        this.seed = seed;
    }

    /**
     * Makes ready for images with a blur.
     *
     * @return what gives the deviations in the place of an image, X×Y×C; NaN where no pixel within {@value #NEAR} low-resolution pixels
     *     is known: few steps do not find how far an image may be off that is filled in
     */
    public Restoration prepare(final RestorationProblem problem) {
        return new SparseSolution(problem) {
            @Override
            float[][] finished(final SparsePosterior posterior, final Progress progress) {
                return variances(posterior, problem, progress);
            }

            @Override
            public <T extends RealType<T>> Img<FloatType> restoreTile(
                    final RandomAccessibleInterval<T> low,
                    final RandomAccessibleInterval<FloatType> weights,
                    final Progress progress) {
                final boolean[] filled = filled(weights);
                return deviations(super.restoreTile(low, weights, progress), filled, problem);
            }
        };
    }

    /** Real errors over those of the model, for some noise. */
    private static double calibration(final double noise) {
        final double share = Math.log(noise / LITTLE) / Math.log(SOME / LITTLE);
        return WITHOUT_NOISE + Math.max(0, Math.min(1, share)) * (WITH_NOISE - WITHOUT_NOISE);
    }

    /** Where nothing near is known, X×Y×C as the weights. */
    private static boolean[] filled(final RandomAccessibleInterval<FloatType> weights) {
        final int width = (int) weights.dimension(0), height = (int) weights.dimension(1);
        final float[] known = Pixels.floats(weights);
        for (int i = 0; i < known.length; i++) known[i] = known[i] == 0 ? 0 : 1;
        final float[] near = NeighbourMeans.of(known, width, height, NEAR);
        final boolean[] filled = new boolean[known.length];
        for (int i = 0; i < filled.length; i++) filled[i] = near[i] < LEAST_NEAR;
        return filled;
    }

    /** Square roots of averages over neighbours, of the size of real errors. */
    private static Img<FloatType> deviations(
            final Img<FloatType> variances, final boolean[] filled, final RestorationProblem problem) {
        final int width = (int) variances.dimension(0), height = (int) variances.dimension(1), scale = problem.scale();
        final float[] values = NeighbourMeans.of(Pixels.floats(variances), width, height, NEIGHBOURS);
        final double calibration = calibration(problem.noise());
        for (int i = 0; i < values.length; i++) {
            final int row = i / width / scale, column = i % width / scale;
            values[i] =
                    filled[row * (width / scale) + column] ? Float.NaN : (float) (calibration * Math.sqrt(values[i]));
        }
        return ArrayImgs.floats(values, variances.dimensionsAsLongArray());
    }

    private float[][] variances(
            final SparsePosterior posterior, final RestorationProblem problem, final Progress progress) {
        final SplittableRandom random = new SplittableRandom(seed);
        final int channels = posterior.x().length;
        final float[][] squares = new float[channels][posterior.patch().length()];
        int done = 0;
        for (final BlurKernel kernel : kernels) {
            // Of a blur that varies over the field, nothing is known of how sure it is.
            final boolean varies = problem.field() != null;
            final double[] correlated = problem.with(kernel).correlated();
            final SamplingOperator blur = varies ? posterior.blur() : new BlurSampling(posterior.patch(), correlated),
                    squared =
                            varies
                                    ? posterior.squared()
                                    : new BlurSampling(
                                            posterior.patch(),
                                            Arrays.stream(correlated)
                                                    .map(v -> v * v)
                                                    .toArray());
            for (int c = 0; c < channels; c++) {
                final int before = done++;
                final float[] x = posterior.x()[c], y = posterior.y()[c], sample = x.clone();
                final DataPrecision precision = posterior.precisions()[c].given(posterior.blur(), x, y);
                posterior.preconditioner().update(squared, precision, posterior.floors()[c]);
                posterior.solver().set(blur, precision, posterior.floors()[c], posterior.preconditioner());
                posterior
                        .solver()
                        .solve(
                                posterior.solver().perturbed(y, random),
                                sample,
                                STEPS,
                                TOLERANCE,
                                step -> progress.update("Standard deviation", before, kernels.size() * channels));
                for (int i = 0; i < x.length; i++)
                    squares[c][i] += (sample[i] - x[i]) * (sample[i] - x[i]) / kernels.size();
            }
        }
        return squares;
    }
}
