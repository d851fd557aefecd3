package sc.fiji.blindsr.prior;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.model.SafeTensors;

/**
 * Trains the kernel priors that the plugin ships, from the command line:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=prior.TrainPrior -Dexec.args="SCALE EPOCHS SEED FILE.safetensors [General]"
 * </pre>
 */
public final class TrainPrior {

    private TrainPrior() {}

    public static void main(final String... arguments) throws IOException {
        if (arguments.length < 4)
            throw new IllegalArgumentException("Four arguments are needed: SCALE EPOCHS SEED FILE");
        final int scale = Integer.parseInt(arguments[0]);
        final boolean general = arguments.length > 4 && arguments[4].equals(KernelPriors.GENERAL);
        final int[] shown = {-1};
        final SafeTensors trained = (general ? FlowTrainer.forGeneral(scale) : FlowTrainer.forGaussians(scale))
                .train(
                        Integer.parseInt(arguments[1]),
                        Long.parseLong(arguments[2]),
                        DeviceChoice.CPU,
                        (stage, done, total) -> {
                            if (100L * done / total <= shown[0]) return;
                            shown[0] = 100 * done / total;
                            System.out.println(shown[0] + " % " + stage);
                        });
        trained.write(Path.of(arguments[3]));
        System.out.println(arguments[3] + " " + trained.metadata());
    }
}
