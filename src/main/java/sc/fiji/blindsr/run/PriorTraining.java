package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.FlowTrainer;
import sc.fiji.blindsr.progress.Progress;

/** Trains a kernel prior and writes its file, which says how it was trained. Nothing is written before the end. */
public final class PriorTraining {

    private static final int MOST_EPOCHS = 10_000;

    private PriorTraining() {}

    public static Outcome run(final Settings settings, final Progress progress) {
        final int scale = settings.scale(), epochs = settings.whole(Option.EPOCHS, 1, MOST_EPOCHS);
        final Path target = settings.newFile(Option.PRIOR_TARGET);
        // Better said now than after an hour of training.
        if (!Files.isWritable(Files.exists(target) ? target : target.getParent()))
            throw new IllegalArgumentException("target: \"" + target + "\" cannot be written to.");
        final RunReport record = new RunReport(settings).set("Scale", scale).set("Seed", settings.seed());
        final Optional<ImagePlus> kernels = settings.optionalImage(Option.KERNELS);
        final FlowTrainer trainer = kernels.isPresent()
                ? FlowTrainer.forKernels(scale, KernelImages.readAll(kernels.get(), "kernels"))
                : FlowTrainer.forGaussians(scale);
        trainer.warning().ifPresent(warning -> record.set("Warning", warning));

        final SafeTensors trained = trainer.train(epochs, settings.seed(), settings.text(Option.DEVICE), progress);
        final Map<String, String> made = new LinkedHashMap<>(trained.metadata());
        kernels.ifPresent(image -> made.put("kernels", image.getTitle() + ", " + made.get("kernels")));
        made.put("version", RunReport.version());
        try {
            new SafeTensors(made, trained.tensors()).write(target);
        } catch (final IOException e) {
            throw new IllegalArgumentException("target: \"" + target + "\" cannot be written: " + e, e);
        }
        record.set("Image", kernels.map(ImagePlus::getTitle).orElse(made.get("kernels")))
                .set("Prior", target.toString())
                .set("Device", made.get("device"))
                .detail("Kernels", made.get("kernels"))
                .detail("Epochs", epochs)
                .detail("−log p", Double.valueOf(made.get("training -log p")));
        Optional.ofNullable(made.get("held out -log p"))
                .ifPresent(p -> record.detail("−log p, held out", Double.valueOf(p)));
        return new Outcome(null, null, record.wideRow());
    }
}
