package sc.fiji.blindsr.restore;

import java.util.Map;
import java.util.function.Supplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.engine.Job;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.UsrnetModel;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/**
 * Restores with USRNet, the non-blind step of FKP's authors (Liang et al., CVPR 2021, section 4). What is here decides about
 * tiles; {@link PeriodicUsrnet} does the work, in the {@linkplain TorchWorker worker}. The network knows one noise for all:
 * where it grows with the light, it is {@linkplain ToldNoise told} more of it than there is in the mean. It takes the kernel for certain: what is
 * {@linkplain KernelDoubt doubtful} about that is noise to it. Of more noise than it was trained for it gets an image of lower {@link
 * Contrast}. It does not keep the light exactly, so the complete result is {@linkplain FluxCorrection corrected}, but on the paper's grid.
 */
public final class UsrnetRestorer implements Restorer {

    static final String NAME = "USRNet";

    private final Supplier<Map<String, Tensor>> weights;

    /** @param weights supplies the network's tensors when they are needed */
    public UsrnetRestorer(final Supplier<Map<String, Tensor>> weights) {
        this.weights = weights;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean usesPyTorch() {
        return true;
    }

    @Override
    public String citation() {
        return "Zhang et al., CVPR 2020";
    }

    @Override
    public void checkReady() {
        weights.get();
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        final Map<String, Tensor> tensors = weights.get();
        new UsrnetModel().check(tensors);
        return new UsrnetRestoration(problem, tensors);
    }

    /**
     * Work for the worker.
     *
     * @param model the network's weights, in the form of their file
     * @param whole whether it is a whole image, which may be periodic; else it is a tile
     * @param memory what it needs, about, bytes
     */
    private record Restore(
            RestorationProblem problem,
            byte[] model,
            float[] planes,
            int width,
            int height,
            int channels,
            boolean whole,
            long memory)
            implements Job<float[]> {

        @Override
        public float[] run(final Progress progress) {
            return new PeriodicUsrnet(problem, model).restored(planes, width, height, channels, whole, progress);
        }

        @Override
        public DeviceChoice device() {
            return problem.device();
        }
    }

    private static final class UsrnetRestoration implements Restoration {

        /**
         * Distance in high-resolution pixels beyond which the edge of a tile or image changes the result by less than 1e-3,
         * mostly 1e-4. The network's six iterations reach further, with ever smaller effect.
         */
        private static final int NETWORK_REACH = 128;

        private final RestorationProblem problem;
        private final Map<String, Tensor> tensors;
        private final byte[] model;
        private final UsrnetMargins margins;
        /** The noise that is told in all tiles of an image; NaN = each image by itself. */
        private double common = Double.NaN;

        UsrnetRestoration(final RestorationProblem problem, final Map<String, Tensor> tensors) {
            this.problem = problem;
            this.tensors = tensors;
            model = new SafeTensors(Map.of(), tensors).toBytes();
            margins = new UsrnetMargins(problem);
        }

        @Override
        public String device(final Progress progress) {
            return TorchWorker.device(problem.device(), progress);
        }

        @Override
        public int reach() {
            final int scale = problem.scale();
            return (NETWORK_REACH + problem.size() + scale - 1) / scale;
        }

        @Override
        public int step() {
            return margins.step();
        }

        @Override
        public long memory(final int width, final int height, final int channels) {
            final long pixels = (long) margins.alongX(width).period()
                    * margins.alongY(height).period()
                    * problem.scale()
                    * problem.scale();
            return UsrnetModel.memory(tensors, pixels);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            common = Double.NaN;
            return restored(low, weights, true, progress);
        }

        @Override
        public <T extends RealType<T>> void prepareTiles(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            common = told(low, weights, progress);
        }

        private <T extends RealType<T>> double told(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            return Math.hypot(ToldNoise.of(Pixels.floats(weights), problem.noise()), doubt(low, progress));
        }

        /**
         * On ten photographs the loss against the true kernel falls by it from 0.62 to 0.53 dB at ×2, from 0.49 to 0.42 at ×3
         * and from 0.65 to 0.58 at ×4, and with a noise of 3 grey levels of 255 from 0.17 to 0.06 and 0.04. At scale factor 1,
         * where the kernel that is found is narrower by its ± as it is, it grows.
         */
        private <T extends RealType<T>> double doubt(final RandomAccessibleInterval<T> low, final Progress progress) {
            return problem.scale() == 1
                    ? 0
                    : KernelDoubt.of(
                            ArrayImgs.floats(Pixels.floats(low), low.dimensionsAsLongArray()), problem, progress);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restoreTile(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            return restored(low, weights, false, progress);
        }

        private <T extends RealType<T>> Img<FloatType> restored(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final boolean whole,
                final Progress progress) {
            final int width = (int) low.dimension(0),
                    height = (int) low.dimension(1),
                    channels = (int) low.dimension(2),
                    scale = problem.scale();
            final double told = Double.isNaN(common) ? told(low, weights, progress) : common;
            final Contrast contrast = Contrast.of(told, PeriodicUsrnet.largestNoise(scale));
            final float[] high = TorchWorker.call(
                    new Restore(
                            problem.withNoise(contrast.factor() * told),
                            model,
                            contrast.lowered(Pixels.floats(low)),
                            width,
                            height,
                            channels,
                            whole,
                            memory(width, height, channels)),
                    progress);
            contrast.raise(high);
            return ArrayImgs.floats(high, (long) scale * width, (long) scale * height, channels);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> completed(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Img<FloatType> high,
                final Progress progress) {
            // The paper's data are restored exactly as its authors do.
            if (problem.grid() == Grid.PAPER) return high;
            final float[] levels = Pixels.floats(low), worth = Pixels.floats(weights), corrected = Pixels.floats(high);
            new FluxCorrection(problem.scale(), (int) low.dimension(0), (int) low.dimension(1))
                    .apply(levels, worth, corrected);
            return ArrayImgs.floats(corrected, high.dimensionsAsLongArray());
        }
    }
}
