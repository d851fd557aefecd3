package sc.fiji.blindsr.estimate.amortized;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.Channels;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.estimate.EstimationProblem;
import sc.fiji.blindsr.estimate.FieldEstimator;
import sc.fiji.blindsr.estimate.GradientSnr;
import sc.fiji.blindsr.estimate.SphereAdam;
import sc.fiji.blindsr.estimate.VariationalFkp;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.field.CellGrid;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/**
 * Amortized FKP, an estimator of this project: a small network, trained once on simulated images, reads the blur's covariance
 * off the image in one pass, with how sure it is ({@link BlurReader}); the answer is the kernel FKP(z) of the prior that is
 * nearest to it, z on the latent sphere (Liang et al., CVPR 2021, section 3.3); at scale factor 1, the Gaussian itself. Amortized inference: Cranmer, Brehmer, Louppe,
 * "The frontier of simulation-based inference", PNAS 2020.
 */
public final class AmortizedFkp implements FieldEstimator {

    /** The name users choose it by. */
    public static final String NAME = "Amortized FKP";

    /** Low-resolution pixels that are read: of larger images the most textured part. */
    private static final int PIXELS = 160_000;

    private static final int LATENT_STEPS = 60;
    private static final double LATENT_RATE = 0.2;
    /**
     * A ± of more than this share of the width says that the image tells little, for each scale factor. Crops without structure
     * lie above, images with noise of up to 3 grey levels of 255 below; at scale factor 1, where the reader is less sure, half of
     * those with noise of 3.
     */
    private static final Map<Integer, Double> LARGEST_RELATIVE_SPREAD = Map.of(1, 0.225, 2, 0.176, 3, 0.184, 4, 0.188);

    /**
     * How many ± narrower than it was read a blur is taken to be at scale factor 1. There nothing tells a scene's own softness from
     * blur: on photographs and textures that no weight has seen widths are read 12 % too large in the mean. And a kernel that is too
     * wide by a quarter costs three times as much as one that is too narrow by that. With 1 their results gain most, and the widths
     * are right to a few per cent in the mean.
     */
    private static final double CAUTION = 1;

    /**
     * The same for JPEG files that hide their blur. In them a scene's own softness may pass for blur, and a kernel that is too wide
     * sharpens what is left of the blocks. Of six files of quality 60 to 90 one was 5 dB worse than interpolation; with 2 it is as
     * good, with 3 better by 0.6 dB. Others gain less by it: on 21 files of quality 60 0.2 dB instead of 0.5.
     */
    private static final double CAUTION_IN_STRONG_JPEG = 2.5;

    /**
     * How much less sure the reading of a JPEG file is than the network says: on photographs that no weight has seen its ± would
     * hold in 34 to 52 % of the cases, at qualities from 50 to 95.
     */
    private static final double OF_JPEG = 1.5;

    private static final String SAYS_LITTLE =
            "the region is so flat or noisy that it says little about the blur; select a part with more edges";

    /** A single width of more than so many times the widest of the prior, and by more than its ±, is beyond it. */
    private static final double BEYOND = 1.08;

    /** An uncertain blur that is read wider than this share of the prior's widest may be beyond it. */
    private static final double WIDE = 0.8;

    /**
     * A network that says less of a blur of any shape has seen too little, for each scale factor. Noise without structure lies below,
     * and of held-out photographs and scenes blurred by the shapes of General one in twenty to one in ten.
     */
    private static final Map<Integer, Double> LEAST_SAID = Map.of(1, 0.6, 2, 0.6, 3, 0.56, 4, 0.44);

    /** The networks for each scale factor, the same for all who read: their filters take a moment to unfold. */
    private static final ConcurrentHashMap<Integer, BlurReader> READERS = new ConcurrentHashMap<>(),
            PART_READERS = new ConcurrentHashMap<>();

    /** The last one used for each scale factor: its catalogue takes a moment to draw. */
    private static final ConcurrentHashMap<Integer, ComponentReader> COMPONENT_READERS = new ConcurrentHashMap<>();

    /**
     * The network for an image; the one of parts sees less at once, and so reads smaller images too. At scale factor 1 the same
     * network reads the whole and the parts.
     */
    private BlurReader reader(final int scale, final int width, final int height) {
        if (scale == 1) return partReader(1);
        final BlurReader reader = READERS.computeIfAbsent(scale, BlurReader::builtIn);
        return Math.min(width, height) < reader.smallest() ? partReader(scale) : reader;
    }

    private BlurReader partReader(final int scale) {
        return PART_READERS.computeIfAbsent(scale, BlurReader::ofParts);
    }

    private ComponentReader componentReader(final KernelFlow prior) {
        return COMPONENT_READERS.compute(
                prior.scale(),
                (scale, last) -> last != null && last.prior() == prior ? last : new ComponentReader(prior));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String citation() {
        return "kernel prior of Liang et al., CVPR 2021";
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
        return partReader(scale).smallest();
    }

    @Override
    public long memory(final int width, final int height, final int scale) {
        return 600L * width * height;
    }

    @Override
    public <T extends RealType<T>> Estimate estimate(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final int scale = problem.scale();
        checkPrior(problem.prior(), scale);
        progress.update(NAME + ": reading", 0, 2);
        if (problem.prior() != KernelPriors.builtIn(scale)) return readComponents(low, problem, progress);
        final Reading reading = cautious(reading(low, scale, problem.camera()), scale, isStrongJpeg(problem));
        progress.update(NAME + ": kernel", 1, 2);
        return answer(reading, kernel(reading, problem), scale);
    }

    private <T extends RealType<T>> Estimate readComponents(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final ComponentReader reader = componentReader(problem.prior());
        final float[] levels = Channels.luminanceOf(low);
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        final ExpertProduct seen = reader.look(levels, width, height);
        final Optional<ImageSpectrum> spectrum = problem.camera().isIndependent()
                ? ImageSpectrum.of(
                        levels, width, height, GradientSnr.noiseOfLuminance(problem.noise(), low.dimension(2)))
                : Optional.empty();
        final Optional<Reading> moments =
                reader.mindsMoments() ? Optional.of(reading(low, problem.scale(), problem.camera())) : Optional.empty();
        progress.update(NAME + ": kernel", 1, 2);
        final ComponentReader.Answer answer = reader.answer(seen, moments, spectrum);
        final boolean uncertain = answer.said() < LEAST_SAID.get(problem.scale());
        return new Estimate(
                answer.kernel(),
                Optional.empty(),
                ComputeDevice.CPU.name(),
                Optional.of(answer.spread()),
                uncertain ? Optional.of(SAYS_LITTLE) : Optional.empty(),
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
        final Reading reading = cautious(reading(low, scale, camera), scale, false);
        return answer(reading, gaussian(reading, scale), scale);
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
        final ComponentReader general = componentReader(KernelPriors.general(scale));
        return general.misfit(kernel.values(), general.look(Channels.luminanceOf(low), (int) low.dimension(0), (int)
                low.dimension(1)));
    }

    private <T extends RealType<T>> Reading reading(
            final RandomAccessibleInterval<T> low, final int scale, final CameraProfile.Kind camera) {
        final int width = (int) low.dimension(0), height = (int) low.dimension(1);
        return doubted(Reading.of(reader(scale, width, height).read(Channels.luminanceOf(low), width, height)), camera);
    }

    /** What the network says, as sure as it is with such a camera. */
    private static Reading doubted(final Reading seen, final CameraProfile.Kind camera) {
        return camera == CameraProfile.Kind.JPEG ? seen.widened(OF_JPEG) : seen;
    }

    /** Whether the image hides its blur in blocks; at scale factor 1 all blurs are taken to be narrower as it is. */
    private static boolean isStrongJpeg(final EstimationProblem problem) {
        return problem.scale() > 1 && CameraProfile.isStronglyCompressed(problem.camera(), problem.noise());
    }

    /** By how much the logarithm of the widths is taken to be smaller than it was read. */
    private static double caution(final Reading reading, final int scale, final boolean strongJpeg) {
        if (scale == 1) return CAUTION * reading.relativeSpread();
        return strongJpeg ? CAUTION_IN_STRONG_JPEG * reading.relativeSpread() : 0;
    }

    /** What is answered for a reading; where it is that far from what was read, its ± is as large. */
    private static Reading cautious(final Reading seen, final int scale, final boolean strongJpeg) {
        final Reading narrower = seen.narrowed(caution(seen, scale, strongJpeg));
        return strongJpeg ? narrower.widened(Math.hypot(1, CAUTION_IN_STRONG_JPEG)) : narrower;
    }

    private static BlurKernel gaussian(final Reading reading, final int scale) {
        return inRange(reading.mean().gaussian(scale), scale).kernel(scale);
    }

    /** The kernel of a reading, with what is known against it. */
    private static Estimate answer(final Reading reading, final BlurKernel kernel, final int scale) {
        final KernelSpread spread = reading.spread(scale);
        final AnisotropicGaussian read = reading.mean().gaussian(scale);
        final boolean uncertain =
                isUncertain(spread, KernelFigures.width(read.lambda1()), KernelFigures.width(read.lambda2()), scale);
        return new Estimate(
                kernel,
                Optional.empty(),
                ComputeDevice.CPU.name(),
                Optional.of(spread),
                uncertain
                        ? Optional.of(
                                mayBeWide(reading, scale)
                                        ? SAYS_LITTLE + ", or, if all of the image is that soft, choose scale factor 1"
                                        : SAYS_LITTLE)
                        : warning(reading, spread, scale),
                uncertain);
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
        final BlurReader ofParts = partReader(scale);
        BlurReader reader = null;
        ExpertPool all = null;
        ExpertCells cells = null;
        CellGrid grid = null;
        while (planes.hasNext()) {
            progress.update(NAME + ": reading", 0, 2);
            final Observation plane = planes.next();
            final int width = (int) plane.levels().dimension(0),
                    height = (int) plane.levels().dimension(1);
            final float[] levels = Channels.luminanceOf(plane.levels()),
                    weights = plane.weights().update(null).getCurrentStorageArray();
            if (cells == null) {
                reader = reader(scale, width, height);
                all = reader.pool();
                cells = new ExpertCells(ofParts, grid = CellGrid.of(width, height));
            }
            final Experts together = reader.experts(levels, width, height),
                    parted = ofParts == reader ? together : ofParts.experts(levels, width, height);
            for (final int i : together.known(weights, width)) all.add(together, i);
            for (final int i : parted.known(weights, width)) cells.add(parted, i);
        }
        if (all == null || all.count() == 0)
            throw new UserError("input", "nothing is known of its pixels", "some must show the light");
        progress.update(NAME + ": field", 1, 2);
        final Reading seen = doubted(Reading.of(reader.product(all)), problem.camera());
        final boolean strongJpeg = isStrongJpeg(problem);
        final double caution = caution(seen, scale, strongJpeg);
        final Reading whole = cautious(seen, scale, strongJpeg);
        return new FieldEstimate(
                BlurField.of(
                        grid,
                        cells.readings().stream()
                                .map(cell -> cell.narrowed(caution))
                                .toList(),
                        whole.mean(),
                        1 / whole.precisionXx(),
                        1 / whole.precisionYy(),
                        1 / whole.precisionXy()),
                answer(whole, kernel(whole, problem), scale));
    }

    /**
     * The prior's kernel nearest to what was read; at scale factor 1 what was read itself, a Gaussian like those the prior was
     * trained on: the flow's faint background, spread over 15×15 pixels, would make narrow kernels up to twice as wide.
     */
    private static BlurKernel kernel(final Reading reading, final EstimationProblem problem) {
        return problem.scale() == 1 ? gaussian(reading, 1) : nearest(reading, problem);
    }

    /** The prior's kernel nearest to the Gaussian that was read: least squares, from where the flow encodes it. */
    static BlurKernel nearest(final Reading reading, final EstimationProblem problem) {
        final int scale = problem.scale();
        final KernelFlow prior = problem.prior();
        final BlurKernel read = gaussian(reading, scale);
        final double[] target = read.values();
        final double[] start = prior.encode(prior.logits(target.clone(), new double[target.length]))
                .latent();
        final SphereAdam search = new SphereAdam(prior, prior.onSphere(start), LATENT_RATE);
        double best = Double.POSITIVE_INFINITY;
        BlurKernel nearest = read;
        for (int step = 0; step <= LATENT_STEPS; step++) {
            final KernelFlow.Generation generation = search.generate();
            final double[] values = generation.values(), gradient = new double[values.length];
            double error = 0;
            for (int i = 0; i < values.length; i++) {
                gradient[i] = 2 * (values[i] - target[i]);
                error += (values[i] - target[i]) * (values[i] - target[i]);
            }
            if (error < best) {
                best = error;
                nearest = generation.kernel();
            }
            search.step(generation.latentGradient(gradient));
        }
        return nearest;
    }

    /** The prior knows no narrower and no wider blurs. */
    private static AnisotropicGaussian inRange(final AnisotropicGaussian gaussian, final int scale) {
        final double smallest = AnisotropicGaussian.smallestVariance(scale),
                largest = AnisotropicGaussian.largestVariance(scale);
        return new AnisotropicGaussian(
                Math.max(smallest, Math.min(largest, gaussian.lambda1())),
                Math.max(smallest, Math.min(largest, gaussian.lambda2())),
                gaussian.theta());
    }

    private static boolean isUncertain(
            final KernelSpread spread, final double major, final double minor, final int scale) {
        final double largest = LARGEST_RELATIVE_SPREAD.get(scale);
        return spread.fwhmMajor() > largest * major || spread.fwhmMinor() > largest * minor;
    }

    /** Whether an uncertain blur may be one that only scale factor 1 knows. */
    private static boolean mayBeWide(final Reading reading, final int scale) {
        final double widest = KernelFigures.width(AnisotropicGaussian.largestVariance(scale));
        return scale > 1 && KernelFigures.width(reading.mean().gaussian(scale).lambda2()) > WIDE * widest;
    }

    /** Says where a blur is one that the prior does not know. */
    private static Optional<String> warning(final Reading reading, final KernelSpread spread, final int scale) {
        final AnisotropicGaussian read = reading.mean().gaussian(scale);
        final double major = KernelFigures.width(read.lambda1()), minor = KernelFigures.width(read.lambda2());
        final double widest = KernelFigures.width(AnisotropicGaussian.largestVariance(scale));
        if (minor > widest || major > BEYOND * widest && major - spread.fwhmMajor() > widest)
            return Optional.of(String.format(
                    Locale.ROOT,
                    "the blur is wider than the prior knows (%.1f pixels of the image): the image may have been enlarged, or is"
                            + " far out of focus; reduce it%s",
                    widest / scale,
                    scale > 1 ? ", or choose scale factor 1, deconvolution on the image's own pixels" : ""));
        return Optional.empty();
    }
}
