package sc.fiji.blindsr.restore;

import java.util.Arrays;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.posterior.BlurSampling;
import sc.fiji.blindsr.posterior.ImagePosterior;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.Preconditioner;
import sc.fiji.blindsr.posterior.SparseGradients;
import sc.fiji.blindsr.progress.Progress;

/**
 * The most probable image under a sparse prior of its gradients (hyper-Laplacian; Krishnan and Fergus, "Fast image
 * deconvolution using hyper-Laplacian priors", NIPS 2009), for the exact sampling model:
 *
 * <pre>
 * x = argmin ‖y − A_k x‖²/(2σ²) + λ Σ_f,i d_f (g_fi + ε²)^(p/2),   f: differences to four neighbours
 * </pre>
 *
 * g is the squared difference, in the mean over the channels, and partly over the 3×3 neighbours, since edges are lines and
 * not points. Channels so share where their edges are. Solved by re-weighting: six times, while ε falls, the weights
 * λ d_f p (g + ε²)^(p/2 − 1) are taken from the present image, and the quadratic problem they give is solved by some
 * {@linkplain ImagePosterior conjugate-gradient} steps.
 * <p>
 * No boundary is assumed: x reaches beyond the result's edge as far as the kernel does, so that nothing wraps around or rings
 * there. For each low-resolution pixel and channel, about 120 · 2K² multiply-adds for the blur, and 120 · 9s² for the prior.
 */
public final class SparseMap implements Restorer {

    /** Re-weightings, and conjugate-gradient steps in each. */
    private static final int WEIGHTINGS = 6, STEPS = 20;

    private static final double TOLERANCE = 1e-10;
    /** Exponent p, strength λ, and d_f of diagonal neighbours (1 for the others), calibrated on Set5 at ×2 and ×4. */
    private static final double EXPONENT = 0.5, STRENGTH = 1, DIAGONAL = 0.5;
    /** ε in the first weighting and the last. */
    private static final double EPSILON_FIRST = 0.05, EPSILON_LAST = 0.01;
    /** Part of the mean over the 3×3 neighbours in g. */
    private static final float SMOOTHING = 0.6f;
    /** The least σ: half a grey level of 255, for what 8-bit data have been rounded by. */
    private static final double LEAST_NOISE = 0.5 / 255;

    @Override
    public String name() {
        return "Sparse MAP";
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        return new Solution(problem);
    }

    private static final class Solution implements Restoration {

        private final RestorationProblem problem;
        private final int scale;
        private final int size;
        private final double[] kernel;
        private final double sigma;

        Solution(final RestorationProblem problem) {
            this.problem = problem;
            scale = problem.scale();
            size = Math.max(problem.kernel().width(), problem.kernel().height());
            kernel = problem.grid().correlated(square(problem.kernel(), size));
            sigma = Math.max(problem.noise(), LEAST_NOISE);
        }

        /** The kernel with zeros around it. */
        private static double[] square(final BlurKernel kernel, final int size) {
            final double[] square = new double[size * size];
            final int left = (size - kernel.width()) / 2, above = (size - kernel.height()) / 2;
            for (int y = 0; y < kernel.height(); y++)
                for (int x = 0; x < kernel.width(); x++) square[(above + y) * size + left + x] = kernel.get(x, y);
            return square;
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
            // Floats for each high-resolution pixel: precisions, what they come from and the solver; and for each
            // channel,
            // image and result.
            return 4L * scale * scale * width * height * (24 + 6 * channels);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low, final Progress progress) {
            final int width = (int) low.dimension(0),
                    height = (int) low.dimension(1),
                    channels = (int) low.dimension(2);
            final Polyphase patch = new Polyphase(scale, size, width, height);
            final float[][] y = new float[channels][], x = new float[channels][];
            final Cursor<T> cursor = Views.flatIterable(low).cursor();
            for (int c = 0; c < channels; c++) {
                final float[] values = new float[width * height];
                for (int i = 0; i < values.length; i++)
                    values[i] = cursor.next().getRealFloat();
                y[c] = patch.low(values);
                x[c] = enlarged(values, patch);
            }
            final BlurSampling blur = new BlurSampling(patch, kernel),
                    squared = blur.with(Arrays.stream(kernel).map(v -> v * v).toArray());
            final SparseGradients prior = new SparseGradients(patch);
            final Preconditioner preconditioner = new Preconditioner(patch, prior);
            final ImagePosterior posterior = new ImagePosterior(patch, prior);
            final float[][] squares = new float[SparseGradients.DIFFERENCES][patch.length()];
            for (int weighting = 0; weighting < WEIGHTINGS; weighting++) {
                weight(prior, squares, x, weighting);
                preconditioner.update(squared, sigma);
                posterior.set(blur, sigma, preconditioner);
                final int before = weighting;
                for (int c = 0; c < channels; c++) {
                    final int first = (before * channels + c) * STEPS;
                    posterior.solve(
                            posterior.data(y[c]),
                            x[c],
                            STEPS,
                            TOLERANCE,
                            step -> progress.update("Sparse MAP", first + step, WEIGHTINGS * channels * STEPS));
                }
            }
            return cropped(x, patch);
        }

        private static void weight(
                final SparseGradients prior, final float[][] squares, final float[][] x, final int weighting) {
            for (final float[] sums : squares) Arrays.fill(sums, 0);
            for (final float[] channel : x) prior.addSquares(channel, 1f / x.length, squares);
            Arrays.stream(squares).parallel().forEach(of -> prior.smooth(of, SMOOTHING));
            final double epsilon =
                    EPSILON_FIRST * Math.pow(EPSILON_LAST / EPSILON_FIRST, weighting / (WEIGHTINGS - 1.0));
            prior.update(x[0], (t, at, count, f) -> {
                final double strength = STRENGTH * EXPONENT * (SparseGradients.isDiagonal(f) ? DIAGONAL : 1);
                for (int i = 0; i < count; i++) {
                    // (g + ε²)^(p/2 − 1) for EXPONENT p = 1/2 alone, without the slow general power.
                    final double root = Math.sqrt(squares[f][at + i] + epsilon * epsilon);
                    t[i] = (float) (strength / (root * Math.sqrt(root)));
                }
            });
        }

        /** Where the image starts: the cubic spline. */
        private float[] enlarged(final float[] values, final Polyphase patch) {
            // Centre of mass of the correlated kernel: where a low-resolution pixel looks in its patch.
            return patch.enlarged(values, (size - 1) / 2.0 + problem.grid().offset(scale));
        }

        /** The middle of the patch: LR pixel 0 looks at ⌊K/2⌋ pixels to either side of HR pixel 0. */
        private Img<FloatType> cropped(final float[][] x, final Polyphase patch) {
            final int wide = scale * patch.lowWidth(), high = scale * patch.lowHeight();
            final float[] out = new float[x.length * wide * high];
            int i = 0;
            for (final float[] channel : x)
                for (int v = 0; v < high; v++)
                    for (int u = 0; u < wide; u++) out[i++] = channel[patch.index(v + size / 2, u + size / 2)];
            return ArrayImgs.floats(out, wide, high, x.length);
        }
    }
}
