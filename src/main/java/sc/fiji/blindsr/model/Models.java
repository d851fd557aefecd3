package sc.fiji.blindsr.model;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;

/**
 * The models folder: checked models, free of pickle, as {@code NAME.safetensors}. A name may have one folder in front, as
 * in {@code priors/FKP_x2}.
 * <p>
 * It is the folder that the system property {@value #PROPERTY} names; else {@code models/blind-sr} of the ImageJ
 * that runs, and {@code .blind-sr/models} of the user's home, which is the only one without ImageJ, and the first where
 * the other cannot be written to. Models are looked for in both, and stored in the first.
 */
public final class Models {

    /** The system property that names another folder. */
    public static final String PROPERTY = "blindsr.models";

    /** How the names of their files end. */
    public static final String EXTENSION = ".safetensors";

    /** Letters and digits of any script, and signs that no file system minds. */
    private static final String NAME = "([\\w-]+/)?[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .+()-]*";

    private static volatile Path imageJ;

    private Models() {}

    /** Takes note of the folder of the ImageJ that runs; null if there is none. */
    public static void setImageJ(final Path folder) {
        imageJ = folder;
    }

    /** The folders in which models are looked for, in this order; new ones are stored in the first. They may not exist. */
    public static List<Path> folders() {
        final String chosen = System.getProperty(PROPERTY);
        if (chosen != null) return List.of(Path.of(chosen));
        final Path home = Path.of(System.getProperty("user.home"), ".blind-sr", "models");
        final Path host = imageJ;
        if (host == null) return List.of(home);
        final Path shared = host.resolve("models").resolve("blind-sr");
        return canBeWritten(shared) ? List.of(shared, home) : List.of(home, shared);
    }

    private static boolean canBeWritten(final Path folder) {
        final Path existing = Stream.iterate(folder.toAbsolutePath(), p -> p != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        return Files.isDirectory(existing) && Files.isWritable(existing);
    }

    /** All models that are there: name → file. */
    public static SortedMap<String, Path> all() {
        final SortedMap<String, Path> models = new TreeMap<>();
        for (final Path folder : folders()) {
            if (!Files.isDirectory(folder)) continue;
            try (Stream<Path> files = Files.walk(folder, 2)) {
                files.filter(Files::isRegularFile)
                        .forEach(f -> name(folder.relativize(f)).ifPresent(n -> models.putIfAbsent(n, f)));
            } catch (final IOException | UncheckedIOException e) {
                throw new UserError(PROPERTY, "The models folder " + folder + " cannot be read: " + e.getMessage(), e);
            }
        }
        return models;
    }

    private static Optional<String> name(final Path relative) {
        final String path = relative.toString().replace(File.separatorChar, '/');
        return Optional.of(path)
                .filter(p -> p.endsWith(EXTENSION))
                .map(p -> p.substring(0, p.length() - EXTENSION.length()))
                .filter(n -> n.matches(NAME));
    }

    /** The file of a model; empty if it is not there. */
    public static Optional<Path> file(final String name) {
        return name.matches(NAME)
                ? folders().stream()
                        .map(f -> f.resolve(name + EXTENSION))
                        .filter(Files::isRegularFile)
                        .findFirst()
                : Optional.empty();
    }

    /**
     * Reads a model.
     *
     * @param name such as "usrnet"
     * @return its tensors by name; empty if it is not there
     * @throws UserError if its file is broken
     */
    public static Optional<Map<String, Tensor>> find(final String name) {
        return file(name).map(f -> {
            try {
                return ModelFile.read(f).content().tensors();
            } catch (final IOException e) {
                throw new UserError(
                        PROPERTY, "The model file " + f + " is broken, import it again: " + Failure.reason(e) + ".", e);
            }
        });
    }

    /**
     * Stores a model, in the place of one with the same name. Its file is there whole or not at all.
     *
     * @return its file
     * @throws IOException if it cannot be written
     */
    public static Path store(final String name, final SafeTensors model) throws IOException {
        if (!name.matches(NAME)) throw new UserError("file", "\"" + name + "\" cannot be the name of a model.");
        final Path file = folders().get(0).resolve(name + EXTENSION);
        try {
            Files.createDirectories(file.getParent());
            return model.write(file);
        } catch (final FileSystemException e) {
            // whose message is often but a path
            throw new IOException("the models folder " + file.getParent() + " cannot be written to: " + e, e);
        }
    }
}
