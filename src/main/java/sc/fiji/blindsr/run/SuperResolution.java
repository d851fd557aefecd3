package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.CHANNELS;
import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.FIELD;
import static sc.fiji.blindsr.option.Options.GRID;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.ITERATIONS;
import static sc.fiji.blindsr.option.Options.MASK;
import static sc.fiji.blindsr.option.Options.NOISE;
import static sc.fiji.blindsr.option.Options.PLANE;
import static sc.fiji.blindsr.option.Options.PRIOR;
import static sc.fiji.blindsr.option.Options.REGION;
import static sc.fiji.blindsr.option.Options.RESOLUTION;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;
import static sc.fiji.blindsr.option.Options.SMOOTHNESS;
import static sc.fiji.blindsr.option.Options.STEPS;
import static sc.fiji.blindsr.option.Options.UNCERTAINTY;

import ij.ImagePlus;
import java.util.List;
import sc.fiji.blindsr.estimate.KernelEstimator;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.FieldMode;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.RestorerChoice;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorer;

/**
 * Finds the blur of an image and restores the image on a finer grid. The way of the data: image → planes in [0,1] → kernel →
 * restored planes → image. Here it is decided who makes the image: a restorer with the kernel that was found, or the
 * estimator together with the kernel.
 */
public final class SuperResolution {

    public static final Form FORM = new Form(
            "Blind Super-Resolution...",
            INPUT,
            SCALE,
            ESTIMATOR,
            RESTORER,
            PRIOR,
            REGION,
            CHANNELS,
            PLANE,
            MASK,
            UNCERTAINTY,
            FIELD,
            RESOLUTION,
            NOISE,
            STEPS,
            SMOOTHNESS,
            GRID,
            ITERATIONS,
            SEED,
            DEVICE);

    private SuperResolution() {}

    /** Kernel and image from an image alone. */
    public static Outcome run(final Settings settings, final Progress progress) {
        return run(settings, progress, PlaneStore.MEMORY);
    }

    /** Kernel and image from an image alone, the image's planes put into a store. */
    public static Outcome run(final Settings settings, final Progress progress, final PlaneStore store) {
        try (ImageRestoration restoration = prepare(settings, progress)) {
            return restoration.all(store);
        }
    }

    /** The kernel from an image alone, and what it takes to restore the image's planes. */
    public static ImageRestoration prepare(final Settings settings, final Progress progress) {
        checkReady(settings, progress);
        final BlurredImage image = new BlurredImage(settings, progress);
        final KernelSearch search = new KernelSearch(image);
        final RestorerChoice choice = settings.get(RESTORER);
        if (choice.isJoint()) checkJoint(image, search);
        final boolean varying = settings.get(FIELD) == FieldMode.VARYING;
        final List<ChannelKernel> found = search.run(choice.isJoint()),
                kernels = varying ? new FieldSearch(image).along(found) : found;
        if (choice.isJoint()) search.warnOfUncertain(kernels);
        return choice.isJoint()
                ? ImageRestoration.ofEstimator(image, kernels, choice.name())
                : ImageRestoration.by(choice.restorer().orElseThrow(), image, kernels);
    }

    /** Whether one of the methods computes with PyTorch. */
    public static boolean usesPyTorch(final Settings settings) {
        return settings.get(DEVICE).isGpu()
                || settings.get(ESTIMATOR).usesPyTorch()
                || settings.get(RESTORER)
                        .restorer()
                        .filter(Restorer::usesPyTorch)
                        .isPresent();
    }

    /**
     * Checks all that does not depend on the image: device, methods and prior.
     *
     * @throws UserError if something cannot be had
     */
    public static void checkReady(final Settings settings, final Progress progress) {
        if (usesPyTorch(settings)) BlurredImage.checkPyTorch(settings, progress);
        UserMask.checkThere(settings);
        settings.get(RESTORER).restorer().ifPresent(Restorer::checkReady);
        KernelSearch.prior(settings, settings.get(SCALE));
        if (settings.get(RESTORER).isJoint()) checkMakesImage(settings.get(ESTIMATOR));
        Deviations.check(settings, settings.get(RESTORER));
        if (settings.get(FIELD) == FieldMode.VARYING) checkField(settings);
    }

    private static void checkField(final Settings settings) {
        FieldSearch.prior(settings, settings.get(SCALE));
        final RestorerChoice choice = settings.get(RESTORER);
        FieldSearch.checkTakesField(choice.restorer(), choice.name());
    }

    private static void checkMakesImage(final KernelEstimator estimator) {
        if (!estimator.makesImage())
            throw new UserError(
                    "restorer",
                    "DIP is the image that an estimator with an image network makes together with the kernel, and "
                            + estimator.name() + " has none",
                    "choose the estimator DIP-FKP or Double-DIP, or another restorer");
    }

    /** The image network sees one whole plane. */
    private static void checkJoint(final BlurredImage image, final KernelSearch search) {
        final ImagePlus input = image.input();
        if (input.getStackSize() > 1)
            throw new UserError(
                    "restorer",
                    "DIP makes the image of one plane together with its kernel, but the image has "
                            + input.getStackSize() + " planes",
                    "choose another restorer, or duplicate one plane");
        search.checkMemory(
                input.getWidth(),
                input.getHeight(),
                "restorer",
                "DIP makes the whole image; crop it (Image > Crop), or choose another restorer: ");
    }
}
