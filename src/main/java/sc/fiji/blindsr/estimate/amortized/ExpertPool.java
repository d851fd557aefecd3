package sc.fiji.blindsr.estimate.amortized;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** Experts whose mean log-variances differ by less are believed alike; of a long series none is kept by itself. */
    private static final double ALIKE = 0.01;

    private final int entries;
    private final double preference, narrowing;
    /** Sums over experts who see about the same width, the narrowest first. */
    private final SortedMap<Long, Sums> ofWidths = new TreeMap<>();

    private double squares;
    private long count;

    /** Of some experts: their precisions and what they say times these, for each entry; and moments of their mean log-variance. */
    private static final class Sums {

        private final double[] precisions, weighted;
        private double logVariances, squaredLogVariances;

        Sums(final int entries) {
            precisions = new double[entries];
            weighted = new double[entries];
        }

        void add(final Experts experts, final int i, final double logVariance) {
            for (int entry = 0; entry < precisions.length; entry++) {
                final double precision = experts.precision(i, entry);
                precisions[entry] += precision;
                weighted[entry] += precision * experts.mean(i, entry);
            }
            final double precision = experts.precision(i, 0);
            logVariances += precision * logVariance;
            squaredLogVariances += precision * logVariance * logVariance;
        }

        void add(final Sums others, final double trust) {
            for (int entry = 0; entry < precisions.length; entry++) {
                precisions[entry] += trust * others.precisions[entry];
                weighted[entry] += trust * others.weighted[entry];
            }
            logVariances += trust * others.logVariances;
            squaredLogVariances += trust * others.squaredLogVariances;
        }

        double[] means() {
            final double[] means = new double[weighted.length];
            Arrays.setAll(means, entry -> weighted[entry] / precisions[entry]);
            return means;
        }

        double logVariance() {
            return logVariances / precisions[0];
        }

        /** Mean square of the log-variances' distances from one. */
        double variance(final double from) {
            return Math.max(0, squaredLogVariances / precisions[0] + from * (from - 2 * logVariance()));
        }
    }

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
    }

    /** Adds an expert of an image. */
    void add(final Experts experts, final int i) {
        final double logVariance = (experts.mean(i, 0) + experts.mean(i, 1)) / 2,
                sureness = (experts.precision(i, 0) + experts.precision(i, 1)) / 2;
        ofWidths.computeIfAbsent(preference == 0 ? 0 : Math.round(logVariance / ALIKE), width -> new Sums(entries))
                .add(experts, i, logVariance);
        squares += sureness * sureness;
        count++;
    }

    /** Number of experts. */
    long count() {
        return count;
    }

    /** Sum of their precisions, for each entry. */
    double[] precisions() {
        return all().precisions;
    }

    private Sums all() {
        final Sums all = new Sums(entries);
        ofWidths.values().forEach(sums -> all.add(sums, 1));
        return all;
    }

    /** How many experts, equally sure, would say as much: those who see nothing do not count. */
    private double saying(final Sums all) {
        final double sum = (all.precisions[0] + all.precisions[1]) / 2;
        return sum * sum / squares;
    }

    /** What they say of each entry. */
    double[] means() {
        final Sums all = all();
        final double[] alike = all.means();
        final double preferred = preference * Math.max(0, Math.log(saying(all) / FEW));
        if (!(preferred > 0)) return alike;
        final double middle = (alike[0] + alike[1]) / 2;
        final Sums trusted = new Sums(entries);
        for (final Sums sums : ofWidths.values()) {
            final double wider = Math.max(-FAR, Math.min(FAR, sums.logVariance() - middle));
            trusted.add(sums, Math.exp(-preferred * wider));
        }
        final double[] means = trusted.means();
        final double narrowed = preferred * Math.min(narrowing, PER_VARIANCE * all.variance(middle));
        for (int entry = 0; entry < 2; entry++) means[entry] += narrowed;
        return means;
    }
}
