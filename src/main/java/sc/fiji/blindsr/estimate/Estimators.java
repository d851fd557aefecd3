package sc.fiji.blindsr.estimate;

import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.estimate.amortized.AmortizedFkp;

/** All kernel estimators; a new one is registered by one line here, one with networks as a {@link RemoteEstimator}. */
public final class Estimators {

    private static final List<KernelEstimator> ALL = List.of(
            new AmortizedFkp(),
            new VariationalFkp(),
            new RemoteEstimator(new DipFkp()),
            new RemoteEstimator(new KernelGanFkp()),
            new RemoteEstimator(new KernelGan()),
            new RemoteEstimator(new DoubleDip()));

    /** The estimator that is used where none is named. */
    public static final KernelEstimator DEFAULT = ALL.get(0);

    private Estimators() {}

    /** All estimators in the order of the dialog. */
    public static List<KernelEstimator> all() {
        return ALL;
    }

    /** The estimator with this name; upper and lower case count the same. */
    public static Optional<KernelEstimator> named(final String name) {
        return ALL.stream().filter(e -> e.name().equalsIgnoreCase(name)).findFirst();
    }
}
