package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.restore.PeriodicExtension.Axis;

class PeriodicExtensionTest {

    @Test
    void mirrorImagesFadeIntoEachOther() {
        // Behind 30 come 30, 20; before 10 come 20, 10. Of four added pixels two stand in front: they are the later
        // ones.
        final Axis axis = Axis.mirrored(3, 2, 1);
        assertEquals(new Axis(3, 2, 7), axis);
        // The mirror image of 30 goes on 30, 20, 10, 10; that of 10 comes 30, 30, 20, 10. In the middle half they fade.
        final double coming = 0.5 - 0.5 * Math.cos(Math.PI / 4);
        final double[] expected = {coming * 10 + (1 - coming) * 20, 10, 10, 20, 30, 30, (1 - coming) * 20 + coming * 30
        };
        assertLine(expected, axis, 10, 20, 30);
    }

    @Test
    void periodAndBeginningAreMultiples() {
        assertEquals(new Axis(11, 8, 24), Axis.mirrored(11, 4, 8));
        assertEquals(new Axis(12, 8, 24), Axis.mirrored(12, 4, 8));
        assertEquals(new Axis(13, 8, 32), Axis.mirrored(13, 4, 8));
    }

    @Test
    void aNarrowImageIsMirroredAgainAndAgain() {
        final PeriodicExtension extension = new PeriodicExtension(Axis.mirrored(1, 5, 1), Axis.periodic(2));
        final float[] extended = extension.extended(new float[] {3, 4});
        assertEquals(22, extended.length);
        for (int i = 0; i < 22; i++) assertEquals(i < 11 ? 3 : 4, extended[i], 1e-6);
    }

    @Test
    void planesAreContinuedAloneAndCutOutEnlarged() {
        final PeriodicExtension extension = new PeriodicExtension(Axis.mirrored(2, 1, 1), Axis.mirrored(3, 1, 1));
        final float[] planes = {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6};
        final float[] extended = extension.extended(planes);
        assertEquals(4, extension.width());
        assertEquals(5, extension.height());
        assertEquals(2 * 4 * 5, extended.length);
        for (int i = 0; i < 20; i++) assertEquals(-extended[i], extended[20 + i]);
        assertArrayEquals(planes, extension.cropped(extended, 1));
        // each pixel twice along both axes
        final float[] enlarged = new float[4 * extended.length];
        for (int i = 0; i < enlarged.length; i++) enlarged[i] = extended[i / 80 * 20 + i % 80 / 8 / 2 * 4 + i % 8 / 2];
        final float[] cropped = extension.cropped(enlarged, 2);
        assertEquals(4 * planes.length, cropped.length);
        for (int i = 0; i < cropped.length; i++)
            assertEquals(planes[i / 24 * 6 + i % 24 / 4 / 2 * 2 + i % 4 / 2], cropped[i]);
    }

    @Test
    void aPeriodicImageIsLeftAsItIs() {
        assertLine(new double[] {5, 7, 1}, Axis.periodic(3), 5, 7, 1);
    }

    private static void assertLine(final double[] expected, final Axis axis, final float... line) {
        final float[] row = new PeriodicExtension(axis, Axis.periodic(1)).extended(line),
                column = new PeriodicExtension(Axis.periodic(1), axis).extended(line);
        assertArrayEquals(row, column);
        assertEquals(expected.length, row.length);
        for (int i = 0; i < row.length; i++) assertEquals(expected[i], row[i], 1e-5, "pixel " + i);
    }
}
