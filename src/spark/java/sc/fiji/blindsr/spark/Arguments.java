package sc.fiji.blindsr.spark;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.blindsr.batch.Batch;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.Settings;

/**
 * What the program was called with.
 *
 * @param settings of {@link Batch#FORM}; paths that executors need are absolute, since they work in folders of their own
 * @param dryRun whether to say only how the work would be cut
 * @param pytorch the folder of PyTorch's libraries; empty if there is none
 */
record Arguments(Settings settings, boolean dryRun, String pytorch) {

    private static final String DRY_RUN = "--dry-run", PYTORCH = "--pytorch=";

    /**
     * Understands key=value, --dry-run and --pytorch=FOLDER.
     *
     * @throws UserError if something else was given, a key twice, or a value is not allowed
     */
    static Arguments of(final String... words) {
        final Map<String, String> values = new LinkedHashMap<>();
        boolean dryRun = false;
        String pytorch = "";
        for (final String word : words) {
            final int equals = word.indexOf('=');
            if (word.equals(DRY_RUN)) dryRun = true;
            else if (word.startsWith(PYTORCH)) pytorch = word.substring(PYTORCH.length());
            else if (equals > 0) {
                final String key = word.substring(0, equals);
                if (values.putIfAbsent(key, word.substring(equals + 1)) != null)
                    throw new UserError(key, "it was given twice", "give it once");
            } else
                throw new UserError(
                        word,
                        "it is not understood",
                        "allowed are key=value, " + DRY_RUN + " and " + PYTORCH + "FOLDER");
        }
        if (!pytorch.isEmpty() && !new File(pytorch).isDirectory())
            throw UserError.value("--pytorch", pytorch, "the path of a folder; there is no such folder");
        return new Arguments(
                absolute(Settings.of(Batch.FORM, values)), dryRun, pytorch.isEmpty() ? "" : absolute(pytorch));
    }

    private static Settings absolute(final Settings settings) {
        // These are written into results as they are given, so they are not changed.
        for (final var option : List.of(Options.PRIOR, Options.MASK))
            if (new File(settings.get(option)).isFile() && !new File(settings.get(option)).isAbsolute())
                throw UserError.value(
                        option.key(),
                        settings.get(option),
                        "a path from the root: executors work in folders of their own");
        return settings.with(Batch.SOURCE, settings.get(Batch.SOURCE).toAbsolutePath())
                .with(Batch.TARGET, settings.get(Batch.TARGET).toAbsolutePath())
                .with(Batch.KERNEL_FILE, settings.get(Batch.KERNEL_FILE).map(Path::toAbsolutePath));
    }

    private static String absolute(final String folder) {
        return Path.of(folder).toAbsolutePath().toString();
    }
}
