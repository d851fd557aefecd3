package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.NewImage;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.blindsr.Golden;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.Npz;
import sc.fiji.blindsr.progress.Progress;

class SimulationTest {

    /** With the true kernel and the paper's grid, the benchmark's low-resolution images come out as they are. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void makesTheBenchmarksImages(final int scale) throws IOException {
        final ImagePlus high =
                IJ.openImage(Golden.shared("data/Set5/hr/butterfly.png").toString());
        final ImagePlus expected = IJ.openImage(
                Golden.shared("data/Set5/lr_x" + scale + "/butterfly.png").toString());
        final float[] kernel;
        try (InputStream in = Files.newInputStream(Golden.shared("data/Set5/kernels_x" + scale + ".npz"))) {
            final double[] values = Npz.read(in).get("butterfly").values();
            kernel = new float[values.length];
            for (int i = 0; i < kernel.length; i++) kernel[i] = (float) values[i];
        }
        final int size = (int) Math.sqrt(kernel.length);
        final ImagePlus low = Task.SIMULATE
                .run(
                        Map.of(
                                "input",
                                high,
                                "scale",
                                scale,
                                "kernel",
                                new ImagePlus("k", new FloatProcessor(size, size, kernel)),
                                "grid",
                                "Paper"),
                        Progress.NONE)
                .result();
        assertEquals(expected.getWidth(), low.getWidth());
        final int[] a = (int[]) low.getProcessor().getPixels(),
                b = (int[]) expected.getProcessor().getPixels();
        int different = 0;
        for (int i = 0; i < a.length; i++)
            for (int shift = 0; shift < 24; shift += 8) {
                final int difference = Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
                assertTrue(difference <= 1, "pixel " + i);
                different += difference;
            }
        // A sum that is a whole number but for its last bit may be cut down to the next lower one.
        assertTrue(different < a.length / 1000, different + " of " + a.length + " pixels differ by one grey level");
    }

    @Test
    void aBlurTooWideIsRefused() {
        final ImagePlus image = NewImage.createByteImage("i", 40, 40, 1, NewImage.FILL_RAMP);
        final var e = assertThrows(
                UserError.class, () -> Task.SIMULATE.run(Map.of("input", image, "major", "21"), Progress.NONE));
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "major: \"21\" was given, allowed is a number of low-resolution pixels from 0.1 to 20"),
                e.getMessage());
    }

    @Test
    void widthsAndAngleAreWhatIsReported() {
        final ImagePlus image = NewImage.createFloatImage("i", 64, 64, 1, NewImage.FILL_RAMP);
        final Map<String, Object> row = Task.SIMULATE
                .run(Map.of("input", image, "scale", 4, "major", 2.2, "minor", 1.1, "angle", 30), Progress.NONE)
                .row();
        // Moving the kernel by half a pixel widens it a little.
        assertEquals(2.2, (double) row.get("FWHM major"), 0.05);
        assertEquals(1.1, (double) row.get("FWHM minor"), 0.05);
        assertEquals(30, (double) row.get("Angle"), 0.5);
    }

    /** As those of a real camera, of which a dark frame or a look at several frames tells them. */
    @Test
    void defectivePixelsStayWhereTheyAre() {
        final ImagePlus image = NewImage.createShortImage("i", 256, 256, 2, NewImage.FILL_BLACK);
        for (int i = 1; i <= 2; i++) image.getStack().getProcessor(i).add(1000);
        image.getStack().getProcessor(1).set(0, 0, 4000); // the sensor's pixels hold more
        final ImagePlus low = Task.SIMULATE
                .run(Map.of("input", image, "camera", "Hot pixels"), Progress.NONE)
                .result();
        final float[] first = pixels(low, 1), second = pixels(low, 2);
        int defective = 0, same = 0, different = 0;
        for (int i = 10 * low.getWidth(); i < first.length; i++) {
            final boolean here = Math.abs(first[i] - 1000) > 150, there = Math.abs(second[i] - 1000) > 150;
            if (here) defective++;
            if (here && there) same++;
            if (first[i] != second[i]) different++;
        }
        assertTrue(defective > 10, defective + " defective pixels");
        assertEquals(defective, same);
        assertTrue(different > first.length / 2, "noise is of the picture");
    }

    private static float[] pixels(final ImagePlus image, final int plane) {
        return (float[])
                image.getStack().getProcessor(plane).convertToFloatProcessor().getPixels();
    }
}
