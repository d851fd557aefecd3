package sc.fiji.blindsr.kernel.beads;

import java.util.List;
import sc.fiji.blindsr.kernel.KernelFigures;

/** One spot of an image: where it is, how wide by itself, and whether it is used. */
public final class Bead {

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

    /** Its pixels: column, row and grey level of each. */
    record Samples(int[] x, int[] y, double[] level) {}

    final int plane;
    double x;
    double y;
    /** Of the maximum above the background, in the smoothed plane. */
    final double height;

    Use use = Use.USED;
    Samples samples;
    double flux;
    double background;
    double noise;
    AdaptiveMoments moments;

    Bead(final int plane, final double x, final double y, final double height) {
        this.plane = plane;
        this.height = height;
        this.x = x;
        this.y = y;
    }

    /** Number of its plane, from 0. */
    public int plane() {
        return plane;
    }

    /** Column of its centre, where pixel 0 has its centre at 0. */
    public double x() {
        return x;
    }

    /** Row of its centre. */
    public double y() {
        return y;
    }

    /** What became of it. */
    public Use use() {
        return use;
    }

    /** Its light above the background, grey levels. */
    public double flux() {
        return flux;
    }

    /** Whether a width was measured of this bead alone. */
    public boolean isMeasured() {
        return moments != null;
    }

    /** Full width at half maximum along the longer axis of the Gaussian that fits this bead alone, pixels. */
    public double fwhmMajor() {
        return KernelFigures.width(moments.eigenvalues()[0]);
    }

    /** The same along the shorter axis. */
    public double fwhmMinor() {
        return KernelFigures.width(moments.eigenvalues()[1]);
    }

    /** One standard deviation of either width, from the noise around the bead: √2 over its signal-to-noise ratio. */
    public double fwhmError() {
        return fwhmMajor() * Math.sqrt(2) / moments.signalToNoise(noise);
    }

    /** Those of some beads that are used. */
    public static List<Bead> used(final List<Bead> beads) {
        return beads.stream().filter(bead -> bead.use == Use.USED).toList();
    }
}
