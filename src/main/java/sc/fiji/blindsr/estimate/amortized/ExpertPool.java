package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Experts who answer together, of one image or of several: the mean of what they say, weighted by their precisions. What looks
 * soft may be soft by itself, but nothing looks sharper than the blur lets it be. So of many experts those who see a narrower
 * blur count for more, and the more there are: a large image has more to choose from. How much more is among the network's
 * weights.
 */
final class ExpertPool {

    /** Experts up to this number are all believed alike. */
    private static final double FEW = 20;

    /** Experts who are further from all others than this count as if they were not, log-variance. */
    private static final double FAR = 1.5;

    /** Where the experts agree, the log-variances become too small by so many times their variance at most. */
    private static final double PER_VARIANCE = 2;

    private final int entries;
    private final double preference, narrowing;
    private final List<Experts> images = new ArrayList<>();
    private final List<BitSet> members = new ArrayList<>();
    private final double[] precisions, weighted;
    private double squares;
    private long count;

    /**
     * @param entries how many numbers the experts say of the blur
     * @param preference how much more an expert counts who sees a log-variance, the mean of the first two entries, that is less
     *     by 1, for each factor of e in the experts' number; 0 where the entries are no log-variances
     * @param narrowing by how much the log-variances become too small by that, for each unit of the preference
     */
    ExpertPool(final int entries, final double preference, final double narrowing) {
        this.entries = entries;
        this.preference = preference;
        this.narrowing = narrowing;
        precisions = new double[entries];
        weighted = new double[entries];
    }

    /** Adds an expert of an image. */
    void add(final Experts experts, final int i) {
        if (images.isEmpty() || images.get(images.size() - 1) != experts) {
            images.add(experts);
            members.add(new BitSet(experts.count()));
        }
        members.get(members.size() - 1).set(i);
        count++;
        double sureness = 0;
        for (int entry = 0; entry < entries; entry++) {
            final double precision = experts.precision(i, entry);
            precisions[entry] += precision;
            weighted[entry] += precision * experts.mean(i, entry);
            if (entry < 2) sureness += precision / 2;
        }
        squares += sureness * sureness;
    }

    /** Number of experts. */
    long count() {
        return count;
    }

    /** Sum of their precisions, for each entry. */
    double[] precisions() {
        return precisions.clone();
    }

    /** How many experts, equally sure, would say as much: those who see nothing do not count. */
    private double saying() {
        final double sum = (precisions[0] + precisions[1]) / 2;
        return sum * sum / squares;
    }

    /** What they say of each entry. */
    double[] means() {
        final double preferred = preference == 0 ? 0 : preference * Math.max(0, Math.log(saying() / FEW));
        final double[] means = new double[entries];
        for (int entry = 0; entry < entries; entry++) means[entry] = weighted[entry] / precisions[entry];
        if (preferred == 0) return means;
        final double middle = (means[0] + means[1]) / 2;
        final double[] sums = new double[entries], totals = new double[entries];
        double variance = 0;
        for (int image = 0; image < images.size(); image++) {
            final Experts experts = images.get(image);
            final BitSet known = members.get(image);
            for (int i = known.nextSetBit(0); i >= 0; i = known.nextSetBit(i + 1)) {
                final double wider = (experts.mean(i, 0) + experts.mean(i, 1)) / 2 - middle;
                variance += experts.precision(i, 0) / precisions[0] * wider * wider;
                final double trust = Math.exp(-preferred * Math.max(-FAR, Math.min(FAR, wider)));
                for (int entry = 0; entry < entries; entry++) {
                    final double weight = trust * experts.precision(i, entry);
                    totals[entry] += weight;
                    sums[entry] += weight * experts.mean(i, entry);
                }
            }
        }
        final double narrowed = preferred * Math.min(narrowing, PER_VARIANCE * variance);
        for (int entry = 0; entry < entries; entry++)
            means[entry] = sums[entry] / totals[entry] + (entry < 2 ? narrowed : 0);
        return means;
    }
}
