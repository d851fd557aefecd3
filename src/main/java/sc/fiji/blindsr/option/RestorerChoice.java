package sc.fiji.blindsr.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Restorers;

/**
 * Where the sharp image comes from: a restorer makes it with the kernel that was found, or the estimator has made it
 * together with the kernel, as a deep image prior does ("DIP").
 *
 * @param name the name users choose it by
 * @param restorer the restorer; empty if the image is the estimator's own
 */
public record RestorerChoice(String name, Optional<Restorer> restorer) {

    /** The image that the estimator made together with the kernel. */
    public static final RestorerChoice DIP = new RestorerChoice("DIP", Optional.empty());

    /** A restorer that works with the kernel that was found. */
    public RestorerChoice(final Restorer restorer) {
        this(restorer.name(), Optional.of(restorer));
    }

    /** Whether the estimator makes kernel and image together. */
    public boolean isJoint() {
        return restorer.isEmpty();
    }

    /** The choice with this name, or, of the cubic spline, its former one; upper and lower case count the same. */
    public static Optional<RestorerChoice> named(final String name) {
        if (name.equalsIgnoreCase(DIP.name)) return Optional.of(DIP);
        return Restorers.named(name).map(RestorerChoice::new);
    }

    /** All choices in the order of the dialog; the baseline comes last. */
    public static List<RestorerChoice> all() {
        final List<RestorerChoice> all = new ArrayList<>();
        for (final Restorer restorer : Restorers.all()) {
            if (restorer == Restorers.BASELINE) all.add(DIP);
            all.add(new RestorerChoice(restorer));
        }
        return all;
    }
}
