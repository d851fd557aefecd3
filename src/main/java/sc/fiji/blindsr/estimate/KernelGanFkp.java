package sc.fiji.blindsr.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.network.BlurAndSample;
import sc.fiji.blindsr.network.Crops;
import sc.fiji.blindsr.network.PatchDiscriminator;
import sc.fiji.blindsr.network.Patches;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/**
 * KernelGAN-FKP (Liang et al., CVPR 2021, section 3.4): the generator blurs with a kernel of the flow, k = FKP(z), and
 * takes every s-th pixel; the search moves z on a sphere.
 *
 * <pre>
 * 3 times:  D by one step of its loss, with a new mix for the penalty    ({@link PatchDiscriminator})
 * 3 times:  z by one Adam step for −mean D(G(crops)) on the sphere
 * </pre>
 *
 * with 64 pairs of crops for each iteration. The authors' code computes the same with
 * repetitions, which are left out here: z is fixed while D learns, so that one image serves its three steps; and the three
 * steps of z start from that image and the same D, so that they share one gradient.
 * <p>
 * For ×2, and for ×4 by the kernel for ×2, as published. ×3 with the flow for ×3 and crops of 96 pixels is this project's
 * extension.
 */
public final class KernelGanFkp extends AdversarialEstimator {

    /** The name users choose it by. */
    public static final String NAME = "KernelGAN-FKP";

    private static final int ITERATIONS = 1000;
    private static final int ITERATIONS_BY_WAY_OF_TWO = 4000;
    private static final int BATCH = 64;
    private static final int STEPS = 3;
    private static final double LATENT_RATE = 5e-4;
    private static final double LATENT_BETA1 = 0.5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String citation() {
        return "Liang et al., CVPR 2021";
    }

    @Override
    int iterations(final int scale) {
        return scale == searched(scale) ? ITERATIONS : ITERATIONS_BY_WAY_OF_TWO;
    }

    @Override
    public long memory(final int width, final int height, final int scale) {
        return 400_000_000L + 100L * width * height;
    }

    @Override
    Search search(final Scene scene, final EstimationProblem problem, final ComputeDevice device) {
        return new LatentSearch(scene, problem, device);
    }

    private static final class LatentSearch implements Search {

        private final Scene scene;
        private final int scale;
        private final Random random;
        private final FlowKernel kernel;
        private final CropSampler sampler;
        private final int generatedSize;
        private final int generatedWidth;
        private final int generatedHeight;
        private final PatchDiscriminator discriminator;

        LatentSearch(final Scene scene, final EstimationProblem problem, final ComputeDevice device) {
            this.scene = scene;
            final KernelFlow prior = problem.prior();
            scale = prior.scale();
            random = new Random(problem.seed());
            kernel = new FlowKernel(
                    new SphereAdam(prior, prior.randomLatent(random), LATENT_RATE, LATENT_BETA1), problem.grid());
            generatedSize = sampled(cropSize(scale), prior);
            generatedWidth = sampled(scene.width(), prior);
            generatedHeight = sampled(scene.height(), prior);
            sampler = scene.sampler(scale, generatedSize, random);
            discriminator = new PatchDiscriminator(device, problem.seed());
        }

        private static int sampled(final int length, final KernelFlow prior) {
            return (length - prior.size()) / prior.scale() + 1;
        }

        @Override
        public void step(final int iteration, final Progress progress) {
            final Crops given = sampler.forGenerator(BATCH), real = sampler.forDiscriminator(BATCH);
            final Crops realCrops = given.sampled(scale, generatedSize);
            final boolean stay = Patches.shouldStay(realCrops, generatedWidth, generatedHeight);
            try (NDManager scratch = discriminator.manager().newSubManager();
                    GradientSession session = GradientSession.open(progress)) {
                final NDArray source = stay
                        ? planes(scratch, scene.planes(), scene.width(), scene.height())
                        : planes(
                                scratch,
                                given.cutFrom(scene.planes(), scene.width(), scene.height()),
                                given.size(),
                                given.size());
                final NDArray generated = BlurAndSample.valid(source, kernel.weights(scratch), scale);
                final float[] values = generated.toFloatArray();
                try (PatchDiscriminator.Batch batch = discriminator
                .new Batch(
                        realPatches(real),
                        stay
                                ? Patches.inPlace(values, generatedWidth, generatedHeight, realCrops)
                                : Patches.cutOut(values, generatedSize))) {
                    for (int i = 0; i < STEPS; i++) discriminator.train(batch, random.nextDouble());
                    final NDArray gradient =
                            discriminator.generatorGradient(scratch, batch).reshape(generated.getShape());
                    final NDArray change = generated.mul(gradient).sum();
                    if (!Float.isFinite(change.getFloat()))
                        throw new UserError(
                                "seed", NAME + " diverged in iteration " + (iteration + 1) + "; try another seed.");
                    // ∂/∂k of ⟨G, gradient⟩ is that of the loss.
                    session.backward(change);
                }
                kernel.step(STEPS);
            }
        }

        private Patches realPatches(final Crops crops) {
            return Patches.shouldStay(crops, scene.width(), scene.height())
                    ? Patches.inPlace(scene.planes(), scene.width(), scene.height(), crops)
                    : Patches.cutOut(crops.cutFrom(scene.planes(), scene.width(), scene.height()), crops.size());
        }

        private static NDArray planes(
                final NDManager scratch, final float[] values, final int width, final int height) {
            return scratch.create(values, new Shape(values.length / (width * height), 1, height, width));
        }

        @Override
        public BlurKernel kernel() {
            return kernel.kernel();
        }

        @Override
        public void close() {
            discriminator.close();
        }
    }
}
