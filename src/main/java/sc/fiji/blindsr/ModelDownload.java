package sc.fiji.blindsr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import sc.fiji.blindsr.engine.Models;
import sc.fiji.blindsr.progress.Progress;

/** Fetches a published model and imports it. Nothing else in the plugin uses the network. */
final class ModelDownload {

	private ModelDownload() { }

	static Outcome run(final Settings settings, final Progress progress) {
		final PublishedModel model = PublishedModel.labelled(settings.text(Option.MODEL));
		final Path part = Models.folders().get(0).resolve(model.file() + ".part");
		try {
			model.download().to(part, progress);
			final Outcome outcome = ModelImport.store(settings, part, model.file());
			Files.delete(part);
			return outcome;
		}
		catch (final IOException e) {
			throw new IllegalStateException(model.label() + " could not be downloaded: " + e.getMessage() +
				". Try again, or fetch the file by other means and use Import Model...", e);
		}
	}
}
