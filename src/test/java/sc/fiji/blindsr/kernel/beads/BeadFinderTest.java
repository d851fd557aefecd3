package sc.fiji.blindsr.kernel.beads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;

class BeadFinderTest {

    private static final int SIDE = 400, BEADS = 25, SCALE = 2;
    private static final double SIGMA = 4, FWHM = 2.3548 * SIGMA;

    /** Photons are counted and few: most pixels hold none, and a single one is no bead. */
    @Test
    void specksOnAnEmptyGroundAreNoBeads() {
        final Plane plane = counted(0.02);
        final BeadFinder.Found found = BeadFinder.in(List.of(plane), Progress.NONE);
        // A bead's own noise may make a second maximum beside the first; but no speck is one.
        assertTrue(found.beads().all().size() < 3 * BEADS, found.beads().all().size() + " spots");
        assertTrue(found.reach() >= 3.5 * SIGMA, "reach " + found.reach());
        checkWidths(plane);
    }

    /** More than half of the ground's pixels hold none, but their mean is no light of the bead. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.3})
    void aGroundOfFewPhotonsIsTakenAway(final double ground) {
        checkWidths(counted(ground));
    }

    private static void checkWidths(final Plane plane) {
        final KernelFigures figures =
                KernelFigures.of(BeadKernel.of(List.of(plane), SCALE, BeadSize.POINT, Progress.NONE)
                        .kernel());
        assertEquals(FWHM, figures.fwhmMajor() / SCALE, 0.05 * FWHM);
        assertEquals(FWHM, figures.fwhmMinor() / SCALE, 0.05 * FWHM);
    }

    /** Beads of 5000 photons, and a photon in so many of the ground's pixels. */
    private static Plane counted(final double ground) {
        final Random random = new Random(4);
        final float[] pixels = new float[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) if (random.nextDouble() < ground) pixels[i] = 1;
        for (int b = 0; b < BEADS; b++) {
            final int x = 40 + 80 * (b % 5), y = 40 + 80 * (b / 5);
            for (int photon = 0; photon < 5000; photon++) {
                final int i = (int) Math.rint(x + SIGMA * random.nextGaussian()),
                        j = (int) Math.rint(y + SIGMA * random.nextGaussian());
                pixels[j * SIDE + i]++;
            }
        }
        return new Plane(SIDE, SIDE, pixels);
    }

    /** Light out of focus is as bright in the middle of the field as a bead, and three times as bright; beads are still found. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1, 3})
    void anUnevenGroundIsLevelled(final double slope) {
        final int beads = 150;
        final double photons = 5000, height = photons / (2 * Math.PI * Math.pow(BeadField.MAJOR / 2.3548, 2));
        final Plane plane = new BeadField(beads, photons, BeadSize.POINT, 1, slope * height, 2).plane();
        final BeadKernel found = BeadKernel.of(List.of(plane), SCALE, BeadSize.POINT, Progress.NONE);
        final int used = found.beads().used().size();
        assertTrue(used > 0.4 * beads, used + " beads");
        final KernelFigures figures = KernelFigures.of(found.kernel());
        assertEquals(BeadField.MAJOR, figures.fwhmMajor() / SCALE, 0.03 * BeadField.MAJOR);
        assertEquals(BeadField.MINOR, figures.fwhmMinor() / SCALE, 0.03 * BeadField.MINOR);
    }

    /** Beads so dense, and a clump so large, that most of what differs from the ground is no noise. */
    @Test
    void denseBeadsAndAClumpAreNoNoise() {
        final float[] pixels = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                final int i = x % 18 - 9, j = y % 18 - 9;
                pixels[y * SIDE + x] = (float) Math.rint(100 * Math.exp(-(i * i + j * j) / (2 * 1.5 * 1.5)));
                if (Math.hypot(x - 200, y - 200) < 60) pixels[y * SIDE + x] = 200;
            }
        final Beads beads = BeadFinder.in(List.of(new Plane(SIDE, SIDE, pixels)), Progress.NONE)
                .beads();
        assertTrue(beads.used().size() > 250, beads.used().size() + " beads");
    }
}
