package sc.fiji.blindsr.estimate.amortized;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.scene.BlurSimulator;

/**
 * Trains the network that Amortized FKP ships, from the command line:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=estimate.amortized.TrainReader -Dexec.args="CHECKPOINT.safetensors STEPS SEED SCENES FOLDER,FOLDER,... RATE COARSE START.safetensors BATCHES [General|SCALES]"
 * </pre>
 *
 * STEPS may be a time instead, such as 20min. It computes on a GPU if there is one. COARSE is the share of the training, its
 * beginning, that is computed in bfloat16; BATCHES how many times the usual number of images make a batch. A checkpoint that is
 * there is gone on with. Every fifth photograph of the folders is left out: these calibrate the ±. Figures are added to {@code
 * CHECKPOINT.csv}, and {@code CHECKPOINT.png} shows them.
 */
public final class TrainReader {

    /** One photograph in so many is held out. */
    static final int HELD_OUT = 5;

    /** How many kernels of General are learned. */
    private static final int KERNELS = 6000;

    private static final int CHECKPOINT = 500;

    private static final String MINUTES = "min";

    private TrainReader() {}

    public static void main(final String... arguments) throws IOException {
        final Path checkpoint = Path.of(arguments[0]);
        final TrainingLength length = arguments[1].endsWith(MINUTES)
                ? TrainingLength.ofMinutes(Double.parseDouble(arguments[1].replace(MINUTES, "")))
                : TrainingLength.ofSteps(Integer.parseInt(arguments[1]));
        final long seed = Long.parseLong(arguments[2]);
        final BlurSimulator simulator =
                new BlurSimulator(photographs(arguments[4], false), Integer.parseInt(arguments[3]), seed);
        final ReaderLessons lessons = lessons(simulator, arguments.length > 9 ? arguments[9] : "");
        final ReaderTrainer trainer = new ReaderTrainer(
                lessons,
                ModelFile.read(Path.of(arguments[7])).content().tensors(),
                length,
                seed,
                Double.parseDouble(arguments[5]),
                Double.parseDouble(arguments[6]),
                Integer.parseInt(arguments[8]));
        if (Files.exists(checkpoint)) trainer.resume(checkpoint);
        final TrainingCurves curves = new TrainingCurves(checkpoint);
        trainer.train(
                DeviceChoice.AUTO,
                (step, done, figures) -> {
                    System.out.printf(Locale.ROOT, "%d,%s; %.1f %% done%n", step, figures, 100 * done);
                    curves.add(step, figures);
                    if (step % CHECKPOINT == 0) trainer.checkpoint(checkpoint);
                },
                Progress.NONE);
        trainer.checkpoint(checkpoint);
        System.exit(0); // the engine's threads would keep the JVM
    }

    private static ReaderLessons lessons(final BlurSimulator simulator, final String kind) {
        if (kind.isEmpty()) return new GaussianLessons(simulator);
        if (kind.equals(KernelPriors.GENERAL)) return generalLessons(simulator);
        return new GaussianLessons(
                simulator, Stream.of(kind.split(",")).map(Integer::valueOf).toList());
    }

    /** Kernels of the family that the prior General was trained on. */
    private static KernelLessons generalLessons(final BlurSimulator simulator) {
        return new KernelLessons(
                simulator,
                IntStream.rangeClosed(2, 4)
                        .boxed()
                        .collect(Collectors.toMap(s -> s, s -> GeneralKernels.of(s, KERNELS, 0))),
                GeneralKernels.components());
    }

    /** The photographs of some folders, in the order of their names: those to train on, or those held out. */
    static List<Path> photographs(final String folders, final boolean heldOut) throws IOException {
        final List<Path> chosen = new ArrayList<>();
        for (final String folder : folders.split(",")) {
            final List<Path> files;
            try (Stream<Path> entries = Files.list(Path.of(folder))) {
                files = entries.filter(f -> f.toString().matches(".*\\.(jpe?g|png)")
                                && !f.getFileName().toString().matches("(camera|chelsea|microaneurysms)\\..*"))
                        .sorted()
                        .toList();
            }
            for (int i = 0; i < files.size(); i++) if ((i % HELD_OUT == 0) == heldOut) chosen.add(files.get(i));
        }
        return chosen;
    }
}
