package sc.fiji.blindsr.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Fetches a published model and imports it. Nothing else in the plugin uses the network. */
public final class ModelDownload {

    private ModelDownload() {}

    public static Outcome run(final Settings settings, final Progress progress) {
        final PublishedModel model = PublishedModel.labelled(settings.text(Option.MODEL));
        final Path part = Models.folders().get(0).resolve(model.file() + ".part");
        try {
            model.download().to(part, progress);
            final Outcome outcome = ModelImport.store(settings, part, model.file());
            Files.delete(part);
            return outcome;
        } catch (final IOException e) {
            throw new IllegalStateException(
                    model.label() + " could not be downloaded: " + e.getMessage()
                            + ". Try again, or fetch the file by other means and use Import Model...",
                    e);
        }
    }
}
