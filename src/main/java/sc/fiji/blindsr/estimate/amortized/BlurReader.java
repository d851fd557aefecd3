package sc.fiji.blindsr.estimate.amortized;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.BlurReaderNetwork;

/**
 * Reads the blur off an image, without any engine: the trained network of {@link BlurReaderNetwork} in plain Java. Each place
 * of the image is an expert that says what blur it sees and how sure it is; the answer is the experts' product.
 */
public final class BlurReader {

    private static final String BUILT_IN = "reader.safetensors";
    private static final double LOWEST = -8, HIGHEST = 8;

    private final Convolutions network;
    private final double[] pooling = new double[BlurReaderNetwork.POOLING];
    private final double[] prior = new double[BlurReaderNetwork.PRIOR];

    /** The network with some weights, for a scale factor. */
    public BlurReader(final ReaderWeights weights, final int scale) {
        network = new Convolutions(model(weights, scale));
        for (int i = 0; i < pooling.length; i++) pooling[i] = weights.pooling(scale)[i];
        for (int i = 0; i < prior.length; i++) prior[i] = weights.prior(scale)[i];
    }

    /** The network that this project trained for its built-in priors. */
    public static BlurReader builtIn(final int scale) {
        try (InputStream in = BlurReader.class.getResourceAsStream(BUILT_IN)) {
            return new BlurReader(
                    ReaderWeights.of(SafeTensors.read(in.readAllBytes()).tensors()), scale);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SafeTensors model(final ReaderWeights weights, final int scale) {
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < weights.layers(); i++) {
            final TurnedWeights.Layer layer = weights.layer(i);
            final String name = i == weights.layers() - 1 ? "head" : "body." + i;
            tensors.put(
                    name + ".weight",
                    new Tensor(
                            new int[] {layer.outputs(), layer.inputs(), layer.window(), layer.window()},
                            weights.fullFilters(i)));
            tensors.put(name + ".bias", Tensor.of(weights.fullBiases(scale, i)));
        }
        return new SafeTensors(
                Map.of(
                        "strides",
                        Arrays.stream(BlurReaderNetwork.STRIDES)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(","))),
                tensors);
    }

    /** The least width and height of an image, low-resolution pixels. */
    public int smallest() {
        return network.fieldOfView();
    }

    /** Number of places of a square image of so many rows at which the network answers. */
    int experts(final int size) {
        return network.outputLength(size) * network.outputLength(size);
    }

    /**
     * Reads an image.
     *
     * @param plane grey levels of any unit, row by row
     */
    public Reading read(final float[] plane, final int width, final int height) {
        final FeatureMaps experts =
                network.apply(new FeatureMaps(ReaderInput.PLANES, width, height, ReaderInput.of(plane, width, height)));
        final int n = experts.width() * experts.height();
        final double[] mean = new double[3], precision = new double[3];
        for (int entry = 0; entry < 3; entry++) {
            double sum = 0, weighted = 0;
            for (int i = 0; i < n; i++) {
                final double p = Math.exp(Math.max(LOWEST, Math.min(HIGHEST, experts.values()[(entry + 3) * n + i])));
                sum += p;
                weighted += p * experts.values()[entry * n + i];
            }
            final double own = Math.exp(prior[entry + 3]);
            mean[entry] = (weighted + own * prior[entry]) / (sum + own);
            precision[entry] = Math.exp(pooling[0] + pooling[1] * Math.log(sum / n) + pooling[2] * Math.log(n))
                    + Math.exp(pooling[3]);
        }
        return new Reading(new LogCovariance(mean[0], mean[1], mean[2]), precision[0], precision[1], precision[2]);
    }
}
