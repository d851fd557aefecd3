package sc.fiji.blindsr.run;

import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.CameraProfile.Kind;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.image.MostTexturedWindow;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.pixel.NeighbourMeans;

/** Reads the blur of an image whose kernel was given, to compare it with that. */
final class BlurReading {

    /** Side of the part on which the blur is read, low-resolution pixels. */
    private static final int PART = 128;
    /**
     * A blur that is read as this share of the widest that the reader knows may be wider; and is, if means of pixels say so of this
     * share.
     */
    static final double EDGE = 0.9, WIDER = 1.25;

    /** Variance that means of two pixels add to a blur, pixels². */
    private static final double OF_MEANS = 0.25;

    static final AmortizedFkp READER = new AmortizedFkp();

    private final Observation pixels;
    private final int scale;
    private final Kind noise;

    BlurReading(final Observation pixels, final int scale, final Kind noise) {
        this.pixels = pixels;
        this.scale = scale;
        this.noise = noise;
    }

    /** The part of the plane on which it is read. */
    RandomAccessibleInterval<FloatType> part() {
        return part(PART);
    }

    private RandomAccessibleInterval<FloatType> part(final int side) {
        return Planes.crop(pixels.levels(), MostTexturedWindow.find(pixels.levels(), pixels.bounds(), side));
    }

    /**
     * The blur that the image seems to have; empty where that cannot be told. One that is wider than the reader knows is half as wide
     * in means of 2×2 pixels: of 60 blurs of photographs, 1.1 to 2 times as wide, these tell the widths to 9 % in the mean.
     */
    Optional<Estimate> found() {
        final Optional<Estimate> read = read(part(PART));
        return read.filter(found -> isAbove(found, EDGE))
                .flatMap(found -> read(halved(part(2 * PART))))
                .map(this::doubled)
                .filter(wide -> isAbove(wide, WIDER))
                .or(() -> read)
                .filter(found -> found.warning().isEmpty() || found.uncertain());
    }

    private Optional<Estimate> read(final RandomAccessibleInterval<FloatType> part) {
        return Math.min(part.dimension(0), part.dimension(1)) < READER.smallestRegion(scale)
                ? Optional.empty()
                : Optional.of(READER.read(part, scale, noise));
    }

    private static RandomAccessibleInterval<FloatType> halved(final RandomAccessibleInterval<FloatType> part) {
        final int width = (int) part.dimension(0), height = (int) part.dimension(1);
        return ArrayImgs.floats(
                NeighbourMeans.halved(Channels.luminanceOf(part), width, height), width / 2, height / 2, 1);
    }

    /** Whether a blur is wider than so many times the widest that the reader knows. */
    private boolean isAbove(final Estimate read, final double widest) {
        return KernelFigures.of(read.kernel()).fwhmMajor()
                > widest * KernelFigures.width(AnisotropicGaussian.largestVariance(scale));
    }

    /** The blur of the image, from that of its means. */
    private Estimate doubled(final Estimate halved) {
        final KernelFigures figures = KernelFigures.of(halved.kernel());
        final KernelSpread spread = halved.spread().orElseThrow();
        final AnisotropicGaussian blur = AnisotropicGaussian.ofWidths(
                doubled(figures.fwhmMajor()), doubled(figures.fwhmMinor()), figures.angle(), scale);
        return new Estimate(
                blur.kernel(scale, blur.sizeWithRoom(scale)),
                Optional.empty(),
                halved.device(),
                Optional.of(new KernelSpread(2 * spread.fwhmMajor(), 2 * spread.fwhmMinor(), spread.angle())),
                halved.warning(),
                halved.uncertain());
    }

    /**
     * A width without what the means added.
     *
     * @param width in the image of means, its high-resolution pixels
     * @return low-resolution pixels of the image
     */
    private double doubled(final double width) {
        final double variance = Math.pow(2 * width / scale / KernelFigures.FWHM_PER_SIGMA, 2);
        return KernelFigures.width(Math.max(OF_MEANS, variance - OF_MEANS));
    }
}
