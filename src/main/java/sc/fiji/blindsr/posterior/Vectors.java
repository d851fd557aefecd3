package sc.fiji.blindsr.posterior;

import java.util.stream.IntStream;

/** Operations on long vectors, parallel where that is faster. */
public final class Vectors {

    /** Number of values in a part. */
    private static final int PART = 2048;
    /** Fewer parts than this are not worth distributing over the cores. */
    private static final int FEWEST_PARALLEL_PARTS = 64;

    private Vectors() {}

    /** Work on a part of a vector. */
    interface Work {

        /**
         * @param from the first index
         * @param to the last one, not included
         */
        void on(int from, int to);
    }

    /** Does work on all parts of vectors of length n. */
    static void forParts(final int n, final Work work) {
        parts(n).forEach(p -> work.on(p * PART, Math.min(n, (p + 1) * PART)));
    }

    private static IntStream parts(final int n) {
        final int count = (n + PART - 1) / PART;
        final IntStream parts = IntStream.range(0, count);
        return count < FEWEST_PARALLEL_PARTS ? parts : parts.parallel();
    }

    /** Work on a part of a vector that gives a number. */
    interface Summand {

        /**
         * @param from the first index
         * @param to the last one, not included
         */
        double of(int from, int to);
    }

    /**
     * Sum over all parts of vectors of length n. It does not depend on the number of cores, since the parts are added in
     * order.
     */
    static double sumOfParts(final int n, final Summand summand) {
        final double[] sums = parts(n).mapToDouble(p -> summand.of(p * PART, Math.min(n, (p + 1) * PART)))
                .toArray();
        double sum = 0;
        for (final double part : sums) sum += part;
        return sum;
    }

    /** Σ a·b. */
    static double dot(final float[] a, final float[] b) {
        return sumOfParts(a.length, (from, to) -> dot(a, from, b, from, to - from));
    }

    /**
     * Σ a[i + k]·b[j + k] for k = 0…n − 1, in single precision, for n up to some thousands. Eight partial sums run
     * faster than one.
     */
    public static double dot(final float[] a, final int i, final float[] b, final int j, final int n) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int k = 0;
        for (; k + 8 <= n; k += 8) {
            s0 += a[i + k] * b[j + k];
            s1 += a[i + k + 1] * b[j + k + 1];
            s2 += a[i + k + 2] * b[j + k + 2];
            s3 += a[i + k + 3] * b[j + k + 3];
            s4 += a[i + k + 4] * b[j + k + 4];
            s5 += a[i + k + 5] * b[j + k + 5];
            s6 += a[i + k + 6] * b[j + k + 6];
            s7 += a[i + k + 7] * b[j + k + 7];
        }
        for (; k < n; k++) s0 += a[i + k] * b[j + k];
        return ((double) s0 + s1) + ((double) s2 + s3) + ((double) s4 + s5) + ((double) s6 + s7);
    }

    /** Σ a, likewise. */
    public static double sum(final float[] a) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int k = 0;
        for (; k + 8 <= a.length; k += 8) {
            s0 += a[k];
            s1 += a[k + 1];
            s2 += a[k + 2];
            s3 += a[k + 3];
            s4 += a[k + 4];
            s5 += a[k + 5];
            s6 += a[k + 6];
            s7 += a[k + 7];
        }
        double sum = ((double) s0 + s1) + ((double) s2 + s3) + ((double) s4 + s5) + ((double) s6 + s7);
        for (; k < a.length; k++) sum += a[k];
        return sum;
    }
}
