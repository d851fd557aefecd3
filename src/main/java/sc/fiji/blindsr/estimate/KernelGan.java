package sc.fiji.blindsr.estimate;

import java.util.Arrays;
import java.util.Random;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.network.Crops;
import sc.fiji.blindsr.network.KernelGanNetworks;
import sc.fiji.blindsr.progress.Progress;

/**
 * KernelGAN (Bell-Kligler, Shocher and Irani, NeurIPS 2019) as Liang et al. (CVPR 2021) compare KernelGAN-FKP with it:
 * the generator is a deep linear network, and there is no prior for the kernel, only the losses of {@link
 * KernelGanNetworks}. For ×2, and for ×4 by the kernel for ×2.
 * <p>
 * Real crops get noise of one grey level of 255. In the authors' code it stays in the image and adds up there; here it
 * does not.
 */
public final class KernelGan extends AdversarialEstimator {

    /** The name users choose it by. */
    public static final String NAME = "KernelGAN";

    private static final int SCALE = 2;
    private static final int ITERATIONS = 3000;
    private static final double NOISE = 1 / 255.0;
    /** Values of the kernel below this fraction of its 40th largest are cut. */
    private static final double CUT_FRACTION = 0.75;

    private static final int RANK = 40;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String citation() {
        return "Bell-Kligler et al., NeurIPS 2019";
    }

    @Override
    public boolean usesPrior() {
        return false;
    }

    @Override
    int searched(final int scale) {
        if (super.searched(scale) == SCALE) return SCALE;
        throw new UserError(
                "scale",
                "" + scale + " was given, but " + NAME + " exists for 2 and 4; for " + scale
                        + " there are " + AmortizedFkp.NAME + ", " + DipFkp.NAME + ", " + VariationalFkp.NAME + ", "
                        + KernelGanFkp.NAME + " and "
                        + DoubleDip.NAME
                        + ".");
    }

    @Override
    int iterations(final int scale) {
        return ITERATIONS;
    }

    @Override
    public long memory(final int width, final int height, final int scale) {
        return 100_000_000L + 100L * width * height;
    }

    @Override
    Search search(final Scene scene, final EstimationProblem problem, final ComputeDevice device) {
        return new NetworkSearch(scene, problem, device);
    }

    /**
     * The kernel that the generator's 13×13 weights stand for: small values cut, sum 1, centred, of the paper's size.
     */
    static BlurKernel cleaned(final BlurKernel raw) {
        final double[] sorted = raw.values();
        Arrays.sort(sorted);
        final double threshold = CUT_FRACTION * sorted[sorted.length - RANK];
        final BlurKernel cut = BlurKernel.square(
                Arrays.stream(raw.values()).map(v -> Math.max(0, v - threshold)).toArray());
        return KernelCentre.centred(cut, SCALE, BlurKernel.sizeFor(SCALE));
    }

    private static final class NetworkSearch implements Search {

        private final Scene scene;
        private final Grid grid;
        private final Random random;
        private final CropSampler sampler;
        private final float[] bicubic;
        private final KernelGanNetworks networks;
        private final KernelGanSchedule schedule = new KernelGanSchedule();

        NetworkSearch(final Scene scene, final EstimationProblem problem, final ComputeDevice device) {
            this.scene = scene;
            grid = problem.grid();
            random = new Random(problem.seed());
            sampler = scene.sampler(SCALE, KernelGanNetworks.OUTPUT, random);
            bicubic = target(scene.planes(), scene.width(), scene.height());
            networks = new KernelGanNetworks(device, problem.seed(), schedule.rate());
        }

        @Override
        public void step(final int iteration, final Progress progress) {
            final Crops given = sampler.forGenerator(1);
            final float[] input = levels(given.cutFrom(scene.planes(), scene.width(), scene.height()), 0);
            final double bicubicLoss = networks.trainGenerator(
                    input, window(bicubic, scene.width() / SCALE, given), schedule.weights(), progress);
            final float[] real =
                    levels(sampler.forDiscriminator(1).cutFrom(scene.planes(), scene.width(), scene.height()), NOISE);
            final float[] noise = new float[real.length];
            for (int i = 0; i < noise.length; i++) noise[i] = (float) (NOISE * random.nextGaussian());
            networks.trainDiscriminator(input, real, noise, progress);
            schedule.update(iteration, bicubicLoss);
            networks.setRate(schedule.rate());
        }

        /** Maps values from [0,1] to [−1,1], the range of the networks, and adds noise. */
        private float[] levels(final float[] values, final double noise) {
            for (int i = 0; i < values.length; i++)
                values[i] = (float) (2 * (values[i] + (noise > 0 ? noise * random.nextGaussian() : 0)) - 1);
            return values;
        }

        @Override
        public BlurKernel kernel() {
            final BlurKernel convolved = BlurKernel.square(networks.kernel());
            return cleaned(grid == Grid.CENTRED ? convolved : convolved.turned());
        }

        @Override
        public void close() {
            networks.close();
        }
    }

    /**
     * The target of the bicubic loss: the image reduced to half its size, in [−1,1], all three channels added up, as
     * published.
     */
    static float[] target(final float[] planes, final int width, final int height) {
        final int n = width * height;
        final float[] sum = new float[n];
        for (int i = 0; i < planes.length; i++) sum[i % n] += 2 * planes[i] - 1;
        return new BicubicReduction(SCALE).of(sum, width, height);
    }

    /** The middle of what a crop becomes at half the size, which is as large as the generator's image. */
    static float[] window(final float[] half, final int width, final Crops crop) {
        final int size = KernelGanNetworks.OUTPUT, rim = (crop.size() / SCALE - size) / 2;
        final float[] window = new float[size * size];
        for (int y = 0; y < size; y++)
            System.arraycopy(
                    half,
                    (crop.tops()[0] / SCALE + rim + y) * width + crop.lefts()[0] / SCALE + rim,
                    window,
                    y * size,
                    size);
        return window;
    }
}
