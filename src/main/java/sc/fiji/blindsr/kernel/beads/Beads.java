package sc.fiji.blindsr.kernel.beads;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All spots that were found, in their order, and what became of each.
 *
 * @param all also those that are not used
 */
public record Beads(List<Bead> all) {

    /** Those that are used. */
    public List<Bead> used() {
        return all.stream().filter(Bead::isUsed).toList();
    }

    /** The same, where others stand for those that are used. */
    Beads withUsed(final UnaryOperator<Bead> other) {
        return new Beads(all.parallelStream()
                .map(bead -> bead.isUsed() ? other.apply(bead) : bead)
                .toList());
    }

    /** How many have become this. */
    long count(final Bead.Use use) {
        return all.stream().filter(bead -> bead.use() == use).count();
    }

    /** The same, with the noise of their light, {@link BeadLight#withGain}. */
    Beads withGain(final double gain) {
        return new Beads(all.stream().map(bead -> bead.withGain(gain)).toList());
    }

    /** The same, without using some of them. */
    Beads without(final List<Bead> some, final Bead.Use why) {
        final Set<Bead> left = new HashSet<>(some);
        return withUsed(bead -> left.contains(bead) ? bead.as(why) : bead);
    }
}
