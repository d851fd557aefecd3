package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.FlowTrainer;
import sc.fiji.blindsr.progress.Progress;

/** Trains a kernel prior and writes its file, which says how it was trained. Nothing is written before the end. */
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

    public static final Option<Path> TARGET = Option.newFile(
            "target",
            "File of the prior",
            "The file to write, NAME.safetensors. The option \"Kernel prior\" of the other commands then takes it.");

    public static final Form FORM =
            new Form("Train Blur Kernel Prior...", SCALE, KERNELS, EPOCHS, TARGET, SEED, DEVICE);

    private PriorTraining() {}

    /** Trains, and writes the file. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final int scale = settings.get(SCALE), epochs = settings.get(EPOCHS);
        final Path target = settings.get(TARGET);
        // Better said now than after an hour of training.
        if (!Files.isWritable(Files.exists(target) ? target : target.getParent()))
            throw new UserError("target", "\"" + target + "\" cannot be written to.");
        final RunReport report = new RunReport(settings).set("Scale", scale).set("Seed", settings.get(SEED));
        final Optional<ImagePlus> kernels = settings.find(KERNELS);
        final FlowTrainer trainer = kernels.isPresent()
                ? FlowTrainer.forKernels(scale, new KernelIntake("kernels", scale, report, progress).all(kernels.get()))
                : FlowTrainer.forGaussians(scale);
        trainer.warning().ifPresent(report::warn);

        final SafeTensors trained = trainer.train(epochs, settings.get(SEED), settings.get(DEVICE), progress);
        final Map<String, String> made = new LinkedHashMap<>(trained.metadata());
        kernels.ifPresent(image -> made.put("kernels", image.getTitle() + ", " + made.get("kernels")));
        made.put("version", RunReport.version());
        try {
            new SafeTensors(made, trained.tensors()).write(target);
        } catch (final IOException e) {
            throw new UserError("target", "\"" + target + "\" cannot be written: " + e, e);
        }
        report.set("Image", kernels.map(ImagePlus::getTitle).orElse(made.get("kernels")))
                .set("Prior", target.toString())
                .set("Device", made.get("device"))
                .detail("Kernels", made.get("kernels"))
                .detail("Epochs", epochs)
                .detail("−log p", Double.valueOf(made.get("training -log p")));
        Optional.ofNullable(made.get("held out -log p"))
                .ifPresent(p -> report.detail("−log p, held out", Double.valueOf(p)));
        return new Outcome(null, null, report.wideRow());
    }
}
