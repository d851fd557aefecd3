package sc.fiji.blindsr.engine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the worker finds classes and native libraries. An installed plugin has DJL in folders that ImageJ loads nothing from:
 *
 * <pre>
 * plugins/     this plugin
 * lib/blind-sr/            DJL
 * lib/linux64/, …          PyTorch's native libraries, as jars, for the platform that Fiji calls so
 * </pre>
 *
 * The worker gets these and the few of ImageJ's libraries that they need, so that no other plugin's DJL comes in between. Where
 * there is no such folder, as in a build, it gets all that the running Java has.
 */
final class WorkerClassPath {

    /** The folder of DJL, seen from ImageJ's. */
    static final Path DJL = Path.of("lib", "blind-sr");

    /** What begins the names of jars with native libraries. */
    private static final String NATIVES = "pytorch-native";

    /** The environment variable, or option of Java, that names a PyTorch of the user's own. */
    private static final String OWN = "PYTORCH_LIBRARY_PATH";

    /** Fiji's names of the platforms by DJL's. */
    private static final Map<String, String> FOLDERS = Map.of(
            "linux-x86_64", "linux64",
            "linux-aarch64", "linux-arm64",
            "win-x86_64", "win64",
            "osx-aarch64", "macos-arm64");

    /** A class of each of ImageJ's libraries that the plugin or DJL needs in the worker. */
    private static final List<String> OF_IMAGEJ = List.of(
            "net.imglib2.RandomAccessibleInterval",
            "com.google.gson.Gson",
            "com.sun.jna.Native",
            "org.slf4j.LoggerFactory",
            "org.apache.commons.compress.archivers.ArchiveEntry",
            "org.apache.commons.math3.linear.RealMatrix");

    private WorkerClassPath() {}

    /** The class path. */
    static String find() {
        return String.join(
                File.pathSeparator, installation().map(WorkerClassPath::of).orElseGet(WorkerClassPath::ofThisJava));
    }

    /** Whether the worker's PyTorch may be one that knows GPUs: a user's own, or libraries that are not for the CPU alone. */
    static boolean mayKnowGpus() {
        return System.getenv(OWN) != null || System.getProperty(OWN) != null || !find().contains(NATIVES + "-cpu-");
    }

    /** The folder in which this plugin is installed. */
    private static Optional<Path> installation() {
        for (Path folder = Path.of(source(WorkerClassPath.class).orElse(""));
                folder != null;
                folder = folder.getParent()) if (Files.isDirectory(folder.resolve(DJL))) return Optional.of(folder);
        return Optional.empty();
    }

    /** Whether there are native libraries beside the classes of this Java, as the worker is one. */
    static boolean hasNatives() {
        return ofThisJava().stream()
                .anyMatch(jar -> Path.of(jar).getFileName().toString().startsWith(NATIVES));
    }

    /** The folder with native libraries for a platform of DJL's, seen from ImageJ's. */
    static Path natives(final String platform) {
        return Path.of("lib", FOLDERS.getOrDefault(platform, platform));
    }

    private static Set<String> of(final Path installation) {
        final Set<String> path = new LinkedHashSet<>();
        source(WorkerClassPath.class).ifPresent(path::add);
        path.addAll(jars(installation.resolve(DJL), ""));
        path.addAll(jars(installation.resolve(natives(TorchEngine.platform())), NATIVES));
        for (final String name : OF_IMAGEJ)
            try {
                source(Class.forName(name, false, WorkerClassPath.class.getClassLoader()))
                        .ifPresent(path::add);
            } catch (final ClassNotFoundException e) {
                // Then the worker says what it misses.
            }
        return path;
    }

    private static List<String> jars(final Path folder, final String beginning) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path, and what class loaders of plugins add to it. */
    private static Set<String> ofThisJava() {
        final Set<String> path = new LinkedHashSet<>();
        for (ClassLoader loader = WorkerClassPath.class.getClassLoader(); loader != null; loader = loader.getParent())
            if (loader instanceof URLClassLoader urls)
                for (final URL url : urls.getURLs()) file(url).ifPresent(path::add);
        path.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
        return path;
    }

    /** The jar or folder that a class comes from. */
    private static Optional<String> source(final Class<?> type) {
        final CodeSource source = type.getProtectionDomain().getCodeSource();
        return Optional.ofNullable(source).map(CodeSource::getLocation).flatMap(WorkerClassPath::file);
    }

    private static Optional<String> file(final URL url) {
        return url.getProtocol().equals("file")
                ? Optional.of(
                        Path.of(URI.create(url.toString().replace(" ", "%20"))).toString())
                : Optional.empty();
    }
}
