package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.SEED;
import static sc.fiji.blindsr.option.Options.UNCERTAINTY;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.DisplayRange;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.RestorerChoice;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.PosteriorDeviation;
import sc.fiji.blindsr.restore.Restoration;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.restore.Tiles;

/** The standard deviations of a result's pixels, plane by plane: 32 bits, in the image's grey levels. */
final class Deviations implements AutoCloseable {

    /** Number of samples of the posterior. */
    static final int SAMPLES = 8;

    private final BlurredImage image;
    private final List<Restoration> channels = new ArrayList<>();
    private final List<Tiles> tiles = new ArrayList<>();
    private ImageStack planes;

    /**
     * @param restorer the one that makes the image
     * @throws UserError if that has no posterior
     */
    Deviations(final BlurredImage image, final Restorer restorer) {
        check(image.settings(), new RestorerChoice(restorer));
        this.image = image;
        putInto(PlaneStore.MEMORY);
        image.report().detail("Standard deviation", SAMPLES + " samples of the posterior");
    }

    /**
     * Checks that there is a posterior, if deviations are asked for.
     *
     * @param choice who makes the image
     * @throws UserError if that one has none
     */
    static void check(final Settings settings, final RestorerChoice choice) {
        if (!settings.get(UNCERTAINTY)
                || choice.restorer().filter(Restorers.DEFAULT::equals).isPresent()) return;
        throw new UserError(
                "uncertainty",
                "on was given, but the restorer " + choice.name() + " does not say how sure it is",
                "choose the restorer " + Restorers.DEFAULT.name() + ", or uncertainty=off");
    }

    /** Has the planes put into a store; before the first. */
    void putInto(final PlaneStore store) {
        planes = store.create(
                image.input().getWidth() * image.scale(),
                image.input().getHeight() * image.scale(),
                image.input().getStackSize(),
                Float.SIZE);
    }

    /** Makes ready for the next channel. */
    void prepare(final ChannelKernel kernel, final RestorationProblem problem) {
        final long seed = image.settings().get(SEED);
        final int size = Math.max(problem.kernel().width(), problem.kernel().height());
        final BlurKernel found = problem.kernel().framed(size, size);
        final List<BlurKernel> kernels = kernel.estimate()
                .spread()
                .map(spread -> spread.draw(found, problem.scale(), SAMPLES, seed))
                .orElse(Collections.nCopies(SAMPLES, problem.kernel()));
        final Restoration channel = new PosteriorDeviation(kernels, seed).prepare(problem);
        channels.add(channel);
        tiles.add(new Tiles(channel, Tiles.MEMORY));
    }

    /** That of a channel of a plane: X×Y×C in [0,1]. */
    RandomAccessibleInterval<FloatType> of(final int channel, final Observation low, final Progress progress) {
        return tiles.get(channel).restore(low.levels(), low.weights(), image.scale(), progress);
    }

    /**
     * Takes a plane, the next of the stack: of several colours, their root mean square.
     *
     * @param range the map between its grey levels and [0,1]
     */
    void add(final RandomAccessibleInterval<FloatType> deviations, final IntensityRange range) {
        final float[] all = Pixels.floats(deviations), plane = new float[planes.getWidth() * planes.getHeight()];
        for (int i = 0; i < all.length; i++) plane[i % plane.length] += all[i] * all[i];
        final double colours = all.length / (double) plane.length;
        for (int i = 0; i < plane.length; i++) plane[i] = (float) range.spanFromUnit(Math.sqrt(plane[i] / colours));
        planes.addSlice(new FloatProcessor(planes.getWidth(), planes.getHeight(), plane));
    }

    /** An image of all planes that were taken, displayed in its own range: in that of the grey levels it would be black. */
    ImagePlus image() {
        final ImagePlus deviations = image.companions().image(planes, "-sd");
        DisplayRange.fit(deviations);
        return deviations;
    }

    @Override
    public void close() {
        channels.forEach(Restoration::close);
    }
}
