package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;

/**
 * Milliseconds that a stack of the usual size takes in a Java that is warm: {@code ConvolutionsSpeed [sizes]}, 192 and 400
 * if not given.
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.amortized.ConvolutionsSpeed
 * </pre>
 */
public final class ConvolutionsSpeed {

    private static final int RUNS = 20, WARMING = 10;
    private static final int[] CHANNELS = {1, 32, 32, 32, 64, 64, 64, 64, 6}, STRIDES = {1, 1, 1, 2, 1, 2, 1};

    private ConvolutionsSpeed() {}

    public static void main(final String... arguments) {
        final Random random = new Random(1);
        final SafeTensors model = RandomConvolutions.model(random, CHANNELS, STRIDES);
        final Convolutions stack = new Convolutions(model);
        final int[] sizes = arguments.length == 0
                ? new int[] {192, 400}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (final int size : sizes) {
            final FeatureMaps image = RandomConvolutions.image(random, 1, size, size);
            final double[] all = new double[WARMING + RUNS];
            for (int run = 0; run < all.length; run++) {
                final long start = System.nanoTime();
                stack.apply(image);
                all[run] = (System.nanoTime() - start) * 1e-9;
            }
            final double[] seconds = Arrays.copyOfRange(all, WARMING, all.length);
            Arrays.sort(seconds);
            System.out.printf(
                    Locale.ROOT,
                    "%d×%d pixels, %d cores: first %.0f ms; warm: median %.1f ms, least %.1f ms; %.1f G multiply-adds/s%n",
                    size,
                    size,
                    Runtime.getRuntime().availableProcessors(),
                    all[0] * 1e3,
                    seconds[RUNS / 2] * 1e3,
                    seconds[0] * 1e3,
                    multiplyAdds(model.tensors(), size) / seconds[RUNS / 2] * 1e-9);
        }
    }

    private static double multiplyAdds(final Map<String, Tensor> tensors, final int size) {
        double sum = 0;
        int length = size;
        for (int i = 0; i < STRIDES.length; i++) {
            length = (length - 3) / STRIDES[i] + 1;
            sum += (double) length
                    * length
                    * tensors.get("body." + i + ".weight").values().length;
        }
        return sum + (double) length * length * tensors.get("head.weight").values().length;
    }
}
