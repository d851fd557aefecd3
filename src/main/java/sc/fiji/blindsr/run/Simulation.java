package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.GRID;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.camera.CameraModel;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.image.Planes;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Degradation;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Blurs and samples an image, so that there is a low-resolution image of which the truth is known. */
public final class Simulation {

    public static final Option<ImagePlus> KERNEL = Option.image(
            "kernel",
            "Kernel",
            "The blur kernel: a small image on the pixel grid of the image. Left out: the Gaussian that the next options"
                    + " describe.");

    public static final Option<Double> MAJOR = width(
            "major",
            "FWHM, long axis (LR pixels)",
            "Full width at half maximum of the Gaussian blur along its longer axis, in pixels of the low-resolution image.",
            "2.0");

    public static final Option<Double> MINOR =
            width("minor", "FWHM, short axis (LR pixels)", "The same along its shorter axis.", "1.5");

    public static final Option<Double> ANGLE = Option.decimal(
            "angle",
            "Angle (degrees)",
            "Direction of the longer axis, counter-clockwise from the x axis, as ImageJ measures angles.",
            "0",
            -Double.MAX_VALUE,
            Double.MAX_VALUE,
            "a number");

    public static final Option<Double> ADDED_NOISE = Option.decimal(
            "noise",
            "Added noise (grey levels)",
            "Standard deviation of the Gaussian noise that is added, in the image's grey levels.",
            "0",
            0,
            Double.MAX_VALUE,
            "a number, 0 or more");

    /** What records the blurred image. */
    public static final Option<CameraModel> CAMERA = Option.choice(
            "camera",
            "Camera",
            "A camera that records the blurred image, with the faults of its kind. Full scale is 255 for 8-bit and RGB images,"
                    + " else the largest grey level of each channel.",
            CameraModel.NONE,
            List.of(CameraModel.values()),
            CameraModel::label);

    public static final Form FORM = new Form(
            "Simulate Low Resolution...", INPUT, SCALE, KERNEL, MAJOR, MINOR, ANGLE, ADDED_NOISE, CAMERA, GRID, SEED);

    private Simulation() {}

    /** A full width at half maximum, low-resolution pixels. */
    private static Option<Double> width(
            final String key, final String label, final String help, final String defaultText) {
        return Option.decimal(
                key, label, help, defaultText, 0.1, 20, "a number of low-resolution pixels from 0.1 to 20");
    }

    /** Blurs and samples all planes of an image. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final ImagePlus input = settings.get(INPUT);
        final int scale = settings.get(SCALE);
        final Grid grid = settings.get(GRID);
        final RunReport report = new RunReport(settings)
                .set("Image", input.getTitle())
                .set("Scale", scale)
                .set("Seed", settings.get(SEED));
        final double noise = settings.get(ADDED_NOISE);
        final BlurKernel kernel = kernel(settings, report, progress);
        if (input.getWidth() < Math.max(scale, kernel.width()) || input.getHeight() < Math.max(scale, kernel.height()))
            throw new UserError(
                    "input",
                    "the image has " + input.getWidth() + "×" + input.getHeight() + " pixels",
                    "at least as many as the kernel's (" + kernel.width() + "×" + kernel.height() + ") are needed");
        IntensityRange.checkFinite(input, "input", progress);
        // Grey levels are kept as they are: a linear map would change nothing but the rounding.
        final IntensityRange range = IntensityRange.IDENTITY;
        final Degradation degradation = new Degradation(kernel, scale, grid);
        final Random random = new Random(settings.get(SEED));
        final double[] fullScale = fullScale(input, progress);
        final ImageStack planes = new ImageStack(input.getWidth() / scale, input.getHeight() / scale);
        for (int i = 1; i <= input.getStackSize(); i++) {
            final ArrayImg<FloatType, FloatArray> low = degradation.apply(Planes.read(input, i, range), progress);
            for (final FloatType v : low) {
                final double level = v.get() + noise * random.nextGaussian();
                // The paper's data are cut down to whole grey levels,
                // not rounded (with room for the last bit of a sum).
                v.setReal(grid == Grid.PAPER && Planes.isEightBit(input) ? Math.floor(level + 1e-4) : level);
            }
            if (settings.get(CAMERA) != CameraModel.NONE)
                record(
                        low,
                        fullScale[input.convertIndexToPosition(i)[0] - 1],
                        settings.get(CAMERA).camera(),
                        random,
                        // The same for each plane; not the numbers that the noise begins with
                        new Random(~settings.get(SEED)));
            planes.addSlice(Planes.write(low, input, range));
        }
        final ImagePlus image = CompanionImage.coarser(input, scale, grid).image(planes, "-LRx" + scale);
        final ImagePlus kernelImage = CompanionImage.coarser(input, 1, grid).kernel(kernel, "-LRx" + scale + "-kernel");
        report.kernel(kernel, scale, kernelImage).set("Noise", noise).made("The image was simulated");
        report.inscribe(kernelImage, input);
        report.inscribe(image, input);
        return new Outcome(kernelImage, image, report.rows());
    }

    /** The grey level of each channel at which a camera's pixels are full: a dim channel is exposed for longer. */
    private static double[] fullScale(final ImagePlus input, final Progress progress) {
        final double[] largest = new double[input.getNChannels()];
        if (Planes.isEightBit(input)) Arrays.fill(largest, 255);
        else
            for (int i = 1; i <= input.getStackSize(); i++) {
                progress.update("Reading grey levels", i - 1, input.getStackSize());
                final int c = input.convertIndexToPosition(i)[0] - 1;
                largest[c] =
                        Math.max(largest[c], input.getStack().getProcessor(i).getStats().max);
            }
        return Arrays.stream(largest).map(level -> level > 0 ? level : 1).toArray();
    }

    /** Has a camera record a plane, X×Y×C, in place. A grey plane stays grey, whatever the camera sees colours by. */
    private static void record(
            final ArrayImg<FloatType, FloatArray> plane,
            final double fullScale,
            final Camera camera,
            final Random random,
            final Random sensor) {
        final float[] levels = plane.update(null).getCurrentStorageArray();
        final int channels = (int) plane.dimension(2), area = levels.length / channels;
        final float[] light = new float[levels.length];
        for (int i = 0; i < light.length; i++) light[i] = (float) (levels[i] / fullScale);
        final Frame recorded = camera.record(
                new Frame(light, (int) plane.dimension(0), (int) plane.dimension(1), channels), random, sensor);
        final int colours = recorded.channels() / channels;
        for (int i = 0; i < levels.length; i++) {
            double level = 0;
            for (int c = 0; c < colours; c++) level += recorded.levels()[i + c * area] / colours;
            levels[i] = (float) (fullScale * level);
        }
    }

    /** The given kernel, or the Gaussian whose full widths at half maximum are given. */
    private static BlurKernel kernel(final Settings settings, final RunReport report, final Progress progress) {
        final Optional<ImagePlus> given = settings.find(KERNEL);
        if (given.isPresent() && given.get() == settings.get(INPUT))
            throw new UserError(
                    "kernel",
                    "\"" + given.get().getTitle() + "\" is the image that is to be blurred",
                    "a kernel is another, small image; leave it out for a Gaussian");
        if (given.isPresent())
            return new KernelIntake("kernel", settings.get(SCALE), report, progress)
                    .one(
                            given.get(),
                            PixelSize.of(settings.get(INPUT).getCalibration()),
                            settings.get(INPUT).getWidth(),
                            settings.get(INPUT).getHeight());
        final AnisotropicGaussian blur = AnisotropicGaussian.ofWidths(
                settings.get(MAJOR), settings.get(MINOR), settings.get(ANGLE), settings.get(SCALE));
        return blur.kernel(settings.get(SCALE), blur.sizeWithRoom(settings.get(SCALE)));
    }
}
