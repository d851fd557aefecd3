package sc.fiji.blindsr.kernel.beads;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.CellGrid;
import sc.fiji.blindsr.pixel.RobustStatistics;

/**
 * What lies beneath the beads, such as light that is out of focus, brighter in the field's middle than at its rim. A bead is found by
 * its height above it, which one grey level for the whole plane would not tell.
 */
final class Ground {

    /** A cell holds more of the ground than of a bead or two, pixels. */
    private static final double SMALLEST_CELL = 40;

    private Ground() {}

    /**
     * The plane without its ground: the medians of the cells of a coarse grid, and between their middles what is linear. Planes of
     * which most pixels are equal stay as they are: the ground of few photons, or one that was taken away.
     */
    static Plane levelled(final Plane plane) {
        final double[] pixels = IntStream.range(0, plane.pixels().length)
                .mapToDouble(i -> plane.pixels()[i])
                .toArray();
        final double middle = RobustStatistics.median(pixels);
        if (RobustStatistics.deviation(pixels, middle) == 0) return plane;
        final CellGrid grid = CellGrid.of(plane.width(), plane.height(), SMALLEST_CELL);
        final double[] medians = medians(plane, grid);
        final float[] levelled = new float[pixels.length];
        for (int y = 0; y < plane.height(); y++)
            for (int x = 0; x < plane.width(); x++)
                levelled[y * plane.width() + x] = (float) (plane.get(x, y) - grid.interpolated(medians, x, y));
        return new Plane(plane.width(), plane.height(), levelled);
    }

    private static double[] medians(final Plane plane, final CellGrid grid) {
        final List<List<Double>> cells = new ArrayList<>();
        for (int i = 0; i < grid.count(); i++) cells.add(new ArrayList<>());
        for (int y = 0; y < plane.height(); y++)
            for (int x = 0; x < plane.width(); x++) cells.get(grid.cell(x, y)).add((double) plane.get(x, y));
        return cells.stream()
                .mapToDouble(cell -> RobustStatistics.median(
                        cell.stream().mapToDouble(Double::doubleValue).toArray()))
                .toArray();
    }
}
