package sc.fiji.blindsr.estimate.amortized;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.kernel.shape.MotionLine;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.prior.KernelPriors;
import sc.fiji.blindsr.scene.BlurSimulator;

class KernelCatalogueTest {

    private static final int SCALE = 2;

    private final KernelFlow prior = KernelPriors.general(SCALE);
    private final KernelComponents components = KernelComponents.of(prior.reader());
    private final KernelCatalogue catalogue = new KernelCatalogue(prior, components);
    private final BlurKernel blur = GeneralKernels.of(SCALE, 1, 3).get(0);

    /** What is seen of the blur with some precision of all entries. */
    private ExpertProduct seen(final double precision) {
        final double[] entries = components.entries(blur.values(), SCALE), precisions = new double[entries.length];
        Arrays.fill(precisions, precision);
        return new ExpertProduct(entries, precisions);
    }

    private Reading moments(final double precision) {
        return new Reading(LogCovariance.ofKernel(blur, SCALE), precision, precision, precision);
    }

    private KernelCatalogue.Item best(final ExpertProduct seen, final Reading moments) {
        return catalogue.best(seen, Optional.of(moments), Optional.empty());
    }

    private static double area(final KernelCatalogue.Item item) {
        return item.figures().fwhmMajor() * item.figures().fwhmMinor();
    }

    @Test
    void whatIsWellSeenIsFound() {
        final KernelFigures true_ = KernelFigures.of(blur);
        final KernelCatalogue.Item found = best(seen(100), moments(100));
        assertEquals(1, found.figures().fwhmMajor() / true_.fwhmMajor(), 0.1);
        assertEquals(1, found.figures().fwhmMinor() / true_.fwhmMinor(), 0.1);
    }

    /** Where little is seen the answer is narrower, since too wide a kernel does more harm. */
    @Test
    void whatIsHardlySeenIsTakenForNarrower() {
        final double well = area(best(seen(100), moments(100))), hardly = area(best(seen(0.3), moments(0.3)));
        assertTrue(hardly < well, hardly + " of " + well);
    }

    /** The two readers complete each other. */
    @Test
    void theMomentsCountToo() {
        final double without = area(best(seen(1), moments(1e-6)));
        final LogCovariance wide = LogCovariance.ofKernel(blur, SCALE).narrowed(-0.3);
        final double with = area(best(seen(1), new Reading(wide, 100, 100, 100)));
        assertTrue(with > 1.2 * without, with + " and " + without);
    }

    /** The network often takes lines for shorter ones; the spectrum of the whole image has their zeros. */
    @Test
    void theSpectrumCountsToo() {
        final BlurKernel line = line(7);
        final double[] entries = components.entries(line(4.5).values(), SCALE), precisions = new double[entries.length];
        Arrays.fill(precisions, 1);
        final ExpertProduct seen = new ExpertProduct(entries, precisions);
        final double truth = KernelFigures.of(line).fwhmMajor(),
                without = length(catalogue.best(seen, Optional.empty(), Optional.empty()));
        assertTrue(without < truth - 1, without + " of " + truth);
        final int side = 128;
        final BlurSimulator images = new BlurSimulator(List.of(), 6, 2);
        final boolean[] known = new boolean[side * side];
        Arrays.fill(known, true);
        final double[] lengths = IntStream.range(1, 8)
                .mapToObj(seed -> images.draw(line, SCALE, side, Camera.of(), new SplittableRandom(seed)))
                .mapToDouble(image -> length(
                        catalogue.best(seen, Optional.empty(), ImageSpectrum.of(image, known, side, side, 1 / 255.0))))
                .sorted()
                .toArray();
        assertEquals(truth, lengths[lengths.length / 2], 0.3, Arrays.toString(lengths));
    }

    private static double length(final KernelCatalogue.Item item) {
        return item.figures().fwhmMajor();
    }

    private static BlurKernel line(final double length) {
        return KernelCentre.centred(
                new MotionLine(length, 0.4, 0.6).sampled(31, 15, 15), SCALE, BlurKernel.sizeFor(SCALE));
    }
}
