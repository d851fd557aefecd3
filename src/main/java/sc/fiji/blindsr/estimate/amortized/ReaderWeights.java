package sc.fiji.blindsr.estimate.amortized;

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

    /** The scale factors of the weights that come with the plugin. */
    public static final List<Integer> SCALES = List.of(1, 2, 3, 4);

    private static final String POOLING = ".pooling";

    private final List<Integer> scales;
    private final ReaderHead head;
    private final ReaderArchitecture architecture;
    private final List<TurnedWeights.Layer> layers;
    private final Map<String, float[]> tensors = new LinkedHashMap<>();

    private ReaderWeights(final List<Integer> scales, final ReaderHead head, final ReaderArchitecture architecture) {
        this.scales = List.copyOf(scales);
        this.head = head;
        this.architecture = architecture;
        layers = architecture.layers(head);
    }

    /**
     * Weights to start a training with.
     *
     * @param scales the scale factors that are to share the filters
     * @param head what is to be read
     */
    static ReaderWeights random(
            final List<Integer> scales, final ReaderHead head, final ReaderArchitecture architecture, final long seed) {
        final ReaderWeights weights = new ReaderWeights(scales, head, architecture);
        final int depth = architecture.depth();
        final Random random = new Random(seed);
        for (int i = 0; i < weights.layers.size(); i++) {
            final TurnedWeights.Layer layer = weights.layers.get(i);
            final double deviation = i == depth
                    ? 0.3 / Math.sqrt(layer.inputs())
                    : Math.sqrt(2.0 / (layer.inputs() * layer.window() * layer.window()));
            final float[] filters = new float[layer.learned()];
            for (int j = 0; j < filters.length; j++) filters[j] = (float) (deviation * random.nextGaussian());
            if (i == 0) toDifferences(filters);
            weights.tensors.put(filters(i), filters);
        }
        for (final int scale : scales) {
            for (int i = 0; i < depth; i++)
                weights.tensors.put(
                        biases(scale, i), new float[architecture.features().get(i)]);
            weights.tensors.put(biases(scale, depth), head.first());
            weights.tensors.put(poolingName(scale), head.pooling());
            weights.tensors.put(priorName(scale), head.first());
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
     * Weights of a file, for Gaussians.
     *
     * @throws UserError if a tensor is missing or has another shape
     */
    public static ReaderWeights of(final Map<String, Tensor> tensors) {
        return of(tensors, new CovarianceHead());
    }

    /** Weights of a file, which may lack scale factors. */
    static ReaderWeights of(final Map<String, Tensor> given, final ReaderHead head) {
        final ReaderWeights weights = random(scales(given), head, ReaderArchitecture.of(given), 0);
        weights.tensors.replaceAll((name, values) -> {
            final float[] found = values(given, name);
            if (found.length != values.length)
                throw new UserError(
                        "prior",
                        "tensor \"" + name + "\" of the blur's reader has " + found.length + " numbers; "
                                + values.length + " are needed.");
            return found.clone();
        });
        return weights;
    }

    /**
     * Begins with the weights of another training, and has its convolutions. A scale factor that it does not know begins as ×2;
     * another head learns what to say from the beginning.
     *
     * @throws UserError if a tensor is missing
     */
    static ReaderWeights startingFrom(
            final Map<String, Tensor> other, final List<Integer> scales, final ReaderHead head, final long seed) {
        final ReaderWeights weights = random(scales, head, ReaderArchitecture.of(other), seed);
        weights.tensors.forEach((name, to) -> {
            final float[] from = values(other, other.containsKey(name) ? name : name.replaceFirst("^x\\d", "x2"));
            // Of the pooling, what all heads have comes first.
            if (from.length == to.length || name.endsWith(POOLING))
                System.arraycopy(from, 0, to, 0, Math.min(from.length, to.length));
        });
        return weights;
    }

    /** The same numbers, which may change by themselves. */
    ReaderWeights copy() {
        final ReaderWeights copy = new ReaderWeights(scales, head, architecture);
        tensors.forEach((name, values) -> copy.tensors.put(name, values.clone()));
        return copy;
    }

    /** The scale factors that a file knows, one at least. */
    static List<Integer> scales(final Map<String, Tensor> tensors) {
        final List<Integer> known =
                SCALES.stream().filter(s -> tensors.containsKey(biases(s, 0))).toList();
        return known.isEmpty() ? SCALES : known; // then all are found missing
    }

    static float[] values(final Map<String, Tensor> tensors, final String name) {
        final Tensor tensor = tensors.get(name);
        if (tensor == null) throw new UserError("prior", "tensor \"" + name + "\" of the blur's reader is missing.");
        for (final float value : tensor.values())
            if (!Float.isFinite(value))
                throw new UserError(
                        "prior", "tensor \"" + name + "\" of the blur's reader holds a value that is not finite.");
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

    static String poolingName(final int scale) {
        return "x" + scale + POOLING;
    }

    static String priorName(final int scale) {
        return "x" + scale + ".prior";
    }

    /** The filters of a layer, outputs × inputs × window × window. */
    public float[] fullFilters(final int layer) {
        return layers.get(layer).full(tensors.get(filters(layer)));
    }

    /** The biases of a layer's channels: a feature's eight are the same. */
    public float[] fullBiases(final int scale, final int layer) {
        final float[] learned = tensors.get(biases(scale, layer));
        if (layer == architecture.depth()) return head.full(learned);
        final float[] full = new float[learned.length * TurnedWeights.SYMMETRIES];
        for (int i = 0; i < full.length; i++) full[i] = learned[i / TurnedWeights.SYMMETRIES];
        return full;
    }

    /** The gradient at the learned biases of one at those of the channels. */
    public float[] learnedBiases(final int layer, final float[] gradient) {
        if (layer == architecture.depth()) return head.learned(gradient);
        final float[] sum = new float[architecture.features().get(layer)];
        for (int i = 0; i < gradient.length; i++) sum[i / TurnedWeights.SYMMETRIES] += gradient[i];
        return sum;
    }

    /** The numbers of the pooling of {@link sc.fiji.blindsr.network.BlurReaderNetwork}. */
    public float[] pooling(final int scale) {
        return tensors.get(poolingName(scale));
    }

    /** Means and log-precisions of the entries without an image. */
    public float[] prior(final int scale) {
        return head.full(tensors.get(priorName(scale)));
    }

    /** The gradient at the learned numbers of the prior. */
    public float[] learnedPrior(final float[] gradient) {
        return head.learned(gradient);
    }

    /** The scale factors that these weights are for. */
    List<Integer> scales() {
        return scales;
    }

    /** What is read. */
    ReaderHead head() {
        return head;
    }

    /** How many numbers describe a blur. */
    int entries() {
        return head.entries();
    }
}
