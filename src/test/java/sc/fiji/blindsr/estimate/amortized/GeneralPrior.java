package sc.fiji.blindsr.estimate.amortized;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.scene.BlurSimulator;

/**
 * Puts the flow of the prior General and its reader into the one file that the plugin ships for a scale factor. Before, the
 * reader's precisions are made true on photographs, scenes and kernels that no weight has seen:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.amortized.GeneralPrior -Dexec.args="FLOW READER OUT FOLDER,FOLDER,... [KEY=VALUE ...]"
 * </pre>
 */
public final class GeneralPrior {

    private static final int SCENES = 60;
    private static final long SEED = 99_991;
    /** Not those of the training. */
    private static final int KERNELS = 400, FIRST_KERNEL = 1_000_000;

    private GeneralPrior() {}

    public static void main(final String... arguments) throws IOException {
        final SafeTensors flow = ModelFile.read(Path.of(arguments[0])).content(),
                trained = ModelFile.read(Path.of(arguments[1])).content();
        final int scale = KernelFlow.of(flow.tensors()).scale();
        final BlurSimulator simulator = new BlurSimulator(TrainReader.photographs(arguments[3], true), SCENES, SEED);
        final KernelComponents components = GeneralKernels.components();
        final ReaderWeights weights =
                ReaderWeights.of(trained.tensors(), new ComponentHead(KernelComponents.symmetries()));
        final List<BlurKernel> kernels = GeneralKernels.of(scale, KERNELS, FIRST_KERNEL);
        final double factor = PrecisionCalibration.calibrate(
                weights, new KernelLessons(simulator, Map.of(scale, kernels), components), scale);
        final Map<String, Tensor> tensors = new LinkedHashMap<>(flow.tensors());
        weights.tensors().forEach((name, values) -> {
            if (!name.startsWith("x") || name.startsWith("x" + scale))
                tensors.put(KernelFlow.READER + name, Tensor.of(values));
        });
        components.tensors().forEach((name, tensor) -> tensors.put(KernelFlow.READER + name, tensor));
        final Map<String, String> made = new LinkedHashMap<>(flow.metadata());
        made.put("reader steps", trained.metadata().get("step"));
        made.put("reader seconds", trained.metadata().get("seconds"));
        made.put("reader seed", trained.metadata().get("seed"));
        made.put("reader calibration", String.format(Locale.ROOT, "%.3f", factor));
        for (int i = 4; i < arguments.length; i++)
            made.put(arguments[i].split("=", 2)[0], arguments[i].split("=", 2)[1]);
        new SafeTensors(made, tensors).write(Path.of(arguments[2]));
        System.out.println(made);
    }
}
