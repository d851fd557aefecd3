package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.Random;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Blurs and samples an image, so that there is a low-resolution image of which the truth is known. */
public final class Simulation {

    /** Limits of a Gaussian's full width at half maximum, low-resolution pixels. */
    private static final double NARROWEST = 0.1, WIDEST = 20;

    private Simulation() {}

    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.input();
        final int scale = settings.scale();
        final Grid grid = settings.grid();
        final RunReport record = new RunReport(settings)
                .set("Image", input.getTitle())
                .set("Scale", scale)
                .set("Seed", settings.seed());
        final double noise = settings.decimal(Option.ADDED_NOISE, 0);
        final BlurKernel kernel = kernel(settings);
        if (input.getWidth() < Math.max(scale, kernel.width()) || input.getHeight() < Math.max(scale, kernel.height()))
            throw new IllegalArgumentException("input: the image has " + input.getWidth() + "×" + input.getHeight()
                    + " pixels; at least as many as the kernel's (" + kernel.width() + "×" + kernel.height()
                    + ") are needed.");
        IntensityRange.checkFinite(input, "input");
        // Grey levels are kept as they are: a linear map would change nothing but the rounding.
        final IntensityRange range = IntensityRange.IDENTITY;
        final Degradation degradation = new Degradation(kernel, scale, grid);
        final Random random = new Random(settings.seed());
        final ImageStack planes = new ImageStack(input.getWidth() / scale, input.getHeight() / scale);
        for (int i = 1; i <= input.getStackSize(); i++) {
            final ArrayImg<FloatType, FloatArray> low = degradation.apply(Planes.read(input, i, range), progress);
            for (final FloatType v : low) {
                final double level = v.get() + noise * random.nextGaussian();
                // The paper's data are cut down to whole grey levels, not rounded (with room for the last bit of a
                // sum).
                v.setReal(grid == Grid.PAPER && input.getBitDepth() % 16 == 8 ? Math.floor(level + 1e-4) : level);
            }
            planes.addSlice(Planes.write(low, input, range));
        }
        final ImagePlus image = CompanionImage.coarser(input, scale, grid).image(planes, "-LRx" + scale);
        final ImagePlus kernelImage = CompanionImage.coarser(input, 1, grid).kernel(kernel, "-LRx" + scale + "-kernel");
        record.kernel(kernel, scale, kernelImage).set("Noise", noise);
        record.inscribe(kernelImage, input);
        record.inscribe(image, input);
        return new Outcome(kernelImage, image, record.rows());
    }

    /** The given kernel, or the Gaussian whose full widths at half maximum are given. */
    private static BlurKernel kernel(final Settings settings) {
        final var given = settings.optionalImage(Option.KERNEL);
        if (given.isPresent())
            return KernelImages.readForUse(
                    given.get(),
                    "kernel",
                    settings.scale(),
                    settings.input().getWidth(),
                    settings.input().getHeight());
        final AnisotropicGaussian blur = AnisotropicGaussian.ofWidths(
                width(settings, Option.MAJOR),
                width(settings, Option.MINOR),
                settings.decimal(Option.ANGLE, Double.NEGATIVE_INFINITY),
                settings.scale());
        return blur.kernel(settings.scale(), blur.sizeWithRoom(settings.scale()));
    }

    /** A full width at half maximum, low-resolution pixels. */
    private static double width(final Settings settings, final Option width) {
        final double pixels = settings.decimal(width, NARROWEST);
        if (pixels > WIDEST)
            throw new IllegalArgumentException(width.key() + ": " + settings.text(width) + " was given, allowed is "
                    + NARROWEST + " to " + WIDEST + " low-resolution pixels.");
        return pixels;
    }
}
