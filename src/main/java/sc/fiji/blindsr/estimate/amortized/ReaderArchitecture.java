package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.model.Tensor;

/**
 * The convolutions of the network that reads a blur, without the head. Files of weights may have other ones than are built
 * today.
 *
 * @param features of each convolution; each is eight channels
 * @param windows rows and columns of its filters, 3 or 1
 */
record ReaderArchitecture(List<Integer> features, List<Integer> windows) {

    /** What is trained from the beginning. */
    static final ReaderArchitecture TODAY =
            new ReaderArchitecture(List.of(6, 6, 6, 12, 12, 16, 16, 16), List.of(3, 3, 3, 3, 3, 3, 3, 1));

    private static final int NINE = 9;

    /** The one that a file's weights are for. */
    static ReaderArchitecture of(final Map<String, Tensor> tensors, final int scale) {
        final List<Integer> features = new ArrayList<>(), windows = new ArrayList<>();
        // The last layer is the head.
        for (int i = 0; tensors.containsKey(ReaderWeights.filters(i + 1)); i++) {
            final int outputs = length(tensors, ReaderWeights.biases(scale, i)),
                    inputs = i == 0 ? ReaderInput.PLANES : TurnedWeights.SYMMETRIES * features.get(i - 1);
            features.add(outputs);
            windows.add(length(tensors, ReaderWeights.filters(i)) < NINE * outputs * inputs ? 1 : 3);
        }
        return new ReaderArchitecture(features, windows);
    }

    private static int length(final Map<String, Tensor> tensors, final String name) {
        final Tensor tensor = tensors.get(name);
        if (tensor == null) throw ReaderWeights.missing(name);
        return tensor.values().length;
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
