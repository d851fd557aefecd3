package sc.fiji.blindsr.estimate.amortized;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import net.imglib2.Dimensions;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.camera.MosaicMean;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.FieldEstimator;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.estimate.VariationalFkp;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.pixel.CellGrid;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Amortized FKP, an estimator of this project: a small network, trained once on simulated images, reads the blur's covariance
 * off the image in one pass, with how sure it is ({@link BlurReader}); the answer is the kernel FKP(z) of the prior that is
 * nearest to it, z on the latent sphere (Liang et al., CVPR 2021, section 3.3); at scale factor 1, the Gaussian itself.
 * Amortized inference: Cranmer, Brehmer, Louppe, "The frontier of simulation-based inference", PNAS 2020.
 */
public final class AmortizedFkp implements FieldEstimator {

    /** The name users choose it by. */
    public static final String NAME = "Amortized FKP";

    /** Bytes that it needs besides those for each pixel: feature maps are made tile by tile. */
    private static final long MEMORY = 150L << 20;

    /** Low-resolution pixels that are read: of larger images the most textured part. */
    private static final int PIXELS = 160_000;

    /**
     * A network that says less of a blur of any shape has seen too little, for each scale factor. Noise without structure lies
     * below, and of held-out photographs and scenes blurred by the shapes of General one in twenty to one in ten.
     */
    private static final Map<Integer, Double> LEAST_SAID = Map.of(1, 0.6, 2, 0.6, 3, 0.56, 4, 0.44);

    private final Readers readers = Readers.SHARED;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String citation() {
        return "kernel prior of Liang et al., CVPR 2021";
    }

    @Override
    public boolean iterates() {
        return false;
    }

    @Override
    public void checkPrior(final KernelFlow prior, final int scale) {
        if (prior != KernelPriors.builtIn(scale) && prior.reader().isEmpty())
            throw new UserError(
                    "prior",
                    NAME + " needs a network that reads the blurs of this prior, and its file has none",
                    "train one with \"Train Blur Kernel Prior...\" (minutes), choose " + KernelPriors.BUILT_IN + " or "
                            + KernelPriors.GENERAL + ", or the estimator " + VariationalFkp.NAME
                            + ", which takes any prior");
    }

    @Override
    public int largestRegion(final int scale) {
        return (int) Math.sqrt(PIXELS);
    }

    @Override
    public boolean readsWhole(final int width, final int height) {
        return (long) width * height <= PIXELS;
    }

    @Override
    public int smallestRegion(final int scale) {
        return readers.smallest(scale);
    }

    @Override
    public long memory(final int width, final int height, final int scale) {
        return MEMORY + 60L * width * height;
    }

    @Override
    public <T extends RealType<T>> Estimate estimate(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final int scale = problem.scale();
        checkPrior(problem.prior(), scale);
        progress.update(NAME + ": reading", 0, 2);
        if (problem.prior() != KernelPriors.builtIn(scale)) return readComponents(low, problem, progress);
        final boolean[] known = known(low, problem);
        final Caution caution = Caution.of(problem);
        final Reading seen = reading(low, known, scale, problem.camera(), progress), reading = caution.applied(seen);
        progress.update(NAME + ": kernel", 1, 2);
        return answer(
                reading,
                caution.widened(seen),
                doubt(FewLights.areIn(Channels.luminanceOf(low), known), problem.camera(), scale),
                kernel(reading, problem),
                scale);
    }

    private <T extends RealType<T>> Estimate readComponents(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final ComponentReader reader = readers.ofShapes(problem.prior());
        final float[] levels = Channels.luminanceOf(low);
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        final boolean[] known = known(low, problem);
        final ExpertProduct seen = reader.look(levels, known, width, height, progress);
        final Optional<ImageSpectrum> spectrum = problem.camera().isIndependent()
                ? ImageSpectrum.of(
                        levels, known, width, height, GradientSnr.noiseOfLuminance(problem.noise(), low.dimension(2)))
                : Optional.empty();
        final Optional<Reading> moments = reader.mindsMoments()
                ? Optional.of(reading(low, known, problem.scale(), problem.camera(), progress))
                : Optional.empty();
        progress.update(NAME + ": kernel", 1, 2);
        final ComponentReader.Answer answer = reader.answer(seen, moments, spectrum);
        // Where nothing is to be seen, parts of shapes are sure of themselves; the figures of the whole are not.
        final boolean uncertain = answer.said() < LEAST_SAID.get(problem.scale())
                || moments.filter(m -> Doubts.of(m, problem.scale()).uncertain())
                        .isPresent();
        return new Estimate(
                answer.kernel(),
                Optional.empty(),
                ComputeDevice.CPU.name(),
                Optional.of(answer.spread()),
                uncertain ? Optional.of(Estimate.SAYS_LITTLE) : Optional.empty(),
                uncertain);
    }

    /**
     * Reads the blur alone: the Gaussian that the image seems to be blurred with, at the prior's limits if it is beyond them,
     * without the search for the prior's kernel.
     *
     * @param low the image, X×Y×C, at least {@link #smallestRegion} wide and high
     * @param camera where its noise comes from
     */
    public <T extends RealType<T>> Estimate read(
            final RandomAccessibleInterval<T> low, final int scale, final CameraProfile.Kind camera) {
        final Caution caution = Caution.usual(scale);
        final Reading seen = reading(low, all(low), scale, camera, Progress.NONE), reading = caution.applied(seen);
        return answer(
                reading,
                caution.widened(seen),
                doubt(showsFewLights(low), camera, scale),
                NearestKernel.gaussian(reading, scale),
                scale);
    }

    /**
     * How far a kernel is from the blur that an image seems to have, whatever its shape, as the reader of the prior
     * {@link KernelPriors#GENERAL} sees it.
     *
     * @param low the image, X×Y×C, at least {@link #smallestRegion} wide and high
     * @param scale the scale factor, 2 to 4
     * @return the mean square of the differences of the shape's figures over their standard deviations
     */
    public <T extends RealType<T>> double misfit(
            final BlurKernel kernel, final RandomAccessibleInterval<T> low, final int scale) {
        final ComponentReader general = readers.ofShapes(KernelPriors.general(scale));
        return general.misfit(
                kernel.values(),
                general.look(
                        Channels.luminanceOf(low),
                        all(low),
                        (int) low.dimension(0),
                        (int) low.dimension(1),
                        Progress.NONE));
    }

    /** Whether little shines in an image, on even ground: things of one shape, which may pass for the shape of the blur. */
    public <T extends RealType<T>> boolean showsFewLights(final RandomAccessibleInterval<T> low) {
        return FewLights.areIn(Channels.luminanceOf(low), all(low));
    }

    /** Where something is known of an image: what was filled in says nothing of the blur. */
    private static boolean[] known(final Dimensions low, final EstimationProblem problem) {
        return problem.weights().map(Channels::known).orElseGet(() -> all(low));
    }

    private static boolean[] all(final Dimensions low) {
        return Channels.allKnown((int) (low.dimension(0) * low.dimension(1)));
    }

    private <T extends RealType<T>> Reading reading(
            final RandomAccessibleInterval<T> low,
            final boolean[] known,
            final int scale,
            final CameraProfile.Kind camera,
            final Progress progress) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        final float[] levels = Channels.luminanceOf(low);
        final Reading seen = Caution.doubted(
                Reading.of(readers.ofWhole(scale, width, height).read(levels, known, width, height, progress)), camera);
        return isMosaicMean(low, levels) ? Caution.ofMosaicMean(seen) : seen;
    }

    /** @param levels the luminance, which is the image itself where that is grey */
    private static boolean isMosaicMean(final Dimensions low, final float[] levels) {
        return low.dimension(2) == 1 && MosaicMean.is(levels, (int) low.dimension(0), (int) low.dimension(1));
    }

    /** How much less sure a reading is than it says, by what the image shows and by what was done to it. */
    private static double doubt(final boolean fewLights, final CameraProfile.Kind camera, final int scale) {
        return (fewLights ? FewLights.doubt(scale) : 1) * Caution.doubtOf(camera, scale);
    }

    /**
     * The kernel of a reading, with what is known against it.
     *
     * @param sure how sure it is
     * @param doubt how much less sure it is than it says; whether the image says little is not decided by that
     */
    private static Estimate answer(
            final Reading reading, final Reading sure, final double doubt, final BlurKernel kernel, final int scale) {
        final Doubts doubts = Doubts.of(reading, scale);
        return new Estimate(
                kernel,
                Optional.empty(),
                ComputeDevice.CPU.name(),
                Optional.of(sure.widened(doubt).spread(scale)),
                doubts.warning(),
                doubts.uncertain());
    }

    @Override
    public void checkFieldPrior(final KernelFlow prior, final int scale) {
        if (prior != KernelPriors.builtIn(scale))
            throw new UserError(
                    "prior",
                    "blurs that vary over the field are read as Gaussians, those of the prior " + KernelPriors.BUILT_IN,
                    "choose that prior");
    }

    @Override
    public FieldEstimate field(
            final Iterator<Observation> planes, final EstimationProblem problem, final Progress progress) {
        final int scale = problem.scale();
        checkFieldPrior(problem.prior(), scale);
        final BlurReader ofParts = readers.ofParts(scale);
        BlurReader reader = null;
        ExpertPool all = null;
        ExpertCells cells = null;
        CellGrid grid = null;
        boolean fewLights = false, mosaic = true;
        while (planes.hasNext()) {
            progress.update(NAME + ": reading", 0, 2);
            final Observation plane = planes.next();
            final int width = (int) plane.levels().dimension(0),
                    height = (int) plane.levels().dimension(1);
            final float[] levels = Channels.luminanceOf(plane.levels());
            final boolean[] known = Channels.known(plane.weights());
            fewLights |= FewLights.areIn(levels, known);
            mosaic = mosaic && isMosaicMean(plane.levels(), levels);
            if (cells == null) {
                reader = readers.ofWhole(scale, width, height);
                all = reader.pool();
                cells = new ExpertCells(ofParts, grid = BlurField.grid(width, height));
            }
            final Experts together = reader.experts(levels, known, width, height, progress),
                    parted = ofParts == reader ? together : ofParts.experts(levels, known, width, height, progress);
            for (final int i : together.heard(known, width)) all.add(together, i);
            cells.add(parted, parted.heard(known, width));
        }
        if (all == null || all.count() == 0)
            throw new UserError("input", "nothing is known of its pixels", "some must show the light");
        progress.update(NAME + ": field", 1, 2);
        final Reading said = Caution.doubted(Reading.of(reader.product(all)), problem.camera()),
                seen = mosaic ? Caution.ofMosaicMean(said) : said;
        final boolean ofMosaic = mosaic;
        final double doubt = doubt(fewLights, problem.camera(), scale);
        final Caution caution = Caution.of(problem);
        final double narrowing = caution.narrowing(seen);
        // the ± in pixels does not become less with the widths
        final Reading whole = caution.applied(seen), doubted = whole.widened(doubt * Math.exp(narrowing));
        final BlurKernel kernel = kernel(whole, problem);
        return new FieldEstimate(
                BlurField.of(
                        grid,
                        cells.readings().stream()
                                .map(cell -> ofMosaic ? cell.with(Caution.withoutMosaic(cell.mean())) : cell)
                                .map(cell -> cell.narrowed(narrowing))
                                .toList(),
                        LogCovariance.ofFigures(KernelFigures.of(kernel), scale),
                        1 / doubted.precisionXx(),
                        1 / doubted.precisionYy(),
                        1 / doubted.precisionXy()),
                answer(whole, caution.widened(seen), doubt, kernel, scale));
    }

    /**
     * The prior's kernel nearest to what was read; at scale factor 1 what was read itself, a Gaussian like those the prior was
     * trained on: the flow's faint background, spread over 15×15 pixels, would make narrow kernels up to twice as wide.
     */
    private static BlurKernel kernel(final Reading reading, final EstimationProblem problem) {
        final BlurKernel gaussian = NearestKernel.gaussian(reading, problem.scale());
        return problem.scale() == 1 ? gaussian : NearestKernel.of(gaussian, problem.prior());
    }
}
