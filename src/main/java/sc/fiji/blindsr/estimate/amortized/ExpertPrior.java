package sc.fiji.blindsr.estimate.amortized;

import java.util.Random;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.progress.Progress;

/**
 * The prior in each expert's answer: what the network says where there is nothing to be seen of a blur, as in white noise. It was
 * trained to say the best of single places, and leans there on the blurs it was trained on; many places together need not.
 *
 * @param precisions of the entries xx, yy, xy
 * @param means of the entries
 */
record ExpertPrior(double[] precisions, double[] means) {

    /** Side of the white noise, pixels. */
    private static final int SIDE = 160;

    static ExpertPrior of(final BlurReader reader) {
        final Random random = new Random(1);
        final float[] noise = new float[SIDE * SIDE];
        for (int i = 0; i < noise.length; i++) noise[i] = (float) random.nextGaussian();
        final Experts experts = reader.experts(noise, Channels.allKnown(noise.length), SIDE, SIDE, Progress.NONE);
        final double[] precisions = new double[3], means = new double[3];
        for (int entry = 0; entry < 3; entry++) {
            for (int i = 0; i < experts.count(); i++) {
                precisions[entry] += experts.precision(i, entry);
                means[entry] += experts.precision(i, entry) * experts.mean(i, entry);
            }
            means[entry] /= precisions[entry];
            precisions[entry] /= experts.count();
        }
        return new ExpertPrior(precisions, means);
    }
}
