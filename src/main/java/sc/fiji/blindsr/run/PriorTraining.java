package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import sc.fiji.blindsr.estimate.amortized.PriorReaderTraining;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.file.TemporaryFile;
import sc.fiji.blindsr.file.TrialFile;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.FlowTrainer;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriorModel;
import sc.fiji.blindsr.progress.Progress;

/**
 * Trains a kernel prior, and the network that reads its blurs, and writes their file, which says how they were trained.
 * Nothing is written before the end.
 */
public final class PriorTraining {

    public static final Option<ImagePlus> KERNELS = Option.image(
            "kernels",
            "Kernels",
            "A stack of point-spread functions on the result's pixel grid, one to a plane."
                    + " Left out: the paper's anisotropic Gaussians.");

    public static final Option<Integer> EPOCHS = Option.whole(
            "epochs",
            "Epochs",
            "How long to train: each epoch is 50 000 kernels and takes some seconds.",
            100,
            1,
            10_000);

    public static final Option<Double> MINUTES = Option.decimal(
            "minutes",
            "Minutes for the reader",
            "How long to train the network that reads these blurs off images, for the estimator Amortized FKP; a quarter of an"
                    + " hour is of use. 0: none. If the file is there and was trained with the same kernels, epochs and"
                    + " seed, its network is trained for so much longer.",
            "15",
            0,
            100_000,
            "a number from 0 to 100000");

    public static final Option<Path> TARGET = Option.newFile(
            "target",
            "File of the prior",
            "The file to write, NAME.safetensors. The option \"Kernel prior\" of the other commands then takes it.");

    public static final Form FORM =
            new Form("Train Blur Kernel Prior...", SCALE, KERNELS, EPOCHS, MINUTES, TARGET, SEED, DEVICE);

    /** Bytes that the folder must take, about those of a prior with its reader. */
    private static final long TRIAL = 1 << 21;

    /** So many bytes of a prior's file name its tensors, or some of them. */
    private static final int HEAD = 1 << 16;

    private static final String READER_MINUTES = "reader minutes";

    private PriorTraining() {}

    /** Trains, and writes the file. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final Path target = settings.get(TARGET);
        // Better said now than after an hour of training.
        try {
            TrialFile.write(TemporaryFile.in(target.toAbsolutePath().getParent()), TRIAL);
            try (Claim claim = Claim.on(target)
                    .orElseThrow(() -> new UserError(
                            TARGET.key(),
                            "another training will write \"" + target + "\"",
                            "wait for its end, or choose another file"))) {
                return train(settings, target, progress);
            }
        } catch (final IOException e) {
            throw unwritable(target, e);
        }
    }

    private static UserError unwritable(final Path target, final IOException e) {
        return new UserError(TARGET.key(), "\"" + target + "\" cannot be written: " + Failure.reason(e) + ".", e);
    }

    private static Outcome train(final Settings settings, final Path target, final Progress progress)
            throws IOException {
        final int scale = settings.get(SCALE), epochs = settings.get(EPOCHS);
        final RunReport report = new RunReport(settings).set("Scale", scale).set("Seed", settings.get(SEED));
        final Optional<ImagePlus> kernels = settings.find(KERNELS);
        final FlowTrainer trainer = kernels.isPresent()
                ? FlowTrainer.forKernels(
                        scale, new KernelIntake("kernels", scale, report, progress).all(kernels.get()), progress)
                : FlowTrainer.forGaussians(scale);
        trainer.warning().ifPresent(report::warn);

        final Optional<SafeTensors> earlier = earlier(target, trainer, settings, progress);
        if (earlier.isPresent())
            progress.log("\"" + target + "\" has the prior already; its reader is "
                    + (settings.get(MINUTES) > 0 ? "trained for longer." : "left as it is."));
        final SafeTensors flow = earlier.orElseGet(() -> {
            final SafeTensors trained = trainer.train(epochs, settings.get(SEED), settings.get(DEVICE), progress);
            final Map<String, String> made = new LinkedHashMap<>(trained.metadata());
            kernels.ifPresent(image -> made.put("kernels", image.getTitle() + ", " + made.get("kernels")));
            return new SafeTensors(made, trained.tensors());
        });
        final Map<String, String> made =
                settings.get(MINUTES) > 0 ? writtenWithReader(flow, target, settings, progress) : written(flow, target);
        report.set("Image", kernels.map(ImagePlus::getTitle).orElse(made.get("kernels")))
                .set("Prior", target.toString())
                .set("Device", made.get("device"))
                .detail("Kernels", made.get("kernels"))
                .detail("Epochs", epochs)
                .detail("−log p", Double.valueOf(made.get("training -log p")));
        Optional.ofNullable(made.get(READER_MINUTES))
                .ifPresent(m -> report.detail("Reader, minutes", Double.valueOf(m)));
        Optional.ofNullable(made.get("held out -log p"))
                .ifPresent(p -> report.detail("−log p, held out", Double.valueOf(p)));
        return new Outcome(null, null, report.wideRow());
    }

    /** Writes a prior, and gives what its file says. */
    private static Map<String, String> written(final SafeTensors prior, final Path target) throws IOException {
        final Map<String, String> made = new LinkedHashMap<>(prior.metadata());
        made.put("version", RunReport.version());
        new SafeTensors(made, prior.tensors()).write(target);
        return made;
    }

    /** The same after its reader was trained. What ends the process meanwhile does not cost the flow, if nothing else is there. */
    private static Map<String, String> writtenWithReader(
            final SafeTensors flow, final Path target, final Settings settings, final Progress progress)
            throws IOException {
        final boolean isNew = !Files.exists(target);
        if (isNew) written(flow, target);
        try {
            return written(withReader(flow, settings, progress), target);
        } catch (final CancellationException e) {
            if (isNew) Files.deleteIfExists(target);
            throw e;
        }
    }

    /** The flow that an earlier run trained in the same way and left in the same file. */
    private static Optional<SafeTensors> earlier(
            final Path target, final FlowTrainer trainer, final Settings settings, final Progress progress) {
        if (!Files.exists(target)) return Optional.empty();
        try {
            final SafeTensors there = ModelFile.read(target).content();
            if (!new KernelPriorModel().recognises(there.tensors())) throw noPrior(target);
            final Map<String, String> made = there.metadata();
            final boolean same = String.valueOf(settings.get(SCALE)).equals(made.get("scale"))
                    && String.valueOf(settings.get(EPOCHS)).equals(made.get("epochs"))
                    && String.valueOf(settings.get(SEED)).equals(made.get("seed"))
                    && trainer.checksum().equals(made.get("kernels checksum"));
            if (!same) {
                progress.log(
                        "\"" + target + "\" is of another scale factor, or was trained with other kernels, epochs or"
                                + " another seed; it is replaced at the end.");
                return Optional.empty();
            }
            checkWhole(there);
            return Optional.of(there);
        } catch (final IOException e) {
            if (!wasPrior(target)) throw noPrior(target);
            progress.log("\"" + target + "\" is damaged (" + Failure.reason(e) + "), and trained anew.");
            return Optional.empty();
        }
    }

    /** @throws IOException if training cannot go on with a prior */
    private static void checkWhole(final SafeTensors there) throws IOException {
        try {
            PriorReaderTraining.check(KernelFlow.of(there.tensors()));
            Double.parseDouble(there.metadata().getOrDefault("training -log p", ""));
            minutes(there);
            steps(there);
        } catch (final UserError | NumberFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Whether a file that cannot be read begins as a prior's does. */
    private static boolean wasPrior(final Path target) {
        try (InputStream in = Files.newInputStream(target)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1).contains(KernelPriorModel.FIRST_TENSOR);
        } catch (final IOException e) {
            return false;
        }
    }

    private static UserError noPrior(final Path target) {
        return UserError.value("target", target.toString(), "a new file, or one of a kernel prior, which is replaced");
    }

    private static int steps(final SafeTensors flow) {
        return Integer.parseInt(flow.metadata().getOrDefault(PriorReaderTraining.STEPS, "0"));
    }

    private static double minutes(final SafeTensors flow) {
        return Double.parseDouble(flow.metadata().getOrDefault(READER_MINUTES, "0"));
    }

    private static SafeTensors withReader(final SafeTensors flow, final Settings settings, final Progress progress) {
        final double minutes = settings.get(MINUTES);
        final SafeTensors reader = PriorReaderTraining.train(
                KernelFlow.of(flow.tensors()),
                minutes,
                settings.get(SEED),
                steps(flow),
                settings.get(DEVICE),
                progress);
        final Map<String, String> made = new LinkedHashMap<>(flow.metadata());
        made.putAll(reader.metadata());
        made.put(READER_MINUTES, String.valueOf(Math.rint(100 * (minutes(flow) + minutes)) / 100));
        final Map<String, Tensor> tensors = new LinkedHashMap<>(flow.tensors());
        tensors.putAll(reader.tensors());
        return new SafeTensors(made, tensors);
    }
}
