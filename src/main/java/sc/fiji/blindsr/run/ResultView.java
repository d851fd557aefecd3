package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.FwhmEllipse;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/**
 * A picture for showing: input and result side by side at the same zoom, each pixel a square, and the kernel with the
 * ellipse of its widths. Where the input has a selection, that part alone.
 */
public final class ResultView {

    /** Height of the panels at the least, screen pixels; whole multiples of the result's are taken. */
    private static final int HEIGHT = 384;

    private static final int GAP = 8;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final int CAPTION = 24;
    private static final Color BACKGROUND = Color.WHITE, TEXT = Color.BLACK;

    private record Panel(ImageProcessor picture, String caption) {}

    /** The titles of super-resolved images. */
    static final Pattern RESULT_TITLE = Pattern.compile(".+-SRx\\d(-\\d+)?");

    public static final Option<ImagePlus> RESULT = Option.image(
            "result",
            "Result",
            "The super-resolved image. If the input has a selection, that part is shown.",
            RESULT_TITLE);

    public static final Form FORM = new Form("Show Blind SR Result...", INPUT, RESULT, KERNEL);

    private ResultView() {}

    /** Makes the picture. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.get(INPUT), result = settings.get(RESULT);
        final int scale = scale(input, result);
        final RunReport report =
                new RunReport(settings).set("Image", input.getTitle()).set("Scale", scale);
        final Roi selection = input.getRoi();
        final Rectangle all = new Rectangle(input.getWidth(), input.getHeight());
        final Rectangle part =
                selection != null && selection.isArea() ? selection.getBounds().intersection(all) : all;
        final int zoom = Math.max(1, (HEIGHT + part.height * scale - 1) / (part.height * scale));
        final Rectangle finer = new Rectangle(part.x * scale, part.y * scale, part.width * scale, part.height * scale);

        final List<Panel> panels = new ArrayList<>();
        panels.add(
                new Panel(enlarged(displayed(input), part, zoom * scale), "Input, " + part.width + "×" + part.height));
        panels.add(new Panel(
                enlarged(displayed(result), finer, zoom),
                "Result ×" + scale + ", " + finer.width + "×" + finer.height));
        final Optional<ImagePlus> kernel = settings.find(KERNEL);
        if (kernel.isPresent())
            panels.add(kernel(
                    new KernelIntake("kernel", scale, report, progress)
                            .one(
                                    kernel.get(),
                                    PixelSize.of(result.getCalibration()),
                                    result.getWidth(),
                                    result.getHeight()),
                    scale,
                    finer.height * zoom));

        final ImagePlus view = CompanionImage.titled(input, "-view", beside(panels));
        report.inscribe(view, result);
        return new Outcome(null, view, Outcome.RUNS, List.of());
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

    /** The displayed plane, as it is displayed. */
    private static ImageProcessor displayed(final ImagePlus image) {
        return new ColorProcessor(image.getImage());
    }

    private static ImageProcessor enlarged(final ImageProcessor pixels, final Rectangle part, final int zoom) {
        pixels.setRoi(part);
        final ImageProcessor cut = pixels.crop();
        cut.setInterpolationMethod(ImageProcessor.NONE);
        return cut.resize(cut.getWidth() * zoom, cut.getHeight() * zoom);
    }

    private static Panel kernel(final BlurKernel kernel, final int scale, final int height) {
        final int zoom = Math.max(1, Math.min(height, HEIGHT) / kernel.height());
        final FloatProcessor weights = new FloatProcessor(kernel.width(), kernel.height(), kernel.floats());
        weights.setMinAndMax(0, weights.getStats().max);
        final ImageProcessor picture =
                enlarged(weights.convertToRGB(), new Rectangle(kernel.width(), kernel.height()), zoom);
        picture.setColor(FwhmEllipse.COLOUR);
        picture.setLineWidth(2);
        picture.draw(FwhmEllipse.of(kernel, zoom));
        final KernelFigures figures = KernelFigures.of(kernel);
        return new Panel(
                picture,
                String.format(
                        Locale.ROOT,
                        "Kernel, FWHM %.2f × %.2f pixels, %.0f°",
                        figures.fwhmMajor() / scale,
                        figures.fwhmMinor() / scale,
                        figures.angle()));
    }

    private static ImageProcessor beside(final List<Panel> panels) {
        final int width = panels.stream().mapToInt(p -> width(p) + GAP).sum() + GAP;
        final int height =
                panels.stream().mapToInt(p -> p.picture.getHeight()).max().orElseThrow() + CAPTION + GAP;
        final ImageProcessor view = new ColorProcessor(width, height);
        view.setColor(BACKGROUND);
        view.fill();
        view.setColor(TEXT);
        view.setFont(FONT);
        view.setAntialiasedText(true);
        int x = GAP;
        for (final Panel panel : panels) {
            view.drawString(panel.caption, x, CAPTION - 3);
            view.insert(panel.picture, x, CAPTION);
            x += width(panel) + GAP;
        }
        return view;
    }

    /** Room for the picture and for what stands above it. */
    private static int width(final Panel panel) {
        final ImageProcessor any = new ColorProcessor(1, 1);
        any.setFont(FONT);
        return Math.max(panel.picture.getWidth(), any.getStringWidth(panel.caption));
    }
}
