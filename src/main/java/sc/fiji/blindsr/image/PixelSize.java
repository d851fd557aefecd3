package sc.fiji.blindsr.image;

import ij.measure.Calibration;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The size of a calibrated image's pixels.
 *
 * @param width of a pixel, in the unit
 * @param height of a pixel, in the unit
 * @param unit as the image names it
 */
public record PixelSize(double width, double height, String unit) {

    /** Sizes that differ by less than this part are the same. */
    private static final double ALIKE = 0.02;

    /** Lengths in metres, by the names that images have for them, in lower case. */
    private static final Map<String, Double> METRES = Map.ofEntries(
            Map.entry("m", 1.0),
            Map.entry("meter", 1.0),
            Map.entry("metre", 1.0),
            Map.entry("mm", 1e-3),
            Map.entry("millimeter", 1e-3),
            Map.entry("millimetre", 1e-3),
            Map.entry("µm", 1e-6), // the micro sign
            Map.entry("μm", 1e-6), // the Greek letter
            Map.entry("um", 1e-6),
            Map.entry("micron", 1e-6),
            Map.entry("microns", 1e-6),
            Map.entry("micrometer", 1e-6),
            Map.entry("micrometre", 1e-6),
            Map.entry("nm", 1e-9),
            Map.entry("nanometer", 1e-9),
            Map.entry("nanometre", 1e-9),
            Map.entry("å", 1e-10),
            Map.entry("pm", 1e-12));

    /** What files for print say of themselves, or files without any calibration: nothing about the specimen. */
    private static final Set<String> MEANINGLESS = Set.of("", "inch", "in", "cm", "pixel", "pixels");

    /** The pixels of an image; none if it is not calibrated, or only for print. */
    public static Optional<PixelSize> of(final Calibration calibration) {
        return calibration.scaled()
                        && !MEANINGLESS.contains(calibration.getUnit().trim().toLowerCase(Locale.ROOT))
                ? Optional.of(new PixelSize(calibration.pixelWidth, calibration.pixelHeight, calibration.getUnit()))
                : Optional.empty();
    }

    /** The pixels of a grid that is finer by a scale factor. */
    public PixelSize finer(final int scale) {
        return new PixelSize(width / scale, height / scale, unit);
    }

    /** Whether it is known that other pixels are of another size, by more than {@value #ALIKE}. */
    public boolean differs(final PixelSize other) {
        final OptionalDouble unit = unitIn(other.unit);
        return unit.isPresent()
                && Math.max(
                                Math.abs(Math.log(width * unit.getAsDouble() / other.width)),
                                Math.abs(Math.log(height * unit.getAsDouble() / other.height)))
                        > ALIKE;
    }

    /** The mean of both sides. */
    public double meanSide() {
        return (width + height) / 2;
    }

    /** How long one of this unit is in another one; empty if they are not of the same kind. */
    public OptionalDouble unitIn(final String other) {
        final String mine = unit.trim().toLowerCase(Locale.ROOT),
                theirs = other.trim().toLowerCase(Locale.ROOT);
        if (mine.equals(theirs)) return OptionalDouble.of(1);
        return METRES.containsKey(mine) && METRES.containsKey(theirs)
                ? OptionalDouble.of(METRES.get(mine) / METRES.get(theirs))
                : OptionalDouble.empty();
    }

    @Override
    public String toString() {
        return width == height ? digits(width) + " " + unit : digits(width) + "×" + digits(height) + " " + unit;
    }

    private static String digits(final double length) {
        return BigDecimal.valueOf(length)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
