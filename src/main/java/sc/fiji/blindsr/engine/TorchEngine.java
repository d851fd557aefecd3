package sc.fiji.blindsr.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;

/**
 * DJL's PyTorch engine, in the worker. Every use of DJL starts with {@link #get()}. DJL downloads missing libraries and reports
 * its use unless told otherwise; it is told here, before the first touch.
 * <p>
 * No random number of PyTorch is used anywhere in this project: all are drawn in Java from a seed and uploaded, so that
 * a run repeats exactly and does not depend on the device.
 */
public final class TorchEngine {

    private static final String NAME = "PyTorch";
    /** The variable that says where DJL keeps its files. */
    private static final String CACHE = "DJL_CACHE_DIR";

    /** Needed where the engine cannot be asked. */
    private static final String PYTORCH_VERSION = "2.7.1";

    /** The update site of the plugin, and that which has native libraries and nothing else. */
    private static final String JAVA_SITE = "Blind-SR", UPDATE_SITE = "Blind-SR-PyTorch";

    /** The platforms for which native libraries exist, as DJL names them. */
    private static final Set<String> PLATFORMS = Set.of("linux-x86_64", "linux-aarch64", "win-x86_64", "osx-aarch64");

    private static Engine engine;
    private static EngineUnavailableException failure;

    private TorchEngine() {}

    /**
     * Gives the engine; the first call loads its native libraries (some seconds when they have to be unpacked first).
     *
     * @throws EngineUnavailableException if native libraries are missing or do not load; every later call gives the same
     *             message
     */
    public static synchronized Engine get() {
        if (failure != null) throw new EngineUnavailableException(failure.problem(), failure.getCause());
        if (engine == null) {
            try {
                engine = load();
            } catch (final RuntimeException | LinkageError e) {
                failure = unavailable(e);
                throw failure;
            }
        }
        return engine;
    }

    /** PyTorch's and DJL's versions, such as "PyTorch 2.7.1 (DJL 0.35.1)". */
    public static String version() {
        return NAME + " " + get().getVersion() + " (DJL " + Engine.getDjlVersion() + ")";
    }

    /** Gives memory of arrays that no longer exist back to the system; worth it when a long computation has ended. */
    public static void releaseMemory() {
        LinuxTuning.releaseFreedMemory();
    }

    private static Engine load() {
        // Nothing is downloaded, nothing leaves the machine, unless the user has asked for it.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        // Text on standard error opens Fiji's console, as if something
        // had failed. Failures are thrown, and told in words.
        setUnlessSet("slf4j.internal.verbosity", "ERROR");
        setUnlessSet("org.slf4j.simpleLogger.log.ai.djl", "error");
        final String libraries = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
        if (libraries != null) OwnPyTorch.in(libraries).ifPresent(TorchEngine::take);
        LinuxTuning.apply();
        BrokenOffUnpacking.remove(cache());
        final Engine loaded = Engine.getEngine(NAME);
        if (Integer.getInteger("ai.djl.pytorch.num_threads") == null)
            JniUtils.setNumThreads(Runtime.getRuntime().availableProcessors());
        return loaded;
    }

    private static void setUnlessSet(final String property, final String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null)
            System.setProperty(property, value);
    }

    /**
     * Makes DJL take a PyTorch of the user's own.
     *
     * @throws UserError if it is of another version, since DJL's library for {@value #PYTORCH_VERSION} would then
     *            end Java, and with it ImageJ
     */
    static void take(final OwnPyTorch own) {
        own.version()
                .filter(v -> !v.startsWith(PYTORCH_VERSION) && Utils.getEnvOrSystemProperty("PYTORCH_VERSION") == null)
                .ifPresent(v -> {
                    throw new UserError(
                            "PYTORCH_LIBRARY_PATH",
                            "it names PyTorch " + v + " in " + own.folder()
                                    + ", but " + PYTORCH_VERSION
                                    + " is needed (who has DJL's library for another one sets PYTORCH_VERSION)");
                });
        setUnlessSet("PYTORCH_FLAVOR", own.flavour(platform()));
    }

    /** This machine in DJL's terms, such as "linux-x86_64". */
    static String platform() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static String platform(final String osName, final String osArch) {
        final String os = osName.toLowerCase(Locale.ROOT);
        final String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : os.replace(' ', '-');
        final String arch = osArch.equals("amd64") ? "x86_64" : osArch.equals("arm64") ? "aarch64" : osArch;
        return system + "-" + arch;
    }

    /** Says what is missing here and what to do about it. */
    public static EngineUnavailableException unavailable(final Throwable cause) {
        return unavailable(platform(), cause);
    }

    /** Says what is missing on a platform and what to do about it. */
    static EngineUnavailableException unavailable(final String platform, final Throwable cause) {
        final Throwable root = root(cause);
        final String remedy;
        if (isMissingClass(root))
            remedy = "It comes with the update site " + JAVA_SITE + " (Help > Update..., Manage update sites), in "
                    + WorkerClassPath.DJL + " of ImageJ's folder.";
        else if (isUnpacked(root))
            remedy = "Its libraries are there, and do not load: let programs be run from " + cache()
                    + ", or let the environment variable " + CACHE
                    + " name another folder; if they are damaged, delete that folder; or give Java less memory, and PyTorch more.";
        else if (isOffline(root) && WorkerClassPath.hasNatives())
            remedy = "The jar pytorch-native… in " + WorkerClassPath.natives(platform)
                    + " of ImageJ's folder is there, but not whole: delete it and download it again.";
        else if (cannotBeUnpacked(root) || root instanceof UnsatisfiedLinkError && !isPlain(cache().toString()))
            remedy = "Its libraries are unpacked into " + cache()
                    + ". Make room there and let it be written to, or let the environment variable " + CACHE
                    + " name another folder, without letters that are not English, and restart.";
        else if (PLATFORMS.contains(platform))
            remedy = "In Fiji: Help > Update..., Manage update sites, tick " + UPDATE_SITE
                    + ", restart. Or put the jar pytorch-native-cpu-" + PYTORCH_VERSION + "-" + platform + " into "
                    + WorkerClassPath.natives(platform)
                    + " of ImageJ's folder, or let the environment variable PYTORCH_LIBRARY_PATH name the folder of a PyTorch "
                    + PYTORCH_VERSION
                    + " and restart.";
        else
            remedy = "There are no PyTorch libraries for this platform (there are for "
                    + String.join(", ", PLATFORMS.stream().sorted().toList()) + ").";
        return new EngineUnavailableException(
                "PyTorch is not available on " + platform + ": " + reason(root) + ". " + remedy, cause);
    }

    private static boolean cannotBeUnpacked(final Throwable root) {
        return root instanceof IOException && !isOffline(root);
    }

    private static boolean isMissingClass(final Throwable root) {
        return root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError;
    }

    /** Whether a library was found where DJL has unpacked it, and could not be loaded. */
    private static boolean isUnpacked(final Throwable root) {
        return root instanceof UnsatisfiedLinkError
                && isPlain(cache().toString())
                && String.valueOf(root.getMessage()).contains(cache().toString());
    }

    /** DJL's answer when it finds no library and may not download one. */
    private static boolean isOffline(final Throwable root) {
        return String.valueOf(root.getMessage()).startsWith("Offline mode");
    }

    /** The folder that DJL unpacks libraries into. */
    private static Path cache() {
        return Utils.getEngineCacheDir("pytorch");
    }

    /** Whether Java's own loader of libraries understands a path on every system. */
    private static boolean isPlain(final String path) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(path);
    }

    private static Throwable root(final Throwable cause) {
        return cause.getCause() == null ? cause : root(cause.getCause());
    }

    /** The message of the innermost cause, which names the library or file that did not load. */
    private static String reason(final Throwable root) {
        if (cannotBeUnpacked(root)) return Failure.reason(root);
        final String message = root.getMessage();
        if (isMissingClass(root)) return "a Java library that it needs is not installed (" + message + ")";
        if (message == null || message.isBlank()) return root.getClass().getSimpleName();
        if (isOffline(root)) return "its native libraries are not installed";
        return message.strip().replaceFirst("\\.+$", "");
    }
}
