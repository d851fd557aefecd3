package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.restore.PeriodicExtension.Axis;

class PeriodicityTest {

    private static final int WIDTH = 40, HEIGHT = 30;

    /** Of a real image neither axis is periodic, though one may look so by itself. */
    @ParameterizedTest
    @CsvSource({"1, 1, true", "0.8, 0.5, true", "1.15, 0.9, true", "1.3, 1.1, false", "5, 1, false", "1.02, 1.5, false"
    })
    void bothAxesDecide(final double ringingX, final double ringingY, final boolean periodic) {
        final Axis x = Axis.mirrored(WIDTH, 6, 4), y = Axis.mirrored(HEIGHT, 6, 4);
        final PeriodicExtension chosen = new Periodicity(
                        (plane, width, height) -> chequered(width, height, energy(width, height, ringingX, ringingY)),
                        1)
                .of(new float[WIDTH * HEIGHT], x, y);
        assertEquals(periodic, chosen.width() == WIDTH);
        assertEquals(periodic, chosen.height() == HEIGHT);
    }

    /** How much of it rings along an axis that is taken for periodic, over the mirrored image. */
    private static double energy(final int width, final int height, final double ringingX, final double ringingY) {
        return (width == WIDTH ? ringingX : 1) * (height == HEIGHT ? ringingY : 1);
    }

    private static float[] chequered(final int width, final int height, final double energy) {
        final float[] plane = new float[width * height];
        for (int i = 0; i < plane.length; i++)
            if ((i % width + i / width) % 2 == 0) plane[i] = (float) Math.sqrt(energy);
        return plane;
    }
}
