package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.List;

/** Entries each of which a turned or mirrored image leaves as it is but for the sign: {@link KernelComponents}. */
final class ComponentHead implements ReaderHead {

    /** Of standardised entries: a standard deviation of 0.29. Several places together are surer than that. */
    private static final float SUREST = 2.5f;

    private final List<EntrySymmetry> entries;

    ComponentHead(final List<EntrySymmetry> entries) {
        this.entries = List.copyOf(entries);
    }

    @Override
    public int entries() {
        return entries.size();
    }

    @Override
    public float surest() {
        return SUREST;
    }

    @Override
    public float[] pooling() {
        return new float[] {0, 0.5f, 0.5f, 0};
    }

    @Override
    public TurnedWeights.Layer layer(final int inputs) {
        return TurnedWeights.head(inputs, entries);
    }

    /** Of standardised entries: means and log-precisions 0. */
    @Override
    public float[] first() {
        return new float[2 * entries.size()];
    }

    @Override
    public float[] full(final float[] learned) {
        final float[] full = learned.clone();
        // Without an image no direction is preferred.
        for (int i = 0; i < entries.size(); i++) if (entries.get(i) != EntrySymmetry.SAME) full[i] = 0;
        return full;
    }

    @Override
    public float[] learned(final float[] gradient) {
        return full(Arrays.copyOf(gradient, 2 * entries.size()));
    }
}
