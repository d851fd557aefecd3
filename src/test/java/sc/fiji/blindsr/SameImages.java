package sc.fiji.blindsr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.Arrays;

/** The comparison of two images that came from files. */
public final class SameImages {

    private SameImages() {}

    /** Checks all that a TIFF keeps, but the time that the work took. */
    public static void check(final ImagePlus expected, final ImagePlus found) {
        assertEquals(expected.getType(), found.getType());
        assertArrayEquals(expected.getDimensions(), found.getDimensions());
        assertEquals(text(expected.getCalibration()), text(found.getCalibration()));
        assertEquals(expected.isComposite(), found.isComposite());
        assertEquals(info(expected), info(found));
        for (int c = 0; c < expected.getLuts().length; c++)
            assertTrue(Arrays.equals(expected.getLuts()[c].getBytes(), found.getLuts()[c].getBytes())
                    && expected.getLuts()[c].min == found.getLuts()[c].min
                    && expected.getLuts()[c].max == found.getLuts()[c].max);
        for (int i = 1; i <= expected.getStackSize(); i++) {
            // a single plane is labelled by title and Info
            if (expected.getStackSize() > 1)
                assertEquals(
                        expected.getStack().getSliceLabel(i), found.getStack().getSliceLabel(i));
            final float[][] a = expected.getStack().getProcessor(i).getFloatArray(),
                    b = found.getStack().getProcessor(i).getFloatArray();
            assertArrayEquals(a, b, "plane " + i);
        }
    }

    private static String text(final Calibration calibration) {
        return calibration.toString().replaceFirst("@\\w+", "");
    }

    private static String info(final ImagePlus image) {
        return image.getInfoProperty().replaceFirst("Seconds: .*", "");
    }
}
