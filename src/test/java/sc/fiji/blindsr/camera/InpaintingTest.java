package sc.fiji.blindsr.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InpaintingTest {

    private static final float NONE = Float.NaN;

    /** Each ring is the mean of what was known before it; channels do not mix. */
    @Test
    void holesAreFilledFromTheirRims() {
        final float[] levels = {1, 2, NONE, NONE, 3, 4, NONE, NONE, 9, 9, 9, 9, NONE, 9, 9, 9};
        final Frame frame = new Frame(levels.clone(), 4, 2, 2);
        Inpainting.fill(frame, unknown(levels));
        assertArrayEquals(new float[] {1, 2, 3, 3, 3, 4, 3, 3, 9, 9, 9, 9, 9, 9, 9, 9}, frame.levels());
    }

    @Test
    void whatIsUnknownAltogetherBecomesBlack() {
        final float[] levels = {NONE, NONE, NONE, NONE, 5, NONE, 5, 5};
        final Frame frame = new Frame(levels.clone(), 2, 2, 2);
        Inpainting.fill(frame, unknown(levels));
        assertArrayEquals(new float[] {0, 0, 0, 0, 5, 5, 5, 5}, frame.levels());
    }

    /** Each pixel is looked at once, not once for each ring, or this would take minutes. */
    @Test
    void largeHolesAreFilled() {
        final int side = 3000;
        final float[] levels = new float[side * side];
        Arrays.fill(levels, NONE);
        levels[0] = 7;
        final Frame frame = new Frame(levels, side, side, 1);
        Inpainting.fill(frame, unknown(levels));
        assertEquals(7, levels[levels.length - 1]);
    }

    private static boolean[] unknown(final float[] levels) {
        final boolean[] unknown = new boolean[levels.length];
        for (int i = 0; i < unknown.length; i++) unknown[i] = Float.isNaN(levels[i]);
        return unknown;
    }
}
