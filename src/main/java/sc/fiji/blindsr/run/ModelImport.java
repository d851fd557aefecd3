package sc.fiji.blindsr.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.ModelKind;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.UsrnetModel;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.KernelPriorModel;
import sc.fiji.blindsr.progress.Progress;

/** Takes a trained network into the models folder: checked, and as safetensors, which hold nothing that could run. */
public final class ModelImport {

    private static final List<ModelKind> KINDS = List.of(new UsrnetModel(), new KernelPriorModel());

    public static final Option<Path> FILE = Option.file(
            "file",
            "Model file",
            "The file of a trained USRNet or kernel prior: .pth or .pt of PyTorch, or .safetensors. Nothing in it is run; a"
                    + " checked copy is stored in the models folder.");

    public static final Form FORM = new Form("Import Blind SR Model...", FILE);

    private ModelImport() {}

    /** Checks a file and stores a copy. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final Path file = settings.get(FILE);
        try {
            return store(settings, file);
        } catch (final UserError e) {
            throw e.as("file", "\"" + file + "\" cannot be imported: ");
        } catch (final IOException e) {
            throw new UserError("file", "\"" + file + "\" cannot be imported: " + Failure.reason(e) + ".", e);
        }
    }

    private static Outcome store(final Settings settings, final Path file) throws IOException {
        final String source = file.getFileName().toString();
        final ModelFile model = ModelFile.read(file);
        final Map<String, Tensor> tensors = model.content().tensors();
        final ModelKind kind = kind(tensors);
        final Map<String, String> metadata = new LinkedHashMap<>(model.content().metadata());
        metadata.put("kind", kind.label());
        metadata.put("source", source);
        metadata.put("source sha256", model.sha256());
        final Path stored = Models.store(kind.name(source), new SafeTensors(metadata, tensors));
        return new Outcome(
                null,
                null,
                new RunReport(settings)
                        .detail("Model", kind.label())
                        .detail("Source", source)
                        .detail("Parameters", parameters(tensors))
                        .detail("SHA-256", model.sha256())
                        .detail("Stored in", stored.toString())
                        .wideRow());
    }

    /**
     * Recognises and checks a model.
     *
     * @throws UserError if it is of no known kind, or not as one of its kind must be
     */
    public static ModelKind kind(final Map<String, Tensor> tensors) {
        final ModelKind kind = KINDS.stream()
                .filter(k -> k.recognises(tensors))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "file",
                        "its tensors are those of no model that is known here: "
                                + String.join(
                                        ", ",
                                        KINDS.stream().map(ModelKind::label).toList()) + "."));
        kind.check(tensors);
        return kind;
    }

    /** How many numbers a model has. */
    public static long parameters(final Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(t -> t.values().length).sum();
    }
}
