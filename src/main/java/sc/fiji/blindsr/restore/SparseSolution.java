package sc.fiji.blindsr.restore;

import java.util.Arrays;
import java.util.stream.LongStream;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.camera.JpegGrid;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.pixel.Sampling;
import sc.fiji.blindsr.posterior.CosineBlocks;
import sc.fiji.blindsr.posterior.DataPrecision;
import sc.fiji.blindsr.posterior.Floor;
import sc.fiji.blindsr.posterior.ImagePosterior;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.Preconditioner;
import sc.fiji.blindsr.posterior.SamplingOperator;
import sc.fiji.blindsr.posterior.SparseGradients;
import sc.fiji.blindsr.progress.Progress;

/** Finds the {@linkplain SparseMap most probable images} for one kernel. */
class SparseSolution implements Restoration {

    /** Conjugate-gradient steps in each reweighting: the first ones, with a large ε, need not be solved as well as the last. */
    private static final int[] STEPS = {10, 14, 18, 22, 26, 30};

    private static final int REWEIGHTINGS = STEPS.length,
            ALL_STEPS = Arrays.stream(STEPS).sum();

    /**
     * The most reweightings, and by how much the logarithm of λ may have changed in the last of them: in strongly compressed files it
     * falls until the end.
     */
    private static final int MOST_REWEIGHTINGS = 9;

    private static final double SETTLED = 0.1;

    private static final double TOLERANCE = 1e-10;
    /** Exponent p, and d_f of diagonal neighbours (1 for the others), calibrated on Set5 at ×2 and ×4. */
    private static final double EXPONENT = 0.5, DIAGONAL = 0.5;
    /** Strength λ at the scale factors 1 to 4: the finer the grid, the more differences there are for each pixel of the image. */
    private static final double[] STRENGTH = {6, 1, 0.7, 0.6};
    /**
     * The residual over the noise above which λ falls, at the scale factors 1 to 4. It is below 1, since some of the noise is
     * always explained, and the more so the finer the grid. Like λ, calibrated on ten photographs with noise of 0, 3 and 10 of
     * 255 grey levels.
     */
    private static final double[] LARGEST_RESIDUAL = {0.92, 0.9, 0.86, 0.83};
    /** λ falls with this power of the residual: about that with which the residual grows with λ. */
    private static final double FALL = 4;
    /** How much of λ remains at the least. */
    private static final double LEAST_STRENGTH = 0.25;
    /** The reweighting before which the residual is looked at for the first time. */
    private static final int FIRST_LOOK = 2;
    /** Side of the part of an image that decides on λ for all tiles, low-resolution pixels. */
    private static final int SAMPLE = 256;
    /**
     * The precision with which the ground holds a pixel up, over the mean precision that the data give it. Ten times more or less
     * is hardly worse.
     */
    private static final double HOLD = 10;
    /** ε in the first reweighting and the last. */
    private static final double EPSILON_FIRST = 0.05, EPSILON_LAST = 0.01;
    /** The contrast from which on λ and ε do not depend on it, and the least: shares of the range of levels. */
    private static final double USUAL_CONTRAST = 0.4, LEAST_CONTRAST = 0.01;
    /** What share of the levels at either end is not part of the contrast, and how many levels tell it. */
    private static final double OUTSIDE = 0.001;

    private static final int LEVELS = 100_000;
    /** Weight of the mean over the 3×3 neighbours in g; that of the pixel itself is the rest. */
    private static final float SMOOTHING = 0.6f;

    private final RestorationProblem problem;
    private final int scale;
    private final int size;
    private final BlurModel blur;
    private final BlurModel squared;
    private final FlooredNoise noise;
    private final double hold;
    /** Where each channel's ground lies that all tiles of an image have; null = each image finds its own. */
    private double[] commonGrounds;
    /** The share of λ that all tiles of an image have; NaN = each image finds its own. */
    private double commonShare = Double.NaN;
    /** The contrast that all tiles of an image have; NaN = each image has its own. */
    private double commonContrast = Double.NaN;
    /** The contrast of the last image or tile. */
    private double contrast;
    /** The share of λ of the last image or tile. */
    private double share;

    SparseSolution(final RestorationProblem problem) {
        this.problem = problem;
        scale = problem.scale();
        size = problem.size();
        blur = new BlurModel(problem);
        squared = BlurModel.squared(problem);
        noise = FlooredNoise.of(problem.noise(), EightBitRounding.LARGEST_ERROR);
        hold = HOLD * Arrays.stream(problem.correlated()).map(v -> v * v).sum() / Math.pow(scale * noise.sigma(), 2);
    }

    @Override
    public String device(final Progress progress) {
        return ComputeDevice.CPU.name();
    }

    @Override
    public int reach() {
        return 2 * ((size + scale - 1) / scale) + 8 + (problem.jpeg() == null ? 0 : JpegGrid.BLOCK);
    }

    @Override
    public long memory(final int width, final int height, final int channels) {
        // Floats per high-resolution pixel: precisions, squared
        // differences and solver; per channel, image and result.
        // Of a field, one more, and weights of its base kernels for each low-resolution pixel.
        final int field = blur.bases() > 1 ? 1 : 0;
        return 4L * width * height * (scale * scale * (24L + field + 6 * channels) + 2L * field * blur.bases());
    }

    @Override
    public <T extends RealType<T>> Img<FloatType> restore(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Progress progress) {
        commonShare = Double.NaN;
        commonContrast = Double.NaN;
        commonGrounds = null;
        return restoreTile(low, weights, progress);
    }

    @Override
    public <T extends RealType<T>> void prepareTiles(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Progress progress) {
        final Interval part = StrongestPart.of(low, SAMPLE);
        commonGrounds = grounds(low);
        commonContrast = contrast(low);
        commonShare = Double.NaN;
        solve(Views.interval(low, part), Views.interval(weights, part), progress);
        commonShare = share;
    }

    @Override
    public <T extends RealType<T>> Img<FloatType> restoreTile(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Progress progress) {
        final SparsePosterior posterior = solve(low, weights, progress);
        return cropped(finished(posterior, progress), posterior.patch());
    }

    private <T extends RealType<T>> SparsePosterior solve(
            final RandomAccessibleInterval<T> low,
            final RandomAccessibleInterval<FloatType> weights,
            final Progress progress) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1), channels = (int) low.dimension(2);
        final Polyphase patch = new Polyphase(scale, size, width, height);
        final float[][] y = new float[channels][], x = new float[channels][];
        final DataPrecision[] precisions = new DataPrecision[channels];
        final double[] grounds = commonGrounds == null ? grounds(low) : commonGrounds;
        final Floor[] floors = new Floor[channels];
        Arrays.fill(floors, Floor.NONE);
        for (int c = 0; c < channels; c++) {
            final float[] values = Pixels.floats(Views.hyperSlice(low, 2, low.min(2) + c));
            y[c] = patch.low(values);
            x[c] = enlarged(values, patch);
            precisions[c] = precision(patch, low, Pixels.floats(Views.hyperSlice(weights, 2, weights.min(2) + c)));
        }
        final SamplingOperator operator = blur.on(patch, low), ofSquares = squared.on(patch, low);
        final SparseGradients prior = new SparseGradients(patch);
        final Preconditioner preconditioner = new Preconditioner(patch, prior);
        final ImagePosterior posterior = new ImagePosterior(patch, prior);
        final float[][] squares = new float[SparseGradients.DIFFERENCES][patch.length()];
        share = Double.isNaN(commonShare) ? 1 : commonShare;
        contrast = Double.isNaN(commonContrast) ? contrast(low) : commonContrast;
        int done = 0;
        final boolean looks = Double.isNaN(commonShare);
        double before = share;
        for (int reweighting = 0;
                reweighting < REWEIGHTINGS || looks && isUnsettled(before) && reweighting < MOST_REWEIGHTINGS;
                reweighting++) {
            final int stage = Math.min(reweighting, REWEIGHTINGS - 1), steps = STEPS[stage];
            weight(prior, squares, x, stage);
            for (int c = 0; c < channels; c++) {
                final DataPrecision precision = precisions[c].given(operator, x[c], y[c]);
                if (reweighting > 0 && !Double.isNaN(grounds[c]))
                    floors[c] = Floor.under(patch, x[c], grounds[c], hold);
                preconditioner.update(ofSquares, precision, floors[c]);
                posterior.set(operator, precision, floors[c], preconditioner);
                final int doneBefore = done;
                posterior.solve(
                        posterior.data(y[c]),
                        x[c],
                        steps,
                        TOLERANCE,
                        step -> progress.update(
                                "Sparse MAP", Math.min(doneBefore + step, ALL_STEPS * channels), ALL_STEPS * channels));
                done += steps;
            }
            before = share;
            if (looks && reweighting + 1 >= FIRST_LOOK) lookAtResidual(operator, precisions, x, y);
        }
        return new SparsePosterior(patch, operator, ofSquares, posterior, preconditioner, precisions, floors, y, x);
    }

    /**
     * The contrast of an image, over the one from which on λ and ε need not know it; at most 1. Among bright things a dim channel or image
     * would else be smoothed away: that of the exponent p wants λ to grow with its root, and ε to fall with it.
     */
    private static <T extends RealType<T>> double contrast(final RandomAccessibleInterval<T> low) {
        final int every = Sampling.step(Intervals.numElements(low), LEVELS, low.dimension(0));
        final double[] levels = new double[(int) ((Intervals.numElements(low) + every - 1) / every)];
        long i = 0;
        for (final T level : Views.flatIterable(low)) {
            if (i % every == 0) levels[(int) (i / every)] = level.getRealDouble();
            i++;
        }
        Arrays.sort(levels);
        final double range =
                levels[(int) ((1 - OUTSIDE) * (levels.length - 1))] - levels[(int) (OUTSIDE * (levels.length - 1))];
        return Math.max(LEAST_CONTRAST, Math.min(1, range / USUAL_CONTRAST));
    }

    /** The level of each channel's dark ground; NaN where there is none. */
    private <T extends RealType<T>> double[] grounds(final RandomAccessibleInterval<T> low) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        return LongStream.rangeClosed(low.min(2), low.max(2))
                .mapToDouble(c -> DarkGround.level(
                                Pixels.floats(Views.hyperSlice(low, 2, c)), width, height, problem.noise())
                        .orElse(Double.NaN))
                .toArray();
    }

    /** What is given back when the most probable image is found: the image. */
    float[][] finished(final SparsePosterior posterior, final Progress progress) {
        return posterior.x();
    }

    /** No pixel is trusted beyond the largest error of rounding. */
    private DataPrecision precision(final Polyphase patch, final Interval part, final float[] weights) {
        final JpegGrid jpeg = problem.jpeg();
        if (jpeg != null)
            return DataPrecision.of(
                    patch,
                    new CosineBlocks(
                            patch,
                            (int) (jpeg.left() - part.min(0)),
                            (int) (jpeg.top() - part.min(1)),
                            jpeg.variances()),
                    weights);
        noise.toWeights(weights);
        return DataPrecision.of(patch, noise.sigma(), weights);
    }

    /** Whether λ has changed so much by the last look at the residual that the image is not yet what it will be. */
    private boolean isUnsettled(final double before) {
        return Math.abs(Math.log(share / before)) > SETTLED;
    }

    /** Lets λ fall where the residual is too large, and rise again where it no longer is. */
    private void lookAtResidual(
            final SamplingOperator operator, final DataPrecision[] precisions, final float[][] x, final float[][] y) {
        double sum = 0;
        for (int c = 0; c < x.length; c++) sum += precisions[c].meanSquare(operator, x[c], y[c]);
        final double residual = Math.sqrt(sum / x.length);
        share = Math.max(LEAST_STRENGTH, Math.min(1, share * Math.pow(LARGEST_RESIDUAL[scale - 1] / residual, FALL)));
    }

    private void weight(
            final SparseGradients prior, final float[][] squares, final float[][] x, final int reweighting) {
        for (final float[] sums : squares) Arrays.fill(sums, 0);
        for (final float[] channel : x) prior.addSquares(channel, 1f / x.length, squares);
        Arrays.stream(squares).parallel().forEach(of -> prior.smooth(of, SMOOTHING));
        final double epsilon =
                contrast * EPSILON_FIRST * Math.pow(EPSILON_LAST / EPSILON_FIRST, reweighting / (REWEIGHTINGS - 1.0));
        prior.update(x[0], (t, at, count, f) -> {
            final double strength = share
                    / Math.sqrt(contrast)
                    * STRENGTH[scale - 1]
                    * EXPONENT
                    * (SparseGradients.isDiagonal(f) ? DIAGONAL : 1);
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
