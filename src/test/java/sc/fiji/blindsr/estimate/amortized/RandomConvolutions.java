package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;

/** Stacks with random weights that neither fade nor explode from layer to layer. */
final class RandomConvolutions {

    private RandomConvolutions() {}

    /**
     * @param channels of the input, of each body layer, and of the head
     * @param strides of the body layers
     */
    static SafeTensors model(final Random random, final int[] channels, final int... strides) {
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < strides.length; i++) add(tensors, "body." + i, random, channels[i], channels[i + 1], 3);
        add(tensors, "head", random, channels[strides.length], channels[strides.length + 1], 1);
        return new SafeTensors(
                Map.of(
                        "strides",
                        Arrays.stream(strides).mapToObj(Integer::toString).collect(Collectors.joining(","))),
                tensors);
    }

    private static void add(
            final Map<String, Tensor> tensors,
            final String name,
            final Random random,
            final int inputs,
            final int outputs,
            final int size) {
        final double width = Math.sqrt(2.0 / (inputs * size * size));
        tensors.put(
                name + ".weight",
                new Tensor(
                        new int[] {outputs, inputs, size, size},
                        gaussian(random, outputs * inputs * size * size, width)));
        tensors.put(name + ".bias", Tensor.of(gaussian(random, outputs, 0.1)));
    }

    static FeatureMaps image(final Random random, final int channels, final int width, final int height) {
        return new FeatureMaps(channels, width, height, gaussian(random, channels * width * height, 1));
    }

    private static float[] gaussian(final Random random, final int number, final double width) {
        final float[] values = new float[number];
        for (int i = 0; i < number; i++) values[i] = (float) (width * random.nextGaussian());
        return values;
    }
}
