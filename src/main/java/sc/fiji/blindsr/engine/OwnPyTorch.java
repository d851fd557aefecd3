package sc.fiji.blindsr.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PyTorch of the user's own, for a GPU above all: what the environment variable PYTORCH_LIBRARY_PATH names.
 *
 * @param folder where its libraries are
 */
record OwnPyTorch(Path folder) {

    /** What pytorch-jni has libraries for; that for CUDA on x86-64 only. */
    private static final String CPU = "cpu", CUDA = "cu128";

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+[+.\\w]*");

    /**
     * Finds it.
     *
     * @param libraries folders, or the files {@code libtorch} in them, of which the first that is there counts
     */
    static Optional<OwnPyTorch> in(final String libraries) {
        return Arrays.stream(libraries.split(File.pathSeparator))
                .map(path -> Path.of(path).toAbsolutePath())
                .map(path -> Files.isRegularFile(path) ? path.getParent() : path)
                .map(OwnPyTorch::new)
                .filter(own -> own.has("torch"))
                .findFirst();
    }

    /**
     * Which of DJL's libraries between Java and PyTorch fits. Left to itself, DJL wants one for the C++ ABI of older versions
     * of PyTorch, which does not exist.
     */
    String flavour(final String platform) {
        return has("torch_cuda") && platform.endsWith("x86_64") ? CUDA : CPU;
    }

    /** Its version, such as "2.7.1+cu128", if Python's package or the archive of libtorch tells it. */
    Optional<String> version() {
        for (final String name : new String[] {"version.py", "build-version"})
            try {
                final Matcher matcher = VERSION.matcher(Files.readString(folder.resolveSibling(name)));
                if (matcher.find()) return Optional.of(matcher.group());
            } catch (final IOException e) {
                // It is not there; the other one may be.
            }
        return Optional.empty();
    }

    private boolean has(final String library) {
        return Files.isRegularFile(folder.resolve(System.mapLibraryName(library)));
    }
}
