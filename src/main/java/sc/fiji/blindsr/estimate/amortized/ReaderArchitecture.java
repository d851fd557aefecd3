package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.Tensor;

/**
 * The convolutions of the network that reads a blur, without the head. Each file of weights has its own.
 *
 * @param features of each convolution; each is eight channels
 * @param windows rows and columns of its filters, 3 or 1
 */
record ReaderArchitecture(List<Integer> features, List<Integer> windows) {

    /** Weights of a 3×3 filter. */
    private static final int TAPS = 9;

    /**
     * The one that a file's weights are for.
     *
     * @throws UserError if a tensor is missing
     */
    static ReaderArchitecture of(final Map<String, Tensor> tensors) {
        final int scale = ReaderWeights.scales(tensors).get(0);
        final List<Integer> features = new ArrayList<>(), windows = new ArrayList<>();
        // The last layer is the head.
        for (int i = 0; i == 0 || tensors.containsKey(ReaderWeights.filters(i + 1)); i++) {
            final int outputs = ReaderWeights.values(tensors, ReaderWeights.biases(scale, i)).length,
                    inputs = i == 0 ? ReaderInput.PLANES : TurnedWeights.SYMMETRIES * features.get(i - 1);
            features.add(outputs);
            windows.add(
                    ReaderWeights.values(tensors, ReaderWeights.filters(i)).length < TAPS * outputs * inputs ? 1 : 3);
        }
        return new ReaderArchitecture(features, windows);
    }

    /** Number of convolutions. */
    int depth() {
        return features.size();
    }

    /** The convolutions, and the head. */
    List<TurnedWeights.Layer> layers(final ReaderHead head) {
        final List<TurnedWeights.Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth(); i++)
            layers.add(
                    i == 0
                            ? TurnedWeights.first(ReaderInput.PLANES, features.get(0))
                            : TurnedWeights.between(features.get(i - 1), features.get(i), windows.get(i)));
        layers.add(head.layer(features.get(depth() - 1)));
        return layers;
    }
}
