package sc.fiji.blindsr.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.util.Collections;
import java.util.Map;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;

/**
 * Makes images of new pixels that belong to an input image: on a grid finer by the scale factor (or coarser, by its inverse),
 * calibrated to the same place in the specimen, and displayed like the input.
 */
public final class CompanionImage {

    private final ImagePlus input;
    private final double scale;
    private final double offset;

    /**
     * @param input the image that the new ones belong to
     * @param scale number of new pixels for each old one, along each axis
     * @param offset position of the middle of the input's pixel 0 on the new grid, in new pixels
     */
    private CompanionImage(final ImagePlus input, final double scale, final double offset) {
        this.input = input;
        this.scale = scale;
        this.offset = offset;
    }

    /** Companions on the high-resolution grid of a low-resolution image. */
    public static CompanionImage of(final ImagePlus low, final int scale, final Grid grid) {
        return new CompanionImage(low, scale, grid.offset(scale));
    }

    /** Companions on the low-resolution grid of a high-resolution image. */
    public static CompanionImage coarser(final ImagePlus high, final int scale, final Grid grid) {
        return new CompanionImage(high, 1.0 / scale, -grid.offset(scale) / scale);
    }

    /**
     * An image like the input: its dimensions, display range, colours, overlay, calibration, slice labels and properties. The
     * selection is left out: it would crop in the next step.
     *
     * @param planes as many planes as the input has, in its order
     * @param suffix appended to the input's title, from which the file extension is removed
     */
    public ImagePlus image(final ImageStack planes, final String suffix) {
        final ImagePlus plain = new ImagePlus(title(input, suffix), planes);
        plain.setDimensions(input.getNChannels(), input.getNSlices(), input.getNFrames());
        final ImagePlus image =
                input instanceof CompositeImage composite ? new CompositeImage(plain, composite.getMode()) : plain;
        image.setOpenAsHyperStack(input.isHyperStack());
        if (image instanceof CompositeImage composite) composite.copyLuts(input);
        else if (Planes.channels(input) == 1) {
            image.setLut(input.getProcessor().getLut());
            image.setDisplayRange(input.getDisplayRangeMin(), input.getDisplayRangeMax());
        }
        // A single plane has no label of its own: ImageJ makes one of title and Info.
        for (int i = 1; i <= planes.size() && input.getStackSize() > 1; i++)
            planes.setSliceLabel(input.getStack().getSliceLabel(i), i);
        calibrate(image, calibration());
        if (input.getPropertiesAsArray() != null) image.setProperties(input.getPropertiesAsArray());
        if (input.getOverlay() != null) image.setOverlay(overlay());
        return image;
    }

    /** A kernel as a 32-bit image with the new grid's pixel size, the ellipse of its widths over it. */
    public ImagePlus kernel(final BlurKernel kernel, final String suffix) {
        return kernels(Collections.singletonMap(null, kernel), suffix);
    }

    /**
     * Kernels of one size as a 32-bit stack with the new grid's pixel size, the ellipse of its widths over each.
     *
     * @param kernels slice label → kernel, in the order of the stack
     */
    public ImagePlus kernels(final Map<String, BlurKernel> kernels, final String suffix) {
        final BlurKernel first = kernels.values().iterator().next();
        final ImageStack stack = new ImageStack(first.width(), first.height());
        final Overlay ellipses = new Overlay();
        kernels.forEach((label, kernel) -> {
            stack.addSlice(label, kernel.floats());
            final Roi ellipse = FwhmEllipse.of(kernel, 1);
            if (kernels.size() > 1) ellipse.setPosition(stack.size());
            ellipses.add(ellipse);
        });
        final ImagePlus image = new ImagePlus(title(input, suffix), stack);
        final Calibration calibration = calibration();
        calibration.xOrigin = calibration.yOrigin = calibration.zOrigin = 0;
        calibration.setFunction(Calibration.NONE, null, null);
        calibrate(image, calibration);
        image.resetDisplayRange();
        image.setOverlay(ellipses);
        return image;
    }

    /** A picture that goes with an image, named after it. */
    public static ImagePlus titled(final ImagePlus input, final String suffix, final ImageProcessor picture) {
        return new ImagePlus(title(input, suffix), picture);
    }

    /** An image's title without its file extension, with a suffix, made unique by ImageJ's own rule. */
    public static String title(final ImagePlus input, final String suffix) {
        return unique(nameOf(input.getTitle()) + suffix);
    }

    /** A title without its file extension: what the names of outputs begin with. */
    public static String nameOf(final String title) {
        final int dot = title.lastIndexOf('.');
        return dot > 0 && title.substring(dot + 1).matches("[A-Za-z]\\w{0,4}") ? title.substring(0, dot) : title;
    }

    /** Adds -1, -2, … where a title is taken, as ImageJ does; but ImageJ ignores the images of batch mode. */
    public static String unique(final String title) {
        String free = title;
        for (int i = 1; WindowManager.getImage(free) != null; i++) free = title + "-" + i;
        return free;
    }

    /** Gives an image its own calibration, also where the user has set a global one, which is that of the input's grid. */
    public static void calibrate(final ImagePlus image, final Calibration calibration) {
        image.setIgnoreGlobalCalibration(true);
        image.setCalibration(calibration);
    }

    private Calibration calibration() {
        final Calibration calibration = input.getCalibration().copy();
        calibration.pixelWidth /= scale;
        calibration.pixelHeight /= scale;
        calibration.xOrigin = calibration.xOrigin * scale + shift();
        calibration.yOrigin = calibration.yOrigin * scale + shift();
        return calibration;
    }

    /**
     * Where the corner of the input's pixel 0 lies on the new grid, in new pixels: ImageJ measures from the corners of
     * pixels, as its Scale command does. It is 0 where the grids overlay each other.
     */
    private double shift() {
        return offset - (scale - 1) / 2;
    }

    private Overlay overlay() {
        final Overlay overlay = input.getOverlay().create(); // with its look, without its elements
        for (final Roi roi : input.getOverlay()) overlay.add(ScaledRoi.of(roi, scale, shift()));
        return overlay;
    }
}
