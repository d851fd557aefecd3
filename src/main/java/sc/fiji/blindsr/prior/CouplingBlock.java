package sc.fiji.blindsr.prior;

import java.io.Serializable;

/**
 * One block of the flow (FKP, section 3.2): an affine coupling that keeps every second entry and scales and shifts the
 * others by amounts computed from the kept ones, and a batch norm, which at inference is one affine map per entry.
 */
final class CouplingBlock implements Serializable {

    private static final long serialVersionUID = 1L;

    static final double EPSILON = 1e-5;

    private final int[] kept;
    private final int[] free;
    private final MaskedMlp logScale;
    private final MaskedMlp translation;
    private final double[] factor;
    private final double[] offset;
    private final double normLogDeterminant;

    /**
     * @param kept indices where the mask is 1
     * @param free the other indices
     * @param logGamma batch norm's log-gamma, one for each entry
     * @param beta its shift
     * @param mean its running mean
     * @param variance its running variance
     */
    CouplingBlock(
            final int[] kept,
            final int[] free,
            final MaskedMlp logScale,
            final MaskedMlp translation,
            final float[] logGamma,
            final float[] beta,
            final float[] mean,
            final float[] variance) {
        this.kept = kept;
        this.free = free;
        this.logScale = logScale;
        this.translation = translation;
        final int n = logGamma.length;
        factor = new double[n];
        offset = new double[n];
        double logDeterminant = 0;
        for (int i = 0; i < n; i++) {
            factor[i] = Math.exp(logGamma[i]) / Math.sqrt(variance[i] + EPSILON);
            offset[i] = beta[i] - factor[i] * mean[i];
            logDeterminant += Math.log(factor[i]);
        }
        normLogDeterminant = logDeterminant;
    }

    /** Kernel → latent: overwrites x by the block's output. @return log|det| of this block's Jacobian */
    double forward(final double[] x) {
        final double[] input = pick(x, kept);
        final double[] s = logScale.forward(input).output(),
                t = translation.forward(input).output();
        double logDeterminant = normLogDeterminant;
        for (int i = 0; i < free.length; i++) {
            x[free[i]] = (x[free[i]] - t[i]) * Math.exp(-s[i]);
            logDeterminant -= s[i];
        }
        for (int i = 0; i < x.length; i++) x[i] = factor[i] * x[i] + offset[i];
        return logDeterminant;
    }

    /** What {@link #backward} needs of an {@link #inverse}. */
    record Pass(MaskedMlp.Pass logScale, MaskedMlp.Pass translation, double[] free, double logDeterminant) {}

    /** Latent → kernel: overwrites u by the block's input. */
    Pass inverse(final double[] u) {
        for (int i = 0; i < u.length; i++) u[i] = (u[i] - offset[i]) / factor[i];
        final double[] input = pick(u, kept), before = pick(u, free);
        final MaskedMlp.Pass s = logScale.forward(input), t = translation.forward(input);
        double logDeterminant = -normLogDeterminant;
        for (int i = 0; i < free.length; i++) {
            u[free[i]] = before[i] * Math.exp(s.output()[i]) + t.output()[i];
            logDeterminant += s.output()[i];
        }
        return new Pass(s, t, before, logDeterminant);
    }

    /** Gradient through {@link #inverse}: overwrites the gradient at its output by the one at its input. */
    void backward(final Pass pass, final double[] gradient) {
        final double[] atTranslation = pick(gradient, free), atLogScale = new double[free.length];
        for (int i = 0; i < free.length; i++) {
            final double scale = Math.exp(pass.logScale.output()[i]);
            gradient[free[i]] = atTranslation[i] * scale;
            atLogScale[i] = atTranslation[i] * scale * pass.free[i];
        }
        final double[] fromScale = logScale.backward(pass.logScale, atLogScale);
        final double[] fromTranslation = translation.backward(pass.translation, atTranslation);
        for (int i = 0; i < kept.length; i++) gradient[kept[i]] += fromScale[i] + fromTranslation[i];
        for (int i = 0; i < gradient.length; i++) gradient[i] /= factor[i];
    }

    private static double[] pick(final double[] v, final int[] indices) {
        final double[] picked = new double[indices.length];
        for (int i = 0; i < indices.length; i++) picked[i] = v[indices[i]];
        return picked;
    }
}
