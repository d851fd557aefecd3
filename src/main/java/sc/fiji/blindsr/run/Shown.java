package sc.fiji.blindsr.run;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.AreaSelection;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/**
 * What a view is made of: input and result, and the part of them that is shown, each pixel a square.
 *
 * @param settings with the options input and result
 * @param scale the scale factor between the two
 * @param part the part, pixels of the input
 * @param zoom screen pixels of a pixel of the result
 */
record Shown(Settings settings, Progress progress, int scale, Rectangle part, int zoom) {

    /** Height of the panels at the least, screen pixels; whole multiples of the result's are taken. */
    static final int HEIGHT = 384;

    /** They are not enlarged beyond this width, screen pixels. */
    private static final int WIDEST = 4096;

    /** The input's selection, or all of it, in panels of at least {@link #HEIGHT}. */
    static Shown of(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.get(Options.INPUT);
        final int scale = scale(input, settings.get(ResultView.RESULT));
        final Rectangle all = new Rectangle(input.getWidth(), input.getHeight());
        final Rectangle part = AreaSelection.of(input)
                .map(roi -> roi.getBounds().intersection(all))
                .orElse(all);
        if (part.isEmpty())
            throw new UserError(
                    "input",
                    "the selection of \"" + input.getTitle() + "\" lies outside of it",
                    "move it into the image, or remove it");
        final int zoom = (HEIGHT + part.height * scale - 1) / (part.height * scale);
        return new Shown(settings, progress, scale, part, Math.max(1, Math.min(zoom, WIDEST / (part.width * scale))));
    }

    private static int scale(final ImagePlus input, final ImagePlus result) {
        final int scale = result.getWidth() / input.getWidth();
        if (scale < 1
                || result.getWidth() != scale * input.getWidth()
                || result.getHeight() != scale * input.getHeight())
            throw new UserError(
                    "result",
                    "\"" + result.getTitle() + "\" has " + result.getWidth() + "×" + result.getHeight() + " pixels",
                    "a whole multiple of the input's " + input.getWidth() + "×" + input.getHeight() + " is needed");
        return scale;
    }

    /** The kernels of the result: one for all channels, or one for each, in their order; none if none were given. */
    List<BlurKernel> kernels() {
        return kernels(new RunReport(settings));
    }

    private List<BlurKernel> kernels(final RunReport report) {
        final ImagePlus result = settings.get(ResultView.RESULT),
                kernel = settings.find(Options.KERNEL).orElse(null);
        if (kernel == null) return List.of();
        if (BlurMaps.isMap(kernel))
            throw new UserError(
                    "kernel",
                    "\"" + kernel.getTitle() + "\" is a map of a blur that varies over the field",
                    "this picture is made with the kernel of a blur that is the same everywhere");
        return new KernelIntake("kernel", scale, report, progress)
                .forChannels(
                        kernel,
                        settings.get(Options.INPUT),
                        PixelSize.of(result.getCalibration()),
                        result.getWidth(),
                        result.getHeight());
    }

    /** The kernel of the displayed channel; of colours that are displayed together, the first one's. */
    BlurKernel kernel(final RunReport report) {
        final List<BlurKernel> kernels = kernels(report);
        final int channel = settings.get(Options.INPUT).getChannel() - 1;
        return kernels.get(Math.min(channel, kernels.size() - 1));
    }

    /** A channel's of some kernels. */
    static BlurKernel kernel(final List<BlurKernel> kernels, final CameraSurvey survey) {
        return kernels.get(kernels.size() == 1 ? 0 : survey.channel().index());
    }

    /** The input as it is displayed. */
    Panel input() {
        return new Panel(inputPicture(), "Input, " + part.width + "×" + part.height);
    }

    /** The input's displayed plane. */
    ImageProcessor inputPicture() {
        return enlarged(displayed(settings.get(Options.INPUT)), part, zoom * scale);
    }

    /** The result as it is displayed. */
    Panel result() {
        final Rectangle finer = new Rectangle(part.x * scale, part.y * scale, part.width * scale, part.height * scale);
        return new Panel(
                enlarged(samePlane(settings.get(Options.INPUT), settings.get(ResultView.RESULT)), finer, zoom),
                "Result ×" + scale + ", " + finer.width + "×" + finer.height);
    }

    /** Height of the panels, screen pixels. */
    int height() {
        return part.height * scale * zoom;
    }

    /**
     * The plane of the result that belongs to the displayed one of the input, if they have as many, else the displayed one; with its
     * channels in colours of their own, or together, as the input's are.
     */
    private static ImageProcessor samePlane(final ImagePlus input, final ImagePlus result) {
        final int channel = result.getC(), slice = result.getZ(), frame = result.getT();
        if (!Arrays.equals(input.getDimensions(), 2, 5, result.getDimensions(), 2, 5)) return displayed(result);
        final int mode = result.getDisplayMode();
        try {
            show(result, input.getDisplayMode(), input.getC(), input.getZ(), input.getT());
            return displayed(result);
        } finally {
            show(result, mode, channel, slice, frame);
        }
    }

    private static void show(
            final ImagePlus image, final int mode, final int channel, final int slice, final int frame) {
        if (image instanceof CompositeImage composite && composite.getMode() != mode && mode > 0)
            composite.setMode(mode);
        image.setPosition(channel, slice, frame);
        image.updateImage();
    }

    /** The displayed plane, as it is displayed. */
    private static ImageProcessor displayed(final ImagePlus image) {
        return new ColorProcessor(image.getImage());
    }

    /** A part of a picture, each pixel a square. */
    static ImageProcessor enlarged(final ImageProcessor pixels, final Rectangle part, final int zoom) {
        pixels.setRoi(part);
        final ImageProcessor cut = pixels.crop();
        cut.setInterpolationMethod(ImageProcessor.NONE);
        return cut.resize(cut.getWidth() * zoom, cut.getHeight() * zoom);
    }
}
