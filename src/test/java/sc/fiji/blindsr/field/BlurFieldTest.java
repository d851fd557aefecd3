package sc.fiji.blindsr.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.pixel.CellGrid;

/** Fields from readings that are drawn as the model has it. */
class BlurFieldTest {

    private static final int WIDTH = 320, HEIGHT = 256;
    /** Standard deviation of a reading's entries, and the κ that belongs to its precision. */
    private static final double NOISE = 0.1, ALONE = 0.2;

    private static final double WHOLE = 0.01;

    /** Readings of all cells but those in the middle, which have no structure. */
    private static BlurField found(final SimulatedField truth, final long seed) {
        final CellGrid grid = BlurField.grid(WIDTH, HEIGHT);
        final Random random = new Random(seed);
        final List<CellReading> readings = new ArrayList<>();
        for (int i = 0; i < grid.count(); i++) {
            final LogCovariance blur = truth.at(grid.x(i), grid.y(i));
            final boolean structured = Math.hypot(grid.x(i) - WIDTH / 2.0, grid.y(i) - HEIGHT / 2.0) > 50;
            if (!structured) continue;
            final double p = ALONE / (NOISE * NOISE);
            readings.add(new CellReading(
                    grid.x(i),
                    grid.y(i),
                    new LogCovariance(
                            blur.xx() + NOISE * random.nextGaussian(),
                            blur.yy() + NOISE * random.nextGaussian(),
                            blur.xy() + NOISE * random.nextGaussian()),
                    new double[] {p, p, p}));
        }
        return BlurField.of(grid, readings, truth.at(WIDTH / 2.0, HEIGHT / 2.0), WHOLE, WHOLE, WHOLE);
    }

    /** The field is nearer to the truth than the readings are, also where nothing is seen; and its variances say how near. */
    @ParameterizedTest
    @EnumSource(
            value = SimulatedField.Kind.class,
            names = {"TILT", "CURVATURE", "COMA"})
    void fieldsAreFound(final SimulatedField.Kind kind) {
        final SimulatedField truth = new SimulatedField(kind, WIDTH, HEIGHT, new SplittableRandom(5));
        final BlurField field = found(truth, 1);
        assertFalse(field.isUniform());
        double squares = 0, relative = 0;
        for (int i = 0; i < field.grid().count(); i++) {
            final double error = field.cells().get(i).xx()
                    - truth.at(field.grid().x(i), field.grid().y(i)).xx();
            squares += error * error;
            relative += error * error / (field.variances().get(i)[0] - 2.5 * WHOLE);
        }
        final int n = field.grid().count();
        assertTrue(Math.sqrt(squares / n) < 0.6 * NOISE, "error " + Math.sqrt(squares / n));
        assertTrue(relative / n > 0.2 && relative / n < 3, "errors over variances " + relative / n);
    }

    @Test
    void uniformOnesAreKnownAsSuch() {
        int uniform = 0;
        for (int seed = 0; seed < 10; seed++) {
            final SimulatedField truth =
                    new SimulatedField(SimulatedField.Kind.UNIFORM, WIDTH, HEIGHT, new SplittableRandom(seed));
            final BlurField field = found(truth, seed);
            if (!field.isUniform()) continue;
            uniform++;
            assertEquals(truth.at(0, 0).xx(), field.cells().get(0).xx(), 1e-12);
            final double variance = field.variances().get(3)[2];
            assertTrue(variance >= WHOLE && variance < 1.2 * WHOLE, "variance " + variance);
        }
        assertTrue(uniform >= 9, uniform + " of 10");
    }

    /** A single cell is the whole image. */
    @Test
    void smallImagesHaveOneCell() {
        final CellGrid grid = BlurField.grid(40, 30);
        assertEquals(1, grid.count());
        final BlurField field = BlurField.of(
                grid,
                List.of(new CellReading(20, 15, new LogCovariance(0, 0, 0), new double[] {9, 9, 9})),
                new LogCovariance(0, 0.1, 0),
                WHOLE,
                WHOLE,
                WHOLE);
        assertTrue(field.isUniform());
        assertEquals(new LogCovariance(0, 0.1, 0), field.cells().get(0));
    }

    @Test
    void planesAreInterpolatedExactly() {
        final CellGrid grid = new CellGrid(100, 60, 5, 3);
        final double[] cells = new double[grid.count()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = 2 * grid.x(i) - 3 * grid.y(i) + 1;
            assertEquals(i, grid.cell(grid.x(i), grid.y(i)));
        }
        for (final double[] at : new double[][] {{0, 0}, {99, 59}, {9.5, 9.5}, {47, 13.2}})
            assertEquals(2 * at[0] - 3 * at[1] + 1, grid.interpolated(cells, at[0], at[1]), 1e-9);
    }
}
