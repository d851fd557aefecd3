package sc.fiji.blindsr.posterior;

import java.util.List;

/**
 * The sampling model with a blur that changes from place to place: each low-resolution pixel sees the patch through a kernel
 * of its own, a weighted sum of a few base kernels,
 *
 * <pre>
 * A = Σ_j C_j B_j,   Aᵀ = Σ_j B_jᵀ C_j,   C_j diagonal: the weight of base kernel j at each pixel
 * </pre>
 *
 * (Flicker and Rigaut, "Anisoplanatic deconvolution of adaptive optics images", JOSA A 2005). Where the weights change
 * smoothly there are no seams. As many products as there are base kernels.
 */
public final class VaryingSampling implements SamplingOperator {

    private final List<BlurSampling> bases;
    private final List<float[]> weights;
    private final Pool<float[]> spare = new Pool<>();

    /**
     * @param bases one operator for each base kernel
     * @param weights of each base kernel at each pixel, in the layout of {@link Polyphase#low}
     */
    public VaryingSampling(final List<BlurSampling> bases, final List<float[]> weights) {
        this.bases = bases;
        this.weights = weights;
    }

    @Override
    public void apply(final float[] x, final float[] y) {
        final float[] part = spare.take(() -> new float[y.length]);
        for (int j = 0; j < bases.size(); j++) {
            final float[] weight = weights.get(j);
            bases.get(j).apply(x, part);
            final boolean first = j == 0;
            Vectors.forParts(y.length, (from, to) -> {
                if (first) for (int i = from; i < to; i++) y[i] = weight[i] * part[i];
                else for (int i = from; i < to; i++) y[i] += weight[i] * part[i];
            });
        }
        spare.give(part);
    }

    @Override
    public void applyTransposed(final float[] y, final float[] x) {
        final float[] weighted = spare.take(() -> new float[y.length]);
        final float[] part = new float[x.length];
        for (int j = 0; j < bases.size(); j++) {
            final float[] weight = weights.get(j);
            Vectors.forParts(y.length, (from, to) -> {
                for (int i = from; i < to; i++) weighted[i] = weight[i] * y[i];
            });
            bases.get(j).applyTransposed(weighted, j == 0 ? x : part);
            if (j > 0)
                Vectors.forParts(x.length, (from, to) -> {
                    for (int i = from; i < to; i++) x[i] += part[i];
                });
        }
        spare.give(weighted);
    }
}
