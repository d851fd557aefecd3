package sc.fiji.blindsr.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.engine.EngineUnavailableException;
import sc.fiji.blindsr.engine.TorchWorker;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.UsrnetModel;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.progress.Progress;

/** Says what there is to compute with, and how to get what is missing. */
public final class EngineReport {

    /** The title of the table. */
    private static final String TABLE = "Blind SR Engine";

    private static final String FOUND = "found", NONE = "none", MISSING = "missing", BROKEN = "broken";

    private final List<Map<String, Object>> rows = new ArrayList<>();

    public static final Form FORM = new Form("Blind SR Engine");

    private EngineReport() {}

    /** A table of what there is. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final EngineReport report = new EngineReport();
        report.add(
                "Blind SR",
                RunReport.version(),
                "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"));
        progress.update("Loading PyTorch", 0, 1);
        report.addEngine(progress);
        for (final Path folder : Models.folders())
            report.add("Models folder", Files.isDirectory(folder) ? FOUND : "empty", folder.toString());
        report.add("Kernel prior " + KernelPriors.BUILT_IN, FOUND, "scale factors 1, 2, 3 and 4");
        report.add("Kernel prior " + KernelPriors.GENERAL, FOUND, "scale factors 2, 3 and 4");
        final Map<String, Path> models = Models.all();
        models.forEach(report::addModel);
        if (!models.containsKey(UsrnetModel.NAME))
            report.add(
                    "Model " + UsrnetModel.NAME,
                    FOUND,
                    "USRNet, " + ModelImport.parameters(UsrnetModel.builtIn()) + " parameters, comes with the plugin");
        return new Outcome(null, null, TABLE, report.rows);
    }

    private void addEngine(final Progress progress) {
        try {
            final TorchWorker.Facts facts = TorchWorker.facts(progress);
            add(
                    "PyTorch",
                    facts.version(),
                    "networks and training, in a Java process of its own, so that ImageJ lives on if it crashes; the other"
                            + " methods do without");
            for (final String device : facts.devices()) add("Device " + device, FOUND, "");
            if (facts.devices().length == 1)
                add(
                        "Device GPU",
                        NONE,
                        "the networks run on the CPU. To use an NVIDIA GPU, get PyTorch's libraries for CUDA, let the "
                                + "environment variable PYTORCH_LIBRARY_PATH name their folder, and restart");
        } catch (final EngineUnavailableException e) {
            add("PyTorch", MISSING, e.problem());
        }
    }

    private void addModel(final String name, final Path file) {
        try {
            final Map<String, Tensor> tensors = ModelFile.read(file).content().tensors();
            add(
                    "Model " + name,
                    FOUND,
                    ModelImport.kind(tensors).label() + ", " + ModelImport.parameters(tensors) + " parameters, "
                            + file);
        } catch (final IOException e) {
            add("Model " + name, BROKEN, file + ": " + e.getMessage());
        } catch (final UserError e) {
            add("Model " + name, BROKEN, file + ": " + e.problem());
        }
    }

    private void add(final String item, final String state, final String details) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("Item", item);
        row.put("State", state);
        row.put("Details", details);
        rows.add(row);
    }
}
