package sc.fiji.blindsr.estimate;

import java.io.Serializable;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.Job;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/** An estimator with networks, as ImageJ has it: the {@linkplain TorchWorker worker} does the search, with the same estimator. */
final class RemoteEstimator implements KernelEstimator {

    private final KernelEstimator estimator;

    /** @param estimator one whose name is among {@link Estimators}, and that knows neither weights, spread nor warning */
    RemoteEstimator(final KernelEstimator estimator) {
        this.estimator = estimator;
    }

    @Override
    public String name() {
        return estimator.name();
    }

    @Override
    public String citation() {
        return estimator.citation();
    }

    @Override
    public boolean usesPyTorch() {
        return estimator.usesPyTorch();
    }

    @Override
    public boolean usesPrior() {
        return estimator.usesPrior();
    }

    @Override
    public boolean iterates() {
        return estimator.iterates();
    }

    @Override
    public boolean makesImage() {
        return estimator.makesImage();
    }

    @Override
    public int priorScale(final int scale) {
        return estimator.priorScale(scale);
    }

    @Override
    public void checkPrior(final KernelFlow prior, final int scale) {
        estimator.checkPrior(prior, scale);
    }

    @Override
    public int largestRegion(final int scale) {
        return estimator.largestRegion(scale);
    }

    @Override
    public boolean readsWhole(final int width, final int height) {
        return estimator.readsWhole(width, height);
    }

    @Override
    public int smallestRegion(final int scale) {
        return estimator.smallestRegion(scale);
    }

    @Override
    public long memory(final int width, final int height, final int scale) {
        return estimator.memory(width, height, scale);
    }

    @Override
    public <T extends RealType<T>> Estimate estimate(
            final RandomAccessibleInterval<T> low, final EstimationProblem problem, final Progress progress) {
        final Search search = new Search(
                name(),
                Image.of(low),
                problem.scale(),
                problem.prior(),
                problem.grid(),
                problem.noise(),
                problem.iterations(),
                problem.seed(),
                problem.device());
        return TorchWorker.call(search, progress).estimate();
    }

    /** The pixels of an image, row by row, plane by plane, and its lengths. */
    private record Image(float[] pixels, long... size) implements Serializable {

        static <T extends RealType<T>> Image of(final RandomAccessibleInterval<T> image) {
            return new Image(Pixels.floats(image), image.dimensionsAsLongArray());
        }
    }

    /** An estimator's name and its input. */
    private record Search(
            String estimator,
            Image low,
            int scale,
            KernelFlow prior,
            Grid grid,
            double noise,
            int iterations,
            long seed,
            DeviceChoice device)
            implements Job<Found> {

        @Override
        public Found run(final Progress progress) {
            final RemoteEstimator remote =
                    (RemoteEstimator) Estimators.named(estimator).orElseThrow();
            final Estimate found = remote.estimator.estimate(
                    ArrayImgs.floats(low.pixels, low.size),
                    new EstimationProblem(scale, prior, grid, noise, iterations, seed, device),
                    progress);
            return new Found(found.kernel(), found.image().map(Image::of).orElse(null), found.device());
        }

        @Override
        public long memory() {
            return Estimators.named(estimator).orElseThrow().memory((int) low.size[0], (int) low.size[1], scale);
        }
    }

    /** An estimate; the image is null where there is none. */
    private record Found(BlurKernel kernel, Image image, String device) implements Serializable {

        Estimate estimate() {
            return new Estimate(
                    kernel, Optional.ofNullable(image).map(i -> ArrayImgs.floats(i.pixels, i.size)), device);
        }
    }
}
