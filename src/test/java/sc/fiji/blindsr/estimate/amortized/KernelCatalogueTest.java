package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;

class KernelCatalogueTest {

    private static final int SCALE = 2;

    private final KernelFlow prior = KernelPriors.general(SCALE);
    private final KernelComponents components = KernelComponents.of(prior.reader());
    private final KernelCatalogue catalogue = new KernelCatalogue(prior, components);
    private final BlurKernel blur = TrainReader.generalKernels(SCALE, 1, 3).get(0);

    /** What is seen of the blur with some precision of all entries. */
    private ExpertProduct seen(final double precision) {
        final double[] entries = components.entries(blur.values(), SCALE), precisions = new double[entries.length];
        Arrays.fill(precisions, precision);
        return new ExpertProduct(entries, precisions);
    }

    private Reading moments(final double precision) {
        return new Reading(LogCovariance.ofKernel(blur, SCALE), precision, precision, precision);
    }

    private static double area(final KernelCatalogue.Item item) {
        return item.figures().fwhmMajor() * item.figures().fwhmMinor();
    }

    @Test
    void whatIsWellSeenIsFound() {
        final KernelFigures true_ = KernelFigures.of(blur);
        final KernelCatalogue.Item found = catalogue.best(seen(100), moments(100));
        assertEquals(1, found.figures().fwhmMajor() / true_.fwhmMajor(), 0.1);
        assertEquals(1, found.figures().fwhmMinor() / true_.fwhmMinor(), 0.1);
    }

    /** Where little is seen the answer is narrower, since too wide a kernel does more harm. */
    @Test
    void whatIsHardlySeenIsTakenForNarrower() {
        final double well = area(catalogue.best(seen(100), moments(100))),
                hardly = area(catalogue.best(seen(0.3), moments(0.3)));
        assertTrue(hardly < well, hardly + " of " + well);
    }

    /** The two readers complete each other. */
    @Test
    void theMomentsCountToo() {
        final double without = area(catalogue.best(seen(1), moments(1e-6)));
        final LogCovariance wide = LogCovariance.ofKernel(blur, SCALE).narrowed(-0.3);
        final double with = area(catalogue.best(seen(1), new Reading(wide, 100, 100, 100)));
        assertTrue(with > 1.2 * without, with + " and " + without);
    }
}
