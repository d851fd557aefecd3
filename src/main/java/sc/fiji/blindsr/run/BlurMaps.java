package sc.fiji.blindsr.run;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.LUT;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.kernel.intake.Extent;
import sc.fiji.blindsr.pixel.CellGrid;

/**
 * Maps of the blur as images: 32-bit stacks with a pixel for each cell, whose calibration lays them over the image they are
 * of. The slices are the widths (pixels of that image), the angle (degrees), the ± of these, and where nothing was seen.
 */
final class BlurMaps {

    /** How the title of a map ends. */
    static final String SUFFIX = "-blur";

    /** The slices. */
    private static final List<String> LABELS =
            List.of("FWHM major", "FWHM minor", "Angle", "FWHM major ±", "FWHM minor ±", "Angle ±", "Interpolated");

    /** The entry of Info that holds the size of the image that a map is of. */
    private static final String SIZE = "Blur map of";

    private BlurMaps() {}

    /**
     * An image of maps.
     *
     * @param fields what each is called → map, all on the same grid; a single one needs no name
     * @param report gets the size of the input, for {@link #read}
     */
    static ImagePlus image(final ImagePlus input, final Map<String, BlurField> fields, final RunReport report) {
        final CellGrid grid = fields.values().iterator().next().grid();
        final ImageStack stack = new ImageStack(grid.columns(), grid.rows());
        fields.forEach((name, field) -> {
            final float[][] slices = slices(field);
            for (int i = 0; i < slices.length; i++)
                stack.addSlice(fields.size() > 1 ? name + " " + LABELS.get(i) : LABELS.get(i), slices[i]);
        });
        final ImagePlus plain = new ImagePlus(CompanionImage.title(input, SUFFIX), stack);
        plain.setDimensions(LABELS.size(), 1, fields.size());
        plain.setOpenAsHyperStack(true);
        // channels, so that each has a range of its own: widths and angles are not seen in one
        final CompositeImage image = new CompositeImage(plain, IJ.GRAYSCALE);
        image.setLuts(luts(stack));
        CompanionImage.calibrate(image, calibration(input, grid));
        report.detail(SIZE, grid.width() + "×" + grid.height() + " pixels");
        return image;
    }

    /** Grey, from the least to the most of each quantity; both widths alike, and both of their ±. */
    private static LUT[] luts(final ImageStack stack) {
        final double[] wide = range(stack, 0, 1), error = range(stack, 3, 4), angleError = range(stack, 5, 5);
        final double[][] ranges = {
            wide, wide, {0, 180}, {0, error[1]}, {0, error[1]}, {0, angleError[1]}, {0, 1},
        };
        final LUT[] luts = new LUT[LABELS.size()];
        for (int i = 0; i < luts.length; i++) {
            luts[i] = LUT.createLutFromColor(Color.WHITE);
            luts[i].min = ranges[i][0];
            luts[i].max = ranges[i][1];
        }
        return luts;
    }

    /** The range of some quantities in all maps; from 0 where they are the same everywhere. */
    private static double[] range(final ImageStack stack, final int first, final int last) {
        double least = Double.POSITIVE_INFINITY, most = 0;
        boolean varies = false;
        for (int i = 0; i < stack.getSize(); i++) {
            if (i % LABELS.size() < first || i % LABELS.size() > last) continue;
            final float[] values = (float[]) stack.getPixels(i + 1);
            for (final float v : values) {
                varies |= v != values[0];
                least = Math.min(least, v);
                most = Math.max(most, v);
            }
        }
        return new double[] {varies ? least : 0, most};
    }

    private static float[][] slices(final BlurField field) {
        final float[][] slices = new float[LABELS.size()][field.grid().count()];
        for (int i = 0; i < field.grid().count(); i++) {
            final LogCovariance blur = field.cells().get(i);
            final double[] variances = field.variances().get(i);
            final AnisotropicGaussian gaussian = blur.gaussian(1);
            final KernelSpread spread = KernelSpread.of(blur, variances[0], variances[1], variances[2], 1);
            slices[0][i] = (float) KernelFigures.width(gaussian.lambda1());
            slices[1][i] = (float) KernelFigures.width(gaussian.lambda2());
            slices[2][i] = (float) angle(gaussian);
            slices[3][i] = (float) spread.fwhmMajor();
            slices[4][i] = (float) spread.fwhmMinor();
            slices[5][i] = (float) spread.angle();
            slices[6][i] = field.structured()[i] ? 0 : 1;
        }
        return slices;
    }

    /** Of the first axis, as ImageJ measures angles: 0 to 180°, counter-clockwise. */
    static double angle(final AnisotropicGaussian gaussian) {
        return (360 - Math.toDegrees(gaussian.theta())) % 180;
    }

    private static Calibration calibration(final ImagePlus input, final CellGrid grid) {
        final Calibration calibration = input.getCalibration().copy();
        final double x = (double) grid.width() / grid.columns(), y = (double) grid.height() / grid.rows();
        calibration.pixelWidth *= x;
        calibration.pixelHeight *= y;
        calibration.xOrigin /= x;
        calibration.yOrigin /= y;
        calibration.zOrigin = 0;
        calibration.setFunction(Calibration.NONE, null, null);
        return calibration;
    }

    /** The size of the pixels of the image that a map is of; none if that was not calibrated. */
    static Optional<PixelSize> pixelSize(final ImagePlus map, final CellGrid grid) {
        return PixelSize.of(map.getCalibration())
                .map(cell -> new PixelSize(
                        cell.width() * grid.columns() / grid.width(),
                        cell.height() * grid.rows() / grid.height(),
                        cell.unit()));
    }

    /** Whether an image was made of a map, whatever of it. */
    static boolean isOfMap(final ImagePlus image) {
        return Inscription.of(image).value(SIZE).isPresent();
    }

    /** Whether an image is a map, or several. */
    static boolean isMap(final ImagePlus image) {
        return image.getBitDepth() == 32 && image.getStackSize() % LABELS.size() == 0 && isOfMap(image);
    }

    /**
     * The map that an image holds.
     *
     * @param key the parameter that it is given for
     * @param input the image that it is to be used for
     * @throws UserError if it holds several, is of an image of another size, or not whole
     */
    static BlurField read(final ImagePlus image, final String key, final ImagePlus input) {
        if (image.getStackSize() != LABELS.size())
            throw new UserError(
                    key,
                    "\"" + image.getTitle() + "\" holds " + image.getStackSize() / LABELS.size() + " maps",
                    "one is needed; duplicate its " + LABELS.size() + " slices, or map the series pooled");
        final String size = input.getWidth() + "×" + input.getHeight() + " pixels";
        final String own = Inscription.of(image).value(SIZE).orElseThrow();
        if (!own.equals(size))
            throw new UserError(
                    key, "\"" + image.getTitle() + "\" is the map of an image of " + own, "the image has " + size);
        final ImageStack stack = image.getStack();
        final CellGrid grid = BlurField.grid(input.getWidth(), input.getHeight());
        if (image.getWidth() != grid.columns() || image.getHeight() != grid.rows())
            throw new UserError(
                    key,
                    "\"" + image.getTitle() + "\" has " + image.getWidth() + "×" + image.getHeight() + " cells",
                    "the map of an image of " + own + " has " + grid.columns() + "×" + grid.rows()
                            + "; it must not be cropped or scaled");
        final List<LogCovariance> cells = new ArrayList<>();
        final boolean[] structured = new boolean[grid.count()];
        for (int i = 0; i < grid.count(); i++) {
            final double major = stack.getProcessor(1).getf(i),
                    minor = stack.getProcessor(2).getf(i);
            final double angle = stack.getProcessor(3).getf(i);
            if (!(major > 0 && minor > 0 && major <= Extent.WIDEST && minor <= Extent.WIDEST && Double.isFinite(angle)))
                throw new UserError(
                        key,
                        "\"" + image.getTitle() + "\" has a blur of the widths " + major + " and " + minor
                                + " at the angle " + angle,
                        "widths must be above 0 and at most " + (int) Extent.WIDEST
                                + " pixels, and the angle a number");
            cells.add(LogCovariance.ofGaussian(AnisotropicGaussian.ofWidths(major, minor, angle, 1), 1));
            structured[i] = stack.getProcessor(LABELS.size()).getf(i) == 0;
        }
        final double[] unknown = {Double.NaN, Double.NaN, Double.NaN};
        return new BlurField(grid, cells, Collections.nCopies(grid.count(), unknown), structured, Double.NaN);
    }
}
