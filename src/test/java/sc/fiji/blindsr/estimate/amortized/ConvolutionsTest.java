package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;

class ConvolutionsTest {

    private static final int[] USUAL = {1, 32, 32, 32, 64, 64, 64, 64, 6};
    private static final int[] USUAL_STRIDES = {1, 1, 1, 2, 1, 2, 1};

    private final Random random = new Random(7);

    /** Channels from the input's to the head's, strides, and the image's size. */
    @ParameterizedTest
    @CsvSource({
        "1 4 6, 1, 3, 3",
        "1 5 3, 1, 61, 7",
        "2 3 1, 2, 30, 41",
        "3 7 5 2, 1 2, 33, 28",
        "1 5 8 7 3, 2 1 2, 71, 40",
        "1 4 4 4 6, 2 2 2, 15, 16",
        "1 32 32 32 64 64 64 64 6, 1 1 1 2 1 2 1, 67, 54",
        "1 3 2, 1, 300, 270" // several tiles
    })
    void agreesWithTheDefinition(final String channels, final String strides, final int width, final int height) {
        final SafeTensors model = RandomConvolutions.model(random, numbers(channels), numbers(strides));
        final FeatureMaps image = RandomConvolutions.image(random, numbers(channels)[0], width, height);
        final FeatureMaps output = new Convolutions(model).apply(image);
        double[][][] expected = planes(image);
        final int[] steps = numbers(strides);
        for (int i = 0; i < steps.length; i++) expected = layer(expected, model, "body." + i, steps[i], true);
        expected = layer(expected, model, "head", 1, false);
        assertEquals(expected.length, output.channels());
        assertEquals(expected[0].length, output.height());
        assertEquals(expected[0][0].length, output.width());
        double error = 0, power = 0;
        for (int c = 0; c < expected.length; c++)
            for (int y = 0; y < output.height(); y++)
                for (int x = 0; x < output.width(); x++) {
                    final double e = expected[c][y][x];
                    error = Math.max(error, Math.abs(output.values()[output.start(c, y) + x] - e));
                    power += e * e;
                }
        final double typical = Math.sqrt(power / expected.length / output.width() / output.height());
        assertTrue(error <= 1e-4 * typical, error + " of " + typical);
    }

    @Test
    void givesTheSameBitsOnAnyNumberOfCores() throws Exception {
        final Convolutions stack = new Convolutions(RandomConvolutions.model(random, USUAL, USUAL_STRIDES));
        final FeatureMaps image = RandomConvolutions.image(random, 1, 101, 87);
        final float[] expected = stack.apply(image).values();
        for (final int threads : new int[] {1, 3, 8}) {
            final ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertArrayEquals(
                        expected, pool.submit(() -> stack.apply(image)).get().values(), 0);
            } finally {
                pool.shutdown();
            }
        }
    }

    /** The field of view is 25 pixels, one output pixel every 4; 600 columns are more than one tile. */
    @Test
    void givesTheSameBitsForAPartOfTheImage() {
        final Convolutions stack = new Convolutions(RandomConvolutions.model(random, USUAL, USUAL_STRIDES));
        assertEquals(4, stack.stride());
        assertEquals(25, stack.fieldOfView());
        final FeatureMaps image = RandomConvolutions.image(random, 1, 600, 50);
        final FeatureMaps whole = stack.apply(image);
        final FeatureMaps part = new FeatureMaps(1, 97, 33, new float[97 * 33]);
        image.copyWindow(480, 8, part);
        final FeatureMaps read = stack.apply(part);
        assertEquals(19, read.width());
        assertEquals(3, read.height());
        final FeatureMaps expected =
                new FeatureMaps(6, read.width(), read.height(), new float[6 * read.width() * read.height()]);
        whole.copyWindow(120, 2, expected);
        assertArrayEquals(expected.values(), read.values(), 0);
    }

    @Test
    void refusesAnImageThatIsTooSmall() {
        final Convolutions stack = new Convolutions(RandomConvolutions.model(random, USUAL, USUAL_STRIDES));
        assertEquals(1, stack.apply(RandomConvolutions.image(random, 1, 25, 25)).width());
        final FeatureMaps small = RandomConvolutions.image(random, 1, 24, 90);
        final String message = assertThrows(IllegalArgumentException.class, () -> stack.apply(small))
                .getMessage();
        assertTrue(message.contains("24×90") && message.contains("25×25"), message);
    }

    @Test
    void refusesOtherChannels() {
        final Convolutions stack = new Convolutions(RandomConvolutions.model(random, new int[] {2, 3, 1}, 1));
        final FeatureMaps image = RandomConvolutions.image(random, 1, 9, 9);
        assertThrows(IllegalArgumentException.class, () -> stack.apply(image));
    }

    @Test
    void refusesTensorsThatMakeNoStack() {
        final SafeTensors model = RandomConvolutions.model(random, new int[] {1, 3, 4, 2}, 1, 2);
        for (final String strides : new String[] {"", "1", "1,2,1", "1,x", "1,0", "1,3"})
            refuses(new SafeTensors(Map.of("strides", strides), model.tensors()));
        for (final String lost : model.tensors().keySet()) {
            final Map<String, Tensor> tensors = new HashMap<>(model.tensors());
            tensors.remove(lost);
            refuses(new SafeTensors(model.metadata(), tensors));
        }
        final Map<String, Tensor> tensors = new HashMap<>(model.tensors());
        tensors.put("body.1.weight", new Tensor(new int[] {4, 2, 3, 3}, new float[72]));
        refuses(new SafeTensors(model.metadata(), tensors));
    }

    private static void refuses(final SafeTensors model) {
        assertThrows(IllegalArgumentException.class, () -> new Convolutions(model));
    }

    private static double[][][] planes(final FeatureMaps maps) {
        final double[][][] planes = new double[maps.channels()][maps.height()][maps.width()];
        for (int c = 0; c < maps.channels(); c++)
            for (int y = 0; y < maps.height(); y++)
                for (int x = 0; x < maps.width(); x++) planes[c][y][x] = maps.values()[maps.start(c, y) + x];
        return planes;
    }

    private static double[][][] layer(
            final double[][][] input,
            final SafeTensors model,
            final String name,
            final int stride,
            final boolean relu) {
        final Tensor weight = model.tensors().get(name + ".weight");
        final float[] bias = model.tensors().get(name + ".bias").values();
        final int size = weight.shape()[2];
        final double[][][] output = new double[bias.length][(input[0].length - size) / stride + 1]
                [(input[0][0].length - size) / stride + 1];
        for (int o = 0; o < output.length; o++)
            for (int y = 0; y < output[0].length; y++)
                for (int x = 0; x < output[0][0].length; x++) {
                    double sum = bias[o];
                    for (int c = 0; c < input.length; c++)
                        for (int i = 0; i < size; i++)
                            for (int j = 0; j < size; j++)
                                sum += weight.values()[((o * input.length + c) * size + i) * size + j]
                                        * input[c][y * stride + i][x * stride + j];
                    output[o][y][x] = relu ? Math.max(0, sum) : sum;
                }
        return output;
    }

    private static int[] numbers(final String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
