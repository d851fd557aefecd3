package sc.fiji.blindsr.restore;

import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.network.UsrnetModel;

/** All restorers; a new one is registered by one line here. */
public final class Restorers {

    /** The restorer that is used where none is named. */
    public static final Restorer DEFAULT = new SparseMap();

    /** The baseline, which only enlarges. */
    public static final Restorer BASELINE = new CubicSplineRestorer();

    /** In the order of the dialog. */
    private static final List<Restorer> ALL =
            List.of(DEFAULT, new RichardsonLucy(), new UsrnetRestorer(UsrnetModel::weights), BASELINE);

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
