package sc.fiji.blindsr.restore;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.stream.LongStream;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.camera.EightBitRounding;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.SamplingOperator;
import sc.fiji.blindsr.progress.Progress;

/**
 * Richardson-Lucy deconvolution (Richardson, JOSA 1972; Lucy, Astron. J. 1974), here with sampling: the most probable image of
 * light x ≥ 0 for photon noise, approached in steps, of which the first bring the strong structures and the later ones also
 * noise. So the number of steps is the method's smoothness. With 0, it stops when the residual has become as small as the
 * noise, as large as that is in each pixel and in every channel: so it does for the first image that has more than noise, of a
 * tiled one for the part with the strongest structures, and takes as many for all that follow.
 * <p>
 * Light is counted from {@value #GROUND} standard deviations of the noise below level 0: where an image is dark, its noise is
 * not taken for light that cannot be negative; where something is darker by far, from its level. No boundary is assumed, as in
 * {@link SparseMap}.
 * </p>
 */
public final class RichardsonLucy implements Restorer {

    /** The name users choose it by. */
    public static final String NAME = "Richardson-Lucy";

    /** Standard deviations of the noise from level 0 down to where light begins. */
    private static final double GROUND = 4;

    /** Levels so many times as far down are no noise, but structure. */
    private static final double DARKER = 2;

    /** As many pixels are too many for what is left of defects. */
    private static final int FEW = 10;

    /** The most steps where the residual is to decide. */
    private static final int MOST_STEPS = 200;

    /** An image decides on the steps if it has more than this over the variance of the noise; less is chance. */
    private static final double DECIDES = 1.1;

    /** Floats for each low-resolution pixel of a channel: data, weights, what is expected, and its ratio, old and new. */
    private static final int LOW_FLOATS = 7;

    /** Side of the part of an image that decides on the steps for all tiles, low-resolution pixels. */
    private static final int SAMPLE = 256;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean usesWeights() {
        return true;
    }

    @Override
    public boolean takesSteps() {
        return true;
    }

    @Override
    public boolean takesField() {
        return true;
    }

    @Override
    public String citation() {
        return "Richardson, J. Opt. Soc. Am. 1972; Lucy, Astron. J. 1974";
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        return new Solution(problem);
    }

    static final class Solution implements Restoration {

        private final int scale;
        private final int size;
        private final BlurModel blur;
        private final FlooredNoise noise;
        private final double smoothness;
        /** 0 until it is known. */
        private int steps;
        /** How many all tiles of the present image get, what is added to their levels, and where each channel begins. */
        private int stepsOfTiles;

        private float groundOfTiles;
        private double[] meansOfTiles;

        Solution(final RestorationProblem problem) {
            scale = problem.scale();
            size = problem.size();
            blur = new BlurModel(problem);
            noise = FlooredNoise.of(problem.noise(), EightBitRounding.STANDARD_DEVIATION);
            steps = problem.steps();
            smoothness = problem.smoothness();
        }

        @Override
        public OptionalInt steps() {
            return steps > 0 ? OptionalInt.of(steps) : OptionalInt.empty();
        }

        @Override
        public boolean isChoosing() {
            return steps == 0;
        }

        @Override
        public String device(final Progress progress) {
            return ComputeDevice.CPU.name();
        }

        @Override
        public int reach() {
            return 4 * ((size + scale - 1) / scale) + 8;
        }

        @Override
        public long memory(final int width, final int height, final int channels) {
            // Floats per high-resolution pixel; total variation has precisions for each channel, and differences for
            // one at a time.
            final int floats = smoothness > 0 ? 16 * channels + 5 : 9 * channels;
            return 4L * width * height * ((long) scale * scale * floats + LOW_FLOATS * channels);
        }

        @Override
        public <T extends RealType<T>> void prepareTiles(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            groundOfTiles = ground(low, weights);
            meansOfTiles = means(low, groundOfTiles);
            if (steps == 0) {
                final Interval part = StrongestPart.of(low, SAMPLE);
                restored(
                        Views.interval(low, part),
                        Views.interval(weights, part),
                        0,
                        groundOfTiles,
                        meansOfTiles,
                        progress);
            }
            stepsOfTiles = Math.max(1, steps); // where no part has more than noise, no tile decides by itself
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restoreTile(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            return restored(low, weights, stepsOfTiles, groundOfTiles, meansOfTiles, progress);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            final float ground = ground(low, weights);
            return restored(low, weights, steps, ground, means(low, ground), progress);
        }

        /**
         * @param given how many steps to do; 0 = the residual decides, for this image and those that follow
         * @param ground what is added to the levels
         * @param means the level, for each channel, from which the steps begin
         */
        private <T extends RealType<T>> Img<FloatType> restored(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final int given,
                final float ground,
                final double[] means,
                final Progress progress) {
            final int width = (int) low.dimension(0),
                    height = (int) low.dimension(1),
                    channels = (int) low.dimension(2);
            final Polyphase patch = new Polyphase(scale, size, width, height);
            final SamplingOperator operator = blur.on(patch, low);
            final LucyIteration[] iterations = new LucyIteration[channels];
            for (int c = 0; c < channels; c++) {
                final float[] values = Pixels.floats(Views.hyperSlice(low, 2, low.min(2) + c)),
                        worth = Pixels.floats(Views.hyperSlice(weights, 2, weights.min(2) + c));
                for (int i = 0; i < values.length; i++) values[i] = light(values[i], ground);
                noise.toWeights(worth);
                iterations[c] = new LucyIteration(patch, operator, values, worth, means[c], smoothness);
            }
            final int most = given > 0 ? given : MOST_STEPS;
            final boolean decides = given == 0 && hasMoreThanNoise(iterations, DECIDES);
            int done = 0;
            while (done < most && (given > 0 || hasMoreThanNoise(iterations, 1))) {
                for (final LucyIteration iteration : iterations) iteration.step();
                progress.update(NAME, ++done, most);
            }
            if (decides) steps = done;
            final float[] out = new float[channels * scale * width * scale * height];
            for (int c = 0; c < channels; c++)
                patch.copyMiddle(iterations[c].image(), out, c * (out.length / channels));
            for (int i = 0; i < out.length; i++) out[i] -= ground;
            return ArrayImgs.floats(out, (long) scale * width, (long) scale * height, channels);
        }

        /**
         * What is added to the levels, which the iteration needs above 0: so much that hardly any noise is cut off, nor what is
         * darker by far than the level that is called 0, unless it is but a few pixels.
         */
        private <T extends RealType<T>> float ground(
                final RandomAccessibleInterval<T> low, final RandomAccessibleInterval<FloatType> weights) {
            final double usual = GROUND * noise.sigma();
            final PriorityQueue<Double> lowest = new PriorityQueue<>(Comparator.reverseOrder());
            LoopBuilder.setImages(low, weights).forEachPixel((level, weight) -> {
                final double value = level.getRealDouble();
                if (weight.get() == 0 || value >= -DARKER * usual) return;
                lowest.add(value);
                if (lowest.size() > FEW) lowest.remove();
            });
            return (float) (lowest.size() < FEW ? usual : -lowest.peek());
        }

        private static float light(final float level, final float ground) {
            return Math.max(0, level + ground);
        }

        /** The mean light of each channel. */
        private static <T extends RealType<T>> double[] means(
                final RandomAccessibleInterval<T> low, final float ground) {
            return LongStream.rangeClosed(low.min(2), low.max(2))
                    .mapToDouble(c -> {
                        double sum = 0;
                        for (final T level : Views.flatIterable(Views.hyperSlice(low, 2, c)))
                            sum += light(level.getRealFloat(), ground);
                        return sum / (low.dimension(0) * low.dimension(1));
                    })
                    .toArray();
        }

        /** Whether in any channel more is left than so many times the noise, variances. */
        private boolean hasMoreThanNoise(final LucyIteration[] iterations, final double factor) {
            return Arrays.stream(iterations)
                    .anyMatch(i -> i.meanSquareResidual() > factor * noise.sigma() * noise.sigma());
        }
    }
}
