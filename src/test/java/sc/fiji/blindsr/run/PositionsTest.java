package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Measurements;
import ij.plugin.Scaler;
import ij.process.FloatProcessor;
import ij.process.ImageStatistics;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

/** What ImageJ measures at the same place in an image and its result: the same, in µm, as in what its own Scale makes. */
class PositionsTest {

    private static final double X = 21.3, Y = 16.6, PIXEL = 0.1;

    @ParameterizedTest
    @CsvSource({
        "1, Centred, 47, 39",
        "1, Paper, 47, 39",
        "2, Centred, 47, 39",
        "3, Centred, 47, 39",
        "4, Centred, 46, 40",
        "2, Paper, 47, 39",
        "3, Paper, 46, 40",
        "4, Paper, 47, 39"
    })
    void aSpotMeasuresTheSame(final int scale, final String grid, final int width, final int height) {
        final ImagePlus input = spot(width, height);
        final FloatProcessor delta = new FloatProcessor(11, 11);
        delta.setf(5, 5, 1);
        final Map<String, Object> values = new HashMap<>(
                Map.of("input", input, "kernel", new ImagePlus("k", delta), "scale", scale, "grid", grid));
        values.put("restorer", "Cubic spline");
        final ImagePlus result =
                Task.SUPER_RESOLVE_WITH_KERNEL.run(values, Progress.NONE).result();
        final ImageStatistics before = input.getStatistics(Measurements.CENTER_OF_MASS | Measurements.CENTROID),
                after = result.getStatistics(Measurements.CENTER_OF_MASS | Measurements.CENTROID);
        assertEquals(before.xCenterOfMass, after.xCenterOfMass, 0.002 * PIXEL);
        assertEquals(before.yCenterOfMass, after.yCenterOfMass, 0.002 * PIXEL);
        // and the spot is where it was put
        assertEquals((X + 0.5 - 3) * PIXEL, after.xCenterOfMass, 0.002 * PIXEL);
        if (grid.equals("Paper")) return;
        // X and BX of the same part, as the macro of the report measures them
        assertEquals(before.xCentroid, after.xCentroid, 1e-9);
        assertEquals(input.getCalibration().getX(30), result.getCalibration().getX(30.0 * scale), 1e-9);
        // whose bicubic interpolation is itself up to an eighth of a pixel off
        final ImagePlus scaled = Scaler.resize(input, width * scale, height * scale, 1, "bicubic");
        assertEquals(
                scaled.getStatistics(Measurements.CENTER_OF_MASS).xCenterOfMass,
                after.xCenterOfMass,
                0.15 * PIXEL,
                "ImageJ's own Scale");
    }

    /** Back on the coarse grid, too, whatever was cut off. */
    @ParameterizedTest
    @CsvSource({"1, Centred", "1, Paper", "2, Centred", "3, Paper", "4, Centred", "4, Paper"})
    void aSimulatedImageMeasuresTheSame(final int scale, final String grid) {
        final ImagePlus input = spot(95, 79);
        final ImagePlus low = Task.SIMULATE
                .run(Map.of("input", input, "scale", scale, "grid", grid), Progress.NONE)
                .result();
        assertEquals(
                input.getStatistics(Measurements.CENTER_OF_MASS).xCenterOfMass,
                low.getStatistics(Measurements.CENTER_OF_MASS).xCenterOfMass,
                0.05 * PIXEL);
    }

    @Test
    void onTheSameGridNothingMoves() {
        final ImagePlus input = spot(47, 39);
        for (final Grid grid : Grid.values()) {
            final ImagePlus same = CompanionImage.of(input, 1, grid).image(input.getStack(), "-SRx1");
            assertEquals(3, same.getCalibration().xOrigin);
            assertEquals(PIXEL, same.getCalibration().pixelWidth);
        }
    }

    /** A round spot on a black ground; the origin lies at pixel 3, 2. */
    private static ImagePlus spot(final int width, final int height) {
        final FloatProcessor pixels = new FloatProcessor(width, height);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                pixels.setf(x, y, (float) (100 * Math.exp(-(Math.pow(x - X, 2) + Math.pow(y - Y, 2)) / 8)));
        final ImagePlus image = new ImagePlus("spot", pixels);
        image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = PIXEL;
        image.getCalibration().xOrigin = 3;
        image.getCalibration().yOrigin = 2;
        image.getCalibration().setUnit("µm");
        image.setRoi((Roi) null);
        return image;
    }
}
