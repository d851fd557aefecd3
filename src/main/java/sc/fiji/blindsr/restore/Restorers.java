package sc.fiji.blindsr.restore;

import java.util.List;
import sc.fiji.blindsr.model.Models;
import sc.fiji.blindsr.network.UsrnetModel;

/** All restorers; a new one is registered by one line here. */
public final class Restorers {

    private static final List<Restorer> ALL = List.of(
            new SparseMap(),
            new UsrnetRestorer(() -> Models.find(UsrnetModel.NAME)),
            new DeepImagePrior(),
            new CubicSplineRestorer());

    /** The name of the restorer that is used where none is named. */
    public static final String DEFAULT = ALL.get(0).name();

    private Restorers() {}

    /** The names in the order of the dialog. */
    public static String[] names() {
        return ALL.stream().map(Restorer::name).toArray(String[]::new);
    }

    /** The names of those that work from a kernel alone. */
    public static String[] namesForKernel() {
        return ALL.stream().filter(r -> !r.needsImage()).map(Restorer::name).toArray(String[]::new);
    }

    /** The restorer with this name, which is one of {@link #names()}. */
    public static Restorer named(final String name) {
        return ALL.stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "restorer: \"" + name + "\" was given, allowed is one of " + String.join(", ", names()) + "."));
    }
}
