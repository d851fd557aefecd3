package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.Tensor;

/**
 * The learned weights of the network that reads a blur off an image: filters, shared by all scale factors, and for each
 * scale factor biases, the pooling of the experts and what is believed of the blur without an image. The network sees the
 * blur in low-resolution pixels; scale factors differ little there, but for the range of blurs.
 */
public final class ReaderWeights {

    /** The scale factors that share the filters. */
    public static final List<Integer> SCALES = List.of(1, 2, 3, 4);

    /** Features of each convolution; each is eight channels. */
    private static final int[] FEATURES = {6, 6, 6, 10, 10, 12, 12};

    private final List<TurnedWeights.Layer> layers = new ArrayList<>();
    private final Map<String, float[]> tensors = new LinkedHashMap<>();

    private ReaderWeights() {
        for (int i = 0; i < FEATURES.length; i++)
            layers.add(
                    i == 0
                            ? TurnedWeights.first(ReaderInput.PLANES, FEATURES[0])
                            : TurnedWeights.between(FEATURES[i - 1], FEATURES[i]));
        layers.add(TurnedWeights.head(FEATURES[FEATURES.length - 1]));
    }

    /** Weights to start a training with. */
    public static ReaderWeights random(final long seed) {
        final ReaderWeights weights = new ReaderWeights();
        final Random random = new Random(seed);
        for (int i = 0; i < weights.layers.size(); i++) {
            final TurnedWeights.Layer layer = weights.layers.get(i);
            final boolean head = i == FEATURES.length;
            final double deviation = head
                    ? 0.3 / Math.sqrt(layer.inputs())
                    : Math.sqrt(2.0 / (layer.inputs() * layer.window() * layer.window()));
            final float[] filters = new float[layer.learned()];
            for (int j = 0; j < filters.length; j++) filters[j] = (float) (deviation * random.nextGaussian());
            if (i == 0) toDifferences(filters);
            weights.tensors.put(filters(i), filters);
        }
        for (final int scale : SCALES) {
            for (int i = 0; i < FEATURES.length; i++) weights.tensors.put(biases(scale, i), new float[FEATURES[i]]);
            // log-variance, log-precisions of the diagonal and of the other entry
            weights.tensors.put(biases(scale, FEATURES.length), new float[] {-1.2f, 0, 0});
            weights.tensors.put("x" + scale + ".pooling", new float[] {0, 0.5f, 0.5f, 0});
            weights.tensors.put("x" + scale + ".prior", new float[] {-1.2f, 0, 0});
        }
        return weights;
    }

    /**
     * Takes the means of the first plane's filters away: the blur shows in differences, not in grey levels, and is learned
     * sooner so.
     */
    private static void toDifferences(final float[] filters) {
        final int taps = 9;
        for (int f = 0; f < filters.length; f += ReaderInput.PLANES * taps) {
            float mean = 0;
            for (int j = 0; j < taps; j++) mean += filters[f + j] / taps;
            for (int j = 0; j < taps; j++) filters[f + j] = 3 * (filters[f + j] - mean);
        }
    }

    /**
     * Weights of a file.
     *
     * @throws UserError if a tensor is missing or has another shape
     */
    public static ReaderWeights of(final Map<String, Tensor> tensors) {
        final ReaderWeights weights = random(0);
        weights.tensors.replaceAll((name, values) -> {
            final float[] given = values(tensors, name);
            if (given.length != values.length)
                throw new UserError("prior", "tensor \"" + name + "\" of the blur's reader has another shape.");
            return given.clone();
        });
        return weights;
    }

    /**
     * Begins with the weights of a network with fewer planes or features, which says the same: what it lacks is at first not
     * looked at by what it has. A scale factor that the other does not know begins as the next one that it knows.
     *
     * @throws UserError if a tensor is missing
     */
    public void startFrom(final Map<String, Tensor> narrower) {
        final int[] features = new int[FEATURES.length];
        for (int i = 0; i < features.length; i++) features[i] = values(narrower, biases(2, i)).length;
        for (int i = 0; i < layers.size(); i++) {
            final float[] from = values(narrower, filters(i)), to = tensors.get(filters(i));
            final boolean head = i == FEATURES.length;
            final int outputs = head ? TurnedWeights.OUTPUTS : features[i];
            final int wide = i == 0 ? ReaderInput.PLANES : FEATURES[i - 1];
            final int block = layers.get(i).learned() / wide / (head ? TurnedWeights.OUTPUTS : FEATURES[i]);
            final int narrow = from.length / outputs / block;
            for (int o = 0; o < outputs; o++) {
                Arrays.fill(to, o * wide * block, (o + 1) * wide * block, 0);
                System.arraycopy(from, o * narrow * block, to, o * wide * block, narrow * block);
            }
        }
        tensors.forEach((name, to) -> {
            if (name.startsWith("x")) {
                final float[] from =
                        values(narrower, narrower.containsKey(name) ? name : name.replaceFirst("x1", "x2"));
                System.arraycopy(from, 0, to, 0, from.length);
            }
        });
    }

    private static float[] values(final Map<String, Tensor> tensors, final String name) {
        final Tensor tensor = tensors.get(name);
        if (tensor == null) throw new UserError("prior", "tensor \"" + name + "\" of the blur's reader is missing.");
        return tensor.values();
    }

    /** All learned numbers, by name; changes count. */
    public Map<String, float[]> tensors() {
        return tensors;
    }

    /** Number of layers, the head included. */
    public int layers() {
        return layers.size();
    }

    /** The filters of a layer. */
    public TurnedWeights.Layer layer(final int i) {
        return layers.get(i);
    }

    /** The name of a layer's learned filters. */
    public static String filters(final int layer) {
        return "filters." + layer;
    }

    /** The name of a layer's learned biases. */
    public static String biases(final int scale, final int layer) {
        return "x" + scale + ".biases." + layer;
    }

    /** The filters of a layer, outputs × inputs × window × window. */
    public float[] fullFilters(final int layer) {
        return layers.get(layer).full(tensors.get(filters(layer)));
    }

    /** The biases of a layer's channels: a feature's eight are the same. */
    public float[] fullBiases(final int scale, final int layer) {
        final float[] learned = tensors.get(biases(scale, layer));
        if (layer == FEATURES.length)
            return new float[] {learned[0], learned[0], 0, learned[1], learned[1], learned[2]};
        final float[] full = new float[learned.length * TurnedWeights.SYMMETRIES];
        for (int i = 0; i < full.length; i++) full[i] = learned[i / TurnedWeights.SYMMETRIES];
        return full;
    }

    /** The gradient at the learned biases of one at those of the channels. */
    public float[] learnedBiases(final int layer, final float[] gradient) {
        if (layer == FEATURES.length)
            return new float[] {gradient[0] + gradient[1], gradient[3] + gradient[4], gradient[5]};
        final float[] sum = new float[FEATURES[layer]];
        for (int i = 0; i < gradient.length; i++) sum[i / TurnedWeights.SYMMETRIES] += gradient[i];
        return sum;
    }

    /** share, power, count, floor of {@link sc.fiji.blindsr.network.BlurReaderNetwork}. */
    public float[] pooling(final int scale) {
        return tensors.get("x" + scale + ".pooling");
    }

    /** Means and log-precisions of the entries xx, yy, xy without an image. */
    public float[] prior(final int scale) {
        final float[] p = tensors.get("x" + scale + ".prior");
        return new float[] {p[0], p[0], 0, p[1], p[1], p[2]};
    }

    /** The gradient at the learned numbers of the prior. */
    public float[] learnedPrior(final float[] gradient) {
        return new float[] {gradient[0] + gradient[1], gradient[3] + gradient[4], gradient[5]};
    }
}
