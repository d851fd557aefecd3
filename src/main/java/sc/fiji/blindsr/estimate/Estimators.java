package sc.fiji.blindsr.estimate;

import java.util.List;

/** All kernel estimators; a new one is registered by one line here. */
public final class Estimators {

    private static final List<KernelEstimator> ALL =
            List.of(new VariationalFkp(), new DipFkp(), new KernelGanFkp(), new KernelGan(), new DoubleDip());

    /** The name of the estimator that is used where none is named. */
    public static final String DEFAULT = ALL.get(0).name();

    private Estimators() {}

    /** The names in the order of the dialog. */
    public static String[] names() {
        return ALL.stream().map(KernelEstimator::name).toArray(String[]::new);
    }

    /** The estimator with this name, which is one of {@link #names()}. */
    public static KernelEstimator named(final String name) {
        return ALL.stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("estimator: \"" + name
                        + "\" was given, allowed is one of " + String.join(", ", names()) + "."));
    }
}
