package sc.fiji.blindsr.restore;

import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.kernel.EightBitRounding;
import sc.fiji.blindsr.kernel.Pixels;
import sc.fiji.blindsr.posterior.DataPrecision;
import sc.fiji.blindsr.posterior.ImagePosterior;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.Preconditioner;
import sc.fiji.blindsr.posterior.SamplingOperator;
import sc.fiji.blindsr.posterior.SparseGradients;
import sc.fiji.blindsr.progress.Progress;

/**
 * The most probable image under a sparse prior of its gradients (hyper-Laplacian; Krishnan and Fergus, "Fast image
 * deconvolution using hyper-Laplacian priors", NIPS 2009), for the exact sampling model:
 *
 * <pre>
 * x = argmin ½ Σ_n w_n/σ² · (y − A_k x)_n² + λ Σ_f,i d_f (g_fi + ε²)^(p/2),   f: differences to four neighbours
 * </pre>
 *
 * w is the weight of a pixel, 1 where its noise is σ and 0 where nothing is known; where y
 * is a lower bound, w is 0 in each round in which x exceeds it. g is the squared difference, averaged over the channels, which thus share their edges, and partly over the 3×3
 * neighbours, since edges are lines and not points. Solved by iterative reweighting: six times, while ε falls, the weights
 * λ d_f p (g + ε²)^(p/2 − 1) are computed from the current image, and the quadratic problem with these weights is solved by
 * some {@linkplain ImagePosterior conjugate-gradient} steps.
 * <p>
 * No boundary is assumed: x reaches beyond the result's edge as far as the kernel does, so that nothing wraps around or rings
 * there. For each low-resolution pixel and channel, about 120 · 2K² multiply-adds for the blur, and 120 · 9s² for the prior.
 */
public final class SparseMap implements Restorer {

    /** Number of reweightings, and of conjugate-gradient steps in each. */
    private static final int REWEIGHTINGS = 6, STEPS = 20;

    private static final double TOLERANCE = 1e-10;
    /** Exponent p, strength λ, and d_f of diagonal neighbours (1 for the others), calibrated on Set5 at ×2 and ×4. */
    private static final double EXPONENT = 0.5, STRENGTH = 1, DIAGONAL = 0.5;
    /** ε in the first reweighting and the last. */
    private static final double EPSILON_FIRST = 0.05, EPSILON_LAST = 0.01;
    /** Weight of the mean over the 3×3 neighbours in g; that of the pixel itself is the rest. */
    private static final float SMOOTHING = 0.6f;

    @Override
    public String name() {
        return "Sparse MAP";
    }

    @Override
    public boolean takesField() {
        return true;
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        return new Solution(problem);
    }

    private static final class Solution implements Restoration {

        private final RestorationProblem problem;
        private final int scale;
        private final int size;
        private final BlurModel blur;
        private final BlurModel squared;
        private final double sigma;

        Solution(final RestorationProblem problem) {
            this.problem = problem;
            scale = problem.scale();
            size = problem.size();
            blur = new BlurModel(problem);
            squared = BlurModel.squared(problem);
            sigma = Math.max(problem.noise(), EightBitRounding.LARGEST_ERROR);
        }

        @Override
        public String device() {
            return ComputeDevice.CPU.name();
        }

        @Override
        public int reach() {
            return 2 * ((size + scale - 1) / scale) + 8;
        }

        @Override
        public long memory(final int width, final int height, final int channels) {
            // Floats per high-resolution pixel: precisions, squared differences and solver; per channel, image and
            // result.
            return 4L * scale * scale * width * height * (24 + 6 * channels);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restoreTile(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            return restore(low, weights, progress);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            final int width = (int) low.dimension(0),
                    height = (int) low.dimension(1),
                    channels = (int) low.dimension(2);
            final Polyphase patch = new Polyphase(scale, size, width, height);
            final float[][] y = new float[channels][], x = new float[channels][];
            final DataPrecision[] precisions = new DataPrecision[channels];
            for (int c = 0; c < channels; c++) {
                final float[] values = Pixels.floats(Views.hyperSlice(low, 2, low.min(2) + c));
                y[c] = patch.low(values);
                x[c] = enlarged(values, patch);
                precisions[c] = precision(patch, Pixels.floats(Views.hyperSlice(weights, 2, weights.min(2) + c)));
            }
            final SamplingOperator operator = blur.on(patch, low), ofSquares = squared.on(patch, low);
            final SparseGradients prior = new SparseGradients(patch);
            final Preconditioner preconditioner = new Preconditioner(patch, prior);
            final ImagePosterior posterior = new ImagePosterior(patch, prior);
            final float[][] squares = new float[SparseGradients.DIFFERENCES][patch.length()];
            for (int reweighting = 0; reweighting < REWEIGHTINGS; reweighting++) {
                weight(prior, squares, x, reweighting);
                final int before = reweighting;
                for (int c = 0; c < channels; c++) {
                    final DataPrecision precision = precisions[c].given(operator, x[c], y[c]);
                    preconditioner.update(ofSquares, precision);
                    posterior.set(operator, precision, preconditioner);
                    final int first = (before * channels + c) * STEPS;
                    posterior.solve(
                            posterior.data(y[c]),
                            x[c],
                            STEPS,
                            TOLERANCE,
                            step -> progress.update("Sparse MAP", first + step, REWEIGHTINGS * channels * STEPS));
                }
            }
            return cropped(x, patch);
        }

        /** No pixel is trusted beyond the largest error of rounding. */
        private DataPrecision precision(final Polyphase patch, final float[] weights) {
            final double most = Math.pow(sigma / EightBitRounding.LARGEST_ERROR, 2),
                    perWeight = Math.pow(sigma / Math.max(problem.noise(), Double.MIN_NORMAL), 2);
            for (int i = 0; i < weights.length; i++)
                if (weights[i] != 0)
                    weights[i] = (float) Math.copySign(Math.min(most, perWeight * Math.abs(weights[i])), weights[i]);
            return DataPrecision.of(patch, sigma, weights);
        }

        private static void weight(
                final SparseGradients prior, final float[][] squares, final float[][] x, final int reweighting) {
            for (final float[] sums : squares) Arrays.fill(sums, 0);
            for (final float[] channel : x) prior.addSquares(channel, 1f / x.length, squares);
            Arrays.stream(squares).parallel().forEach(of -> prior.smooth(of, SMOOTHING));
            final double epsilon =
                    EPSILON_FIRST * Math.pow(EPSILON_LAST / EPSILON_FIRST, reweighting / (REWEIGHTINGS - 1.0));
            prior.update(x[0], (t, at, count, f) -> {
                final double strength = STRENGTH * EXPONENT * (SparseGradients.isDiagonal(f) ? DIAGONAL : 1);
                for (int i = 0; i < count; i++) {
                    // (g + ε²)^(p/2 − 1) for EXPONENT p = 1/2 alone, without the slow general power.
                    final double root = Math.sqrt(squares[f][at + i] + epsilon * epsilon);
                    t[i] = (float) (strength / (root * Math.sqrt(root)));
                }
            });
        }

        /** The starting image: a cubic spline. */
        private float[] enlarged(final float[] values, final Polyphase patch) {
            // Low-resolution pixel 0 sees the patch around the centre of mass of the correlated kernel.
            return patch.enlarged(values, (size - 1) / 2.0 + problem.grid().offset(scale));
        }

        private Img<FloatType> cropped(final float[][] x, final Polyphase patch) {
            final int wide = scale * patch.lowWidth(), high = scale * patch.lowHeight();
            final float[] out = new float[x.length * wide * high];
            for (int c = 0; c < x.length; c++) patch.copyMiddle(x[c], out, c * wide * high);
            return ArrayImgs.floats(out, wide, high, x.length);
        }
    }
}
