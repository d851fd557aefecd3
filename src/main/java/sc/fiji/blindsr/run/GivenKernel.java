package sc.fiji.blindsr.run;

import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.kernel.Resampling;

/** A kernel whose image {@link AmortizedFkp} reads too, beside what it reads there. */
final class GivenKernel {

    /** How many standard deviations from what was read a blur may well be. */
    private static final double DOUBT = 1.5;

    /**
     * What a kernel that is no Gaussian may differ at the most from what is seen, {@link AmortizedFkp#misfit}. On ten photographs three
     * of four shapes of General that are there differ by less; of Gaussians 1.4 times as wide as the blur, one in five.
     */
    private static final double FITS = 1.3;
    /** The least difference of a kernel that is no Gaussian from the Gaussian that fits its core, over the kernel, root mean squares. */
    private static final double LEAST_DIFFERENCE = 0.08;

    private final BlurKernel kernel;
    private final int scale;
    private final KernelFigures whole, core;
    private final boolean gaussian;

    /** @param kernel with sum 1, centred for the scale factor */
    GivenKernel(final BlurKernel kernel, final int scale) {
        this.kernel = kernel;
        this.scale = scale;
        whole = KernelFigures.of(kernel);
        core = KernelFigures.ofCore(kernel);
        gaussian = difference(kernel, core, scale) < LEAST_DIFFERENCE;
    }

    private static double difference(final BlurKernel kernel, final KernelFigures figures, final int scale) {
        final BlurKernel gaussian = KernelSpread.beside(figures, scale, 0, 0, 0)
                .kernel(scale, Math.max(kernel.width(), kernel.height()) | 1)
                .framed(kernel.width(), kernel.height());
        double differences = 0, squares = 0;
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++) {
                differences += Math.pow(kernel.get(x, y) - gaussian.get(x, y), 2);
                squares += Math.pow(kernel.get(x, y), 2);
            }
        return Math.sqrt(differences / squares);
    }

    /** Figures of its core, which is what an image shows of it. */
    KernelFigures core() {
        return core;
    }

    /** Of its core, or of all of it if that is less, as of movement. */
    private double area() {
        return Math.min(area(core), area(whole));
    }

    /** Of what is narrower than the narrowest blur, that of this: a line of single pixels has no width across. */
    private double area(final KernelFigures figures) {
        final double least = KernelFigures.width(AnisotropicGaussian.smallestVariance(scale));
        return Math.max(least, figures.fwhmMajor()) * Math.max(least, figures.fwhmMinor());
    }

    /** How much larger its area is than that of a blur that was read. */
    double areaOver(final BlurKernel read) {
        return area() / area(KernelFigures.of(read));
    }

    /**
     * Whether a blur that is well known is as good as the kernel. What is read of a blur that is no Gaussian is mostly its core; but
     * of movement, all of it; and of one that is wider than the reader knows, that it is wide.
     */
    boolean agreesWith(final Estimate read) {
        return !gaussian && isBeyond(read)
                || !read.uncertain() && Stream.of(core, whole).anyMatch(figures -> agree(read, figures));
    }

    private boolean isBeyond(final Estimate read) {
        final double widest = KernelFigures.width(AnisotropicGaussian.largestVariance(scale));
        return core.fwhmMinor() > widest && KernelFigures.of(read.kernel()).fwhmMinor() > BlurReading.EDGE * widest;
    }

    private static boolean agree(final Estimate read, final KernelFigures given) {
        final KernelFigures figures = KernelFigures.of(read.kernel());
        final KernelSpread spread = read.spread().orElseThrow();
        return Math.abs(given.fwhmMajor() - figures.fwhmMajor()) <= DOUBT * spread.fwhmMajor()
                && Math.abs(given.fwhmMinor() - figures.fwhmMinor()) <= DOUBT * spread.fwhmMinor()
                // what is round within that has no direction
                && (given.fwhmMajor() - given.fwhmMinor() <= DOUBT * spread.fwhmMajor()
                        || Math.abs(Math.IEEEremainder(given.angle() - figures.angle(), 180))
                                <= DOUBT * spread.angle());
    }

    /**
     * Whether it is no Gaussian, and seen as it is by who knows other shapes.
     *
     * @param low part of the image, X×Y×C, at least as large as the reader needs
     */
    boolean isSeenIn(final RandomAccessibleInterval<FloatType> low, final AmortizedFkp reader) {
        final int size = BlurKernel.sizeFor(scale);
        return scale > 1 && !gaussian && reader.misfit(kernel.framed(size, size).normalised(), low, scale) <= FITS;
    }

    /**
     * The blur that an image has, if what was read of it is right: that which was read, or, of a kernel that is no Gaussian, one of its
     * shape as wide as that. Where it is not well known, it is as like the kernel as its ± allow: that gets the benefit of the doubt.
     */
    BlurKernel asRead(final Estimate read) {
        final BlurKernel seen = read.uncertain() ? nearest(read) : read.kernel();
        return gaussian ? seen : ofWidth(Math.sqrt(area(KernelFigures.of(seen)) / area()));
    }

    /** The kernel, so many times as wide. */
    private BlurKernel ofWidth(final double factor) {
        return KernelCentre.centred(Resampling.resampled(kernel, factor, factor), scale);
    }

    private BlurKernel nearest(final Estimate read) {
        final KernelFigures figures = KernelFigures.of(read.kernel());
        final KernelSpread spread = read.spread().orElseThrow();
        final AnisotropicGaussian nearest = KernelSpread.beside(
                figures,
                scale,
                within(spread.fwhmMajor(), core.fwhmMajor() - figures.fwhmMajor()),
                within(spread.fwhmMinor(), core.fwhmMinor() - figures.fwhmMinor()),
                0);
        return nearest.kernel(scale, nearest.sizeWithRoom(scale));
    }

    private static double within(final double largest, final double value) {
        return Math.max(-largest, Math.min(largest, value));
    }
}
