package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.posterior.Pool;

/**
 * A convolutional layer without padding: each output pixel is a bias and a sum of products, one for each input channel and
 * tap of the kernel.
 * <p>
 * The Java compiler makes vector instructions only of loops that go through all their arrays at the same index. So the
 * output is made in runs of some pixels, across the ends of rows. What a tap meets in a run is copied to the beginning of an
 * array, which serves all output channels. The products of a pixel are added in one order, wherever runs begin and end: the
 * same numbers come out on any number of cores.
 */
final class Convolution {

    /**
     * Pixels of a run, at the most and at the least: sums and copies stay in a core's own cache. With arrays of 4096 bytes a
     * core takes its loads for the stores just made, which are at the same place of another page, and waits: a fifth slower.
     */
    private static final int LONGEST = 960, SHORTEST = 256;
    /** Runs for each core at the least, if they do not become too short: another core helps one that is late. */
    private static final int RUNS = 2;
    /**
     * Terms and output channels of one loop; of a larger one the compiler makes no vector instructions. Math.fma would allow
     * 3 × 3 and a quarter more speed, but takes a thousand times as long on a processor without the instruction.
     */
    private static final int TERMS = 3, OUTPUTS = 2;
    /** Terms copied at a time. */
    private static final int COPIES = 3 * TERMS;

    private final int inputs, outputs, size, stride;
    private final boolean rectified;
    /** Weights of all terms, output after output; zeros fill up to whole loops. */
    private final float[] weights;

    private final float[] biases;
    private final int terms, paddedTerms;

    /**
     * @param weight output × input × size × size weights
     * @param bias a number for each output channel
     * @param stride 1, or 2 to keep every second row and column, from the first
     * @param rectified whether negative outputs become 0
     */
    Convolution(final Tensor weight, final Tensor bias, final int stride, final boolean rectified) {
        final int[] shape = weight.shape();
        if (shape.length != 4 || shape[2] != shape[3] || weight.values().length == 0)
            throw new IllegalArgumentException(
                    "weights of shape " + Arrays.toString(shape) + " are not output × input × size × size weights");
        if (bias.values().length != shape[0])
            throw new IllegalArgumentException(bias.values().length + " biases for " + shape[0] + " output channels");
        if (stride != 1 && stride != 2)
            throw new IllegalArgumentException("a stride of " + stride + "; allowed are 1 and 2");
        outputs = shape[0];
        inputs = shape[1];
        size = shape[2];
        this.stride = stride;
        this.rectified = rectified;
        terms = inputs * size * size;
        paddedTerms = multiple(terms, TERMS);
        weights = new float[multiple(outputs, OUTPUTS) * paddedTerms];
        for (int o = 0; o < outputs; o++) System.arraycopy(weight.values(), o * terms, weights, o * paddedTerms, terms);
        biases = Arrays.copyOf(bias.values(), multiple(outputs, OUTPUTS));
    }

    private static int multiple(final int number, final int of) {
        return (number + of - 1) / of * of;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    int stride() {
        return stride;
    }

    /** Number of output rows (or columns) that a number of input rows gives; 0 or less if they are too few for one. */
    int outputLength(final int length) {
        return Math.floorDiv(length - size, stride) + 1;
    }

    /** Number of input rows (or columns) that a number of output rows needs. */
    int inputLength(final int length) {
        return (length - 1) * stride + size;
    }

    /** The output, in memory that is given. */
    FeatureMaps apply(final FeatureMaps input, final float[] memory, final Pool<Room> rooms) {
        final FeatureMaps output =
                new FeatureMaps(outputs, outputLength(input.width()), outputLength(input.height()), memory);
        final int pixels = output.width() * output.height();
        final int runs = Math.max(
                (pixels + LONGEST - 1) / LONGEST,
                Math.min(pixels / SHORTEST, RUNS * Runtime.getRuntime().availableProcessors()));
        IntStream.range(0, runs).parallel().forEach(run -> {
            final Room room = rooms.take(Room::new);
            apply(input, output, (int) ((long) run * pixels / runs), (int) ((run + 1L) * pixels / runs), room);
            rooms.give(room);
        });
        return output;
    }

    /** Makes the output's pixels from one to another. */
    private void apply(
            final FeatureMaps input, final FeatureMaps output, final int from, final int to, final Room room) {
        final int count = to - from;
        final float[][] sums = room.sums(biases.length), v = room.copies;
        for (int o = 0; o < biases.length; o++) Arrays.fill(sums[o], 0, count, biases[o]);
        for (int first = 0; first < paddedTerms; first += COPIES) {
            final int last = Math.min(first + COPIES, paddedTerms);
            // A term that only fills up has weight 0; its copy may be of any pixels.
            for (int t = first; t < last; t++)
                copy(input, Math.min(t, terms - 1), output.width(), from, to, v[t - first]);
            for (int o = 0; o < biases.length; o += OUTPUTS)
                for (int t = first; t < last; t += TERMS) {
                    final int a = o * paddedTerms + t, b = a + paddedTerms, c = t - first;
                    addProducts(
                            v[c],
                            v[c + 1],
                            v[c + 2],
                            weights[a],
                            weights[a + 1],
                            weights[a + 2],
                            weights[b],
                            weights[b + 1],
                            weights[b + 2],
                            sums[o],
                            sums[o + 1],
                            count);
                }
        }
        for (int o = 0; o < outputs; o++) {
            if (rectified) rectify(sums[o], count);
            System.arraycopy(sums[o], 0, output.values(), output.start(o, 0) + from, count);
        }
    }

    /** Copies the input pixels that a term's tap meets. */
    private void copy(
            final FeatureMaps input,
            final int term,
            final int width,
            final int from,
            final int to,
            final float[] copy) {
        final int channel = term / (size * size), down = term / size % size, right = term % size;
        for (int i = from; i < to; ) {
            final int row = i / width, column = i - row * width, count = Math.min(to - i, width - column);
            final int start = input.start(channel, row * stride + down) + column * stride + right;
            // A stride that the compiler knows: it proves once for the whole loop that all indices are good.
            if (stride == 1) System.arraycopy(input.values(), start, copy, i - from, count);
            else for (int j = 0; j < count; j++) copy[i - from + j] = input.values()[start + 2 * j];
            i += count;
        }
    }

    private static void addProducts(
            final float[] x0,
            final float[] x1,
            final float[] x2,
            final float a0,
            final float a1,
            final float a2,
            final float b0,
            final float b1,
            final float b2,
            final float[] a,
            final float[] b,
            final int count) {
        for (int i = 0; i < count; i++) {
            final float v0 = x0[i], v1 = x1[i], v2 = x2[i];
            a[i] += a0 * v0 + a1 * v1 + a2 * v2;
            b[i] += b0 * v0 + b1 * v1 + b2 * v2;
        }
    }

    private static void rectify(final float[] values, final int count) {
        for (int i = 0; i < count; i++) values[i] = Math.max(values[i], 0);
    }

    /** What the work on a run needs. */
    static final class Room {

        final float[][] copies = new float[COPIES][LONGEST];
        private float[][] sums = {};

        /** An array for each of a number of output channels at least. */
        float[][] sums(final int number) {
            if (sums.length < number) sums = new float[number][LONGEST];
            return sums;
        }
    }
}
