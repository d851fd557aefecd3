package sc.fiji.blindsr.kernel.beads;

import java.util.Optional;
import sc.fiji.blindsr.kernel.KernelFigures;

/**
 * One spot of an image: where it is, what is seen of it by itself, and whether it is used.
 *
 * @param plane number of its plane, from 0
 * @param x column of its centre, where pixel 0 has its centre at 0
 * @param y row of its centre
 * @param height of the maximum above the background, in the smoothed plane
 * @param use what became of it
 * @param measured its light, if a width was measured of this bead alone
 */
public record Bead(int plane, double x, double y, double height, Use use, Optional<BeadLight> measured) {

    /** What becomes of a spot. */
    public enum Use {
        /** It is part of the kernel. */
        USED("used"),
        /** Too near to the image's edge. */
        AT_THE_RIM("at the rim"),
        /** Another spot is too near. */
        NOT_ALONE("not alone"),
        /** Some of its pixels are full, here or in another plane. */
        SATURATED("saturated"),
        /** It has no width that could be measured. */
        UNCLEAR("unclear"),
        /** Another plane shows it sharper. */
        OUT_OF_FOCUS("out of focus"),
        /** Beside the brightest, there were enough. */
        NOT_NEEDED("not needed"),
        /** Wider, narrower or of another shape than the others: several beads, dirt, out of focus. */
        UNLIKE("unlike the others");

        private final String label;

        Use(final String label) {
            this.label = label;
        }

        /** What the table says. */
        public String label() {
            return label;
        }
    }

    /** A maximum of a plane, of which nothing is known yet. */
    static Bead at(final int plane, final int x, final int y, final double height) {
        return new Bead(plane, x, y, height, Use.USED, Optional.empty());
    }

    /** The same, of which this becomes. */
    Bead as(final Use other) {
        return new Bead(plane, x, y, height, other, measured);
    }

    /** The same, with its light, and with its centre there. */
    Bead with(final BeadLight light, final double column, final double row) {
        return new Bead(plane, column, row, height, use, Optional.of(light));
    }

    /** Whether it is part of the kernel. */
    public boolean isUsed() {
        return use == Use.USED;
    }

    /** Distance from another's centre, pixels. */
    double distance(final Bead other) {
        return Math.hypot(other.x - x, other.y - y);
    }

    /** Its light; every bead that is used has one. */
    BeadLight light() {
        return measured.orElseThrow();
    }

    /** Full width at half maximum along the longer axis of the Gaussian that fits this bead alone, if measured, pixels. */
    public double fwhmMajor() {
        return KernelFigures.width(light().moments().eigenvalues()[0]);
    }

    /** The same along the shorter axis. */
    public double fwhmMinor() {
        return KernelFigures.width(light().moments().eigenvalues()[1]);
    }

    /** The same with the noise of its own light, {@link BeadLight#withGain}. */
    Bead withGain(final double gain) {
        return new Bead(plane, x, y, height, use, measured.map(light -> light.withGain(gain)));
    }

    /** One standard deviation of either width, from the noise around the bead and of its light: √2 over its signal-to-noise ratio. */
    public double fwhmError() {
        return fwhmMajor() * Math.sqrt(2) / light().signalToNoise();
    }
}
