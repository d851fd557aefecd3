package sc.fiji.blindsr.prior;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.model.Remembered;
import sc.fiji.blindsr.model.SafeTensors;

/** Where kernel priors come from: the ones this project trained and ships, those that were imported, or a file. */
public final class KernelPriors {

    /** The name of the priors that come with the plugin. */
    public static final String BUILT_IN = "built-in";

    /** The name of those for blurs of many shapes. */
    public static final String GENERAL = "General";

    private static final Map<String, KernelFlow> LOADED = new ConcurrentHashMap<>();

    private static final Remembered<KernelFlow> LATEST = new Remembered<>();

    private KernelPriors() {}

    /**
     * The prior that the user asked for.
     *
     * @param name {@link #BUILT_IN}, {@link #GENERAL}, the name of an imported prior, or the path of a {@code .safetensors} or
     *     {@code .pt} file
     * @param scale the scale factor s that it must be made for
     * @throws UserError if there is no such prior, the file holds none, or it was made for another scale
     *           factor
     */
    public static KernelFlow find(final String name, final int scale) {
        if (name.equalsIgnoreCase(BUILT_IN)) return builtIn(scale);
        if (name.equalsIgnoreCase(GENERAL)) return general(scale);
        final KernelFlow prior = read(name);
        if (prior.scale() != scale)
            throw new UserError(
                    "prior",
                    "\"" + name + "\" is made for scale factor " + prior.scale(),
                    "one for " + scale + " is needed here");
        return prior;
    }

    private static KernelFlow read(final String name) {
        final String context = "\"" + name + "\" is not a kernel prior: ";
        try {
            final String model = KernelPriorModel.FOLDER + name;
            final Optional<Path> imported = Models.file(model);
            if (imported.isPresent())
                return LATEST.of(
                        imported.get(), () -> KernelFlow.of(Models.find(model).orElseThrow()));
            // java.io.File, unlike Path, takes any text
            if (new File(name).isFile())
                return LATEST.of(
                        Path.of(name),
                        () -> KernelFlow.of(
                                ModelFile.read(Path.of(name)).content().tensors()));
        } catch (final UserError e) {
            throw e.as("prior", context);
        } catch (final IOException e) {
            throw new UserError("prior", context + Failure.reason(e) + ".", e);
        }
        throw UserError.value(
                "prior",
                name,
                String.join(", ", names())
                        + " or the path of a prior's file (.safetensors or .pt); there is no such file");
    }

    /** The names of all priors: {@link #BUILT_IN}, {@link #GENERAL}, and those that have been imported. */
    public static List<String> names() {
        return Stream.concat(
                        Stream.of(BUILT_IN, GENERAL),
                        Models.all().keySet().stream()
                                .filter(n -> n.startsWith(KernelPriorModel.FOLDER))
                                .map(n -> n.substring(KernelPriorModel.FOLDER.length())))
                .toList();
    }

    /**
     * The prior that comes with the plugin for scale factor 1, 2, 3 or 4: anisotropic Gaussians, trained by this project. It is
     * always the same object, so that methods made for it know it.
     */
    public static KernelFlow builtIn(final int scale) {
        return LOADED.computeIfAbsent("FKP_x" + scale, KernelPriors::load);
    }

    /**
     * The prior that comes with the plugin for blurs of many shapes, for scale factor 2, 3 or 4: Gaussians, discs, spots of
     * lenses, lines of movement, and their convolutions, trained by this project. It is always the same object.
     */
    public static KernelFlow general(final int scale) {
        return LOADED.computeIfAbsent("General_x" + scale, KernelPriors::load);
    }

    private static KernelFlow load(final String model) {
        try (InputStream in = KernelPriors.class.getResourceAsStream(model + ".safetensors")) {
            if (in == null)
                throw new UserError(
                        "prior",
                        model.startsWith(GENERAL)
                                ? GENERAL + " is a prior for the scale factors 2, 3 and 4; choose " + BUILT_IN
                                : "there is no " + model
                                        + "; there are built-in priors for the scale factors 1, 2, 3 and" + " 4.");
            return KernelFlow.of(SafeTensors.read(in.readAllBytes()).tensors());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
