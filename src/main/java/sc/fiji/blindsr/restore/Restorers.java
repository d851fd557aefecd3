package sc.fiji.blindsr.restore;

import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.network.UsrnetModel;

/** All restorers; a new one is registered by one line here. */
public final class Restorers {

    private static final List<Restorer> ALL =
            List.of(new SparseMap(), new UsrnetRestorer(UsrnetModel::weights), new CubicSplineRestorer());

    /** The restorer that is used where none is named. */
    public static final Restorer DEFAULT = ALL.get(0);

    /** The baseline, which only enlarges; the last. */
    public static final Restorer BASELINE = ALL.get(ALL.size() - 1);

    private Restorers() {}

    /** All restorers in the order of the dialog. */
    public static List<Restorer> all() {
        return ALL;
    }

    /** The restorer with this name, or, of the cubic spline, its former one; upper and lower case count the same. */
    public static Optional<Restorer> named(final String name) {
        final String current = name.equalsIgnoreCase(CubicSplineRestorer.FORMER_NAME) ? CubicSplineRestorer.NAME : name;
        return ALL.stream().filter(r -> r.name().equalsIgnoreCase(current)).findFirst();
    }
}
