package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL;

import ij.ImagePlus;
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
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/**
 * A picture for showing: input and result, or what else is of interest, side by side at the same zoom, each pixel a square,
 * and the kernel with the ellipse of its widths. Where the input has a selection, that part alone.
 */
public final class ResultView {

    private static final int GAP = 8;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final int CAPTION = 24;
    private static final Color BACKGROUND = Color.WHITE;
    static final Color TEXT = Color.BLACK;

    /** The titles of super-resolved images. */
    static final Pattern RESULT_TITLE = Pattern.compile(".+-SRx\\d(-\\d+)?");

    public static final Option<ImagePlus> RESULT = Option.image(
            "result",
            "Result",
            "The super-resolved image. If the input has a selection, that part is shown.",
            RESULT_TITLE);

    static final Option<ViewSubject> VIEW = Option.choice(
            "view",
            "View",
            "What is shown beside the input. Result: the super-resolved image. Residual: what it"
                    + " does not explain of the input, over the noise. Mask: the pixels of the input that were taken"
                    + " for saturated, defective, drawn over or without data, or that the key mask left out.",
            ViewSubject.RESULT,
            List.of(ViewSubject.values()),
            ViewSubject::label);

    public static final Form FORM = new Form("Show Blind SR Result...", INPUT, RESULT, KERNEL, VIEW);

    private ResultView() {}

    /** Makes the picture. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.get(INPUT), result = settings.get(RESULT);
        if (input == result)
            throw new UserError(
                    "input",
                    "\"" + input.getTitle() + "\" is the result itself",
                    "choose the image that it was made from");
        Inscription.of(result)
                .value("Image")
                .filter(made -> !made.equals(input.getTitle()))
                .ifPresent(made -> progress.log("\"" + result.getTitle() + "\" was made of \"" + made
                        + "\", and is shown beside \"" + input.getTitle() + "\"."));
        final Shown shown = Shown.of(settings, progress);
        final RunReport report =
                new RunReport(settings).set("Image", input.getTitle()).set("Scale", shown.scale());
        final List<Panel> panels = new ArrayList<>();
        panels.add(shown.input());
        panels.addAll(settings.get(VIEW).panels(shown));
        final Optional<ImagePlus> kernel = settings.find(KERNEL);
        if (kernel.isPresent()) panels.add(kernel(shown.kernel(report), shown.scale(), shown.height()));

        final ImagePlus view = CompanionImage.titled(input, "-view", beside(panels));
        report.inscribe(view, result);
        return new Outcome(null, view, Outcome.RUNS, List.of());
    }

    private static Panel kernel(final BlurKernel kernel, final int scale, final int height) {
        final int zoom = Math.max(1, Math.min(height, Shown.HEIGHT) / kernel.height());
        final FloatProcessor weights = new FloatProcessor(kernel.width(), kernel.height(), kernel.floats());
        weights.setMinAndMax(0, weights.getStats().max);
        final ImageProcessor picture =
                Shown.enlarged(weights.convertToRGB(), new Rectangle(kernel.width(), kernel.height()), zoom);
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
                panels.stream().mapToInt(p -> p.picture().getHeight()).max().orElseThrow() + CAPTION + GAP;
        final ImageProcessor view = new ColorProcessor(width, height);
        clear(view);
        int x = GAP;
        for (final Panel panel : panels) {
            view.drawString(panel.caption(), x, CAPTION - 3);
            view.insert(panel.picture(), x, CAPTION);
            x += width(panel) + GAP;
        }
        return view;
    }

    /** Makes a picture white, with the font and colour of captions. */
    static void clear(final ImageProcessor picture) {
        picture.setColor(BACKGROUND);
        picture.fill();
        picture.setColor(TEXT);
        picture.setFont(FONT);
        picture.setAntialiasedText(true);
    }

    /** Room for the picture and for what stands above it. */
    private static int width(final Panel panel) {
        final ImageProcessor any = new ColorProcessor(1, 1);
        any.setFont(FONT);
        return Math.max(panel.picture().getWidth(), any.getStringWidth(panel.caption()));
    }
}
