package sc.fiji.blindsr.estimate.amortized;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.scene.BlurSimulator;

/** Kernels of any shape, to be read as their components. */
final class KernelLessons implements ReaderLessons {

    private final BlurSimulator simulator;
    private final Map<Integer, List<BlurKernel>> kernels;
    private final KernelComponents components;
    private final List<Integer> scales;

    /**
     * @param simulator where images come from
     * @param kernels for each scale factor those to learn, K×K
     * @param components what is to be read of them
     */
    KernelLessons(
            final BlurSimulator simulator,
            final Map<Integer, List<BlurKernel>> kernels,
            final KernelComponents components) {
        this.simulator = simulator;
        this.kernels = Map.copyOf(kernels);
        this.components = components;
        scales = kernels.keySet().stream().sorted().toList();
    }

    @Override
    public ReaderHead head() {
        return new ComponentHead(KernelComponents.symmetries());
    }

    @Override
    public List<Integer> scales() {
        return scales;
    }

    @Override
    public Lesson draw(final int scale, final int size, final SplittableRandom random) {
        final List<BlurKernel> known = kernels.get(scale);
        final BlurKernel kernel = known.get(random.nextInt(known.size()));
        final double[] entries = components.entries(kernel.values(), scale);
        final float[] truth = new float[entries.length];
        for (int i = 0; i < truth.length; i++) truth[i] = (float) entries[i];
        return new Lesson(simulator.draw(kernel, scale, size, Camera.random(random), random), truth);
    }
}
