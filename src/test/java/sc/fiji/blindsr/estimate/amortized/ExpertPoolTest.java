package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertPoolTest {

    private static final double SHARP = -1, SOFT = 0.2;

    /** size×size experts; every second sees a soft blur, and is surer by a factor of e. */
    private static Experts experts(final int size) {
        final int n = size * size;
        final float[] values = new float[6 * n];
        for (int i = 0; i < n; i++) {
            final boolean soft = i % 2 == 1;
            for (int entry = 0; entry < 2; entry++) values[entry * n + i] = (float) (soft ? SOFT : SHARP);
            for (int entry = 3; entry < 6; entry++) values[entry * n + i] = soft ? 1 : 0;
        }
        return new Experts(new FeatureMaps(6, size, size, values), 3, 4, 25, 8);
    }

    private static ExpertPool pool(final Experts experts, final double preference) {
        final ExpertPool pool = new ExpertPool(experts.entries(), preference, 0.135);
        for (int i = 0; i < experts.count(); i++) pool.add(experts, i);
        return pool;
    }

    @Test
    void noExpertIsSurerThanItCanBe() {
        final Experts experts = new Experts(new FeatureMaps(2, 2, 1, new float[] {0, 0, 7, -7}), 1, 4, 25, 2.5f);
        assertEquals(Math.exp(2.5), experts.precision(0, 0), 1e-6);
        assertEquals(Math.exp(-2.5), experts.precision(1, 0), 1e-6);
    }

    @Test
    void fewExpertsCountByTheirPrecisions() {
        final ExpertPool pool = pool(experts(4), 0.35);
        final double mean = (SHARP + Math.E * SOFT) / (1 + Math.E);
        assertArrayEquals(new double[] {mean, mean, 0}, pool.means(), 1e-6);
        assertEquals(16, pool.count());
        assertEquals(8 * (1 + Math.E), pool.precisions()[0], 1e-6);
    }

    /** The more there are, the more those count who see a narrower blur. */
    @Test
    void ofManyExpertsTheSharpestCountMore() {
        double last = SOFT;
        for (final int size : List.of(6, 12, 24, 48)) {
            final double[] means = pool(experts(size), 0.35).means();
            assertTrue(means[0] < last && means[0] > SHARP, size + ": " + means[0]);
            assertEquals(means[0], means[1], 1e-12);
            last = means[0];
        }
    }

    /** Nothing is gained by splitting an image, and experts who agree are believed. */
    @Test
    void severalImagesAreOneCrowd() {
        final Experts one = experts(12), other = experts(12);
        final ExpertPool both = new ExpertPool(3, 0.35, 0.135), twice = new ExpertPool(3, 0.35, 0.135);
        for (int i = 0; i < one.count(); i++) {
            both.add(one, i);
            twice.add(one, i);
        }
        for (int i = 0; i < one.count(); i++) both.add(other, i);
        for (int i = 0; i < one.count(); i++) twice.add(experts(12), i);
        assertArrayEquals(both.means(), twice.means(), 1e-9);

        final ExpertPool sharp = new ExpertPool(3, 0.35, 0.135);
        for (int i = 0; i < one.count(); i += 2) sharp.add(one, i);
        assertEquals(SHARP, sharp.means()[0], 1e-6);
    }

    /** Entries that are no widths have no sharper and softer. */
    @Test
    void componentsCountByTheirPrecisions() {
        final int entries = KernelComponents.symmetries().size(), size = 20;
        final float[] values = new float[2 * entries * size * size];
        for (int i = 0; i < size * size; i++) values[i] = i % 2;
        final Experts experts = new Experts(new FeatureMaps(2 * entries, size, size, values), entries, 4, 25, 8);
        assertEquals(0.5, pool(experts, 0).means()[0], 1e-9);
    }
}
