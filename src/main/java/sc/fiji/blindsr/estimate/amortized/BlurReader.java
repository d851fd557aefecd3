package sc.fiji.blindsr.estimate.amortized;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.BlurReaderNetwork;
import sc.fiji.blindsr.progress.Progress;

/**
 * Reads the blur off an image, without any engine: the trained network of {@link BlurReaderNetwork} in plain Java. Each place
 * of the image is an expert that says what blur it sees and how sure it is; the answer is the experts' product.
 */
public final class BlurReader {

    /** Trained on small and large images; and before, on small ones, which still errs less where a part of an image is read. */
    static final String BUILT_IN = "reader.safetensors", OF_PARTS = "parts-reader.safetensors";

    private final Convolutions network;
    private final double[] pooling;
    private final double[] prior;
    private final ReaderHead head;
    private final int entries;

    /** The network with some weights, for a scale factor. */
    public BlurReader(final ReaderWeights weights, final int scale) {
        network = new Convolutions(model(weights, scale));
        head = weights.head();
        entries = head.entries();
        prior = doubles(weights.prior(scale));
        pooling = doubles(weights.pooling(scale));
    }

    private static double[] doubles(final float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** The network that this project trained for its built-in priors. */
    public static BlurReader builtIn(final int scale) {
        return of(BUILT_IN, scale);
    }

    /** The one for the parts of an image whose blur is not the same everywhere. */
    static BlurReader ofParts(final int scale) {
        return of(OF_PARTS, scale);
    }

    private static BlurReader of(final String file, final int scale) {
        return new BlurReader(ReaderWeights.of(tensors(file)), scale);
    }

    /** The tensors of a network, as its file has them. */
    static Map<String, Tensor> tensors(final String file) {
        try (InputStream in = BlurReader.class.getResourceAsStream(file)) {
            return SafeTensors.read(in.readAllBytes()).tensors();
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
                        IntStream.range(0, weights.layers() - 1)
                                .map(BlurReaderNetwork::stride)
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
     * Reads an image of which all is known.
     *
     * @param plane grey levels from about 0 to 1, row by row
     */
    ExpertProduct read(final float[] plane, final int width, final int height) {
        return read(plane, Channels.allKnown(plane.length), width, height, Progress.NONE);
    }

    /**
     * Reads an image.
     *
     * @param plane grey levels from about 0 to 1, row by row; plausible ones where nothing is known
     * @param known whether something is known of each pixel; where it is so of nothing that an expert sees, all are heard
     * @param progress of a large image; may cancel
     */
    ExpertProduct read(
            final float[] plane, final boolean[] known, final int width, final int height, final Progress progress) {
        final Experts experts = experts(plane, known, width, height, progress);
        final int[] heard = experts.heard(known, width);
        final ExpertPool pool = pool();
        for (final int i :
                heard.length > 0 ? heard : IntStream.range(0, experts.count()).toArray()) pool.add(experts, i);
        return product(pool);
    }

    /** To put experts together. */
    ExpertPool pool() {
        return pooling.length > 4 ? new ExpertPool(entries, pooling[4], pooling[5]) : new ExpertPool(entries, 0, 0);
    }

    /** What the network sees at each place of an image; grey levels as for {@link #read}. */
    Experts experts(
            final float[] plane, final boolean[] known, final int width, final int height, final Progress progress) {
        final FeatureMaps maps = network.apply(
                new FeatureMaps(ReaderInput.PLANES, width, height, ReaderInput.of(plane, known, width, height)),
                progress);
        return new Experts(maps, entries, network.stride(), network.fieldOfView(), head.surest());
    }

    /**
     * What the answer of some experts together gains in precision by what they see: less than the sum, since neighbours err
     * together.
     *
     * @param sum of their precisions
     * @param n how many they are
     */
    double precision(final double sum, final long n) {
        return Math.exp(pooling[0] + pooling[1] * Math.log(sum / n) + pooling[2] * Math.log(n));
    }

    /** The answer of some experts together. */
    ExpertProduct product(final ExpertPool pool) {
        final double[] mean = pool.means(), precision = pool.precisions();
        for (int entry = 0; entry < entries; entry++) {
            final double own = Math.exp(prior[entry + entries]), seen = precision[entry];
            mean[entry] = (seen * mean[entry] + own * prior[entry]) / (seen + own);
            precision[entry] = precision(seen, pool.count()) + Math.exp(pooling[3]);
        }
        return new ExpertProduct(mean, precision);
    }
}
