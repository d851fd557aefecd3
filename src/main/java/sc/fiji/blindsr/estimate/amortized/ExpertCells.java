package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.blindsr.field.CellReading;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.pixel.CellGrid;

/** The experts of an image, or of several that were taken with the same optics, put together by the cells of a grid. */
final class ExpertCells {

    /**
     * How much of its prior an expert's answer contains: on photographs and simulated cells all of it where noise hid the
     * structure, and half of it without noise. To take away too much makes all blurs too narrow.
     */
    private static final double PRIOR_SHARE = 0.75;

    private final BlurReader reader;
    private final ExpertPrior prior;
    private final CellGrid grid;
    private final Cell[] cells;

    /** The experts of a cell, and the places that they see, weighted as they are. */
    private static final class Cell {

        final ExpertPool pool;
        double x, y, total;

        Cell(final ExpertPool pool) {
            this.pool = pool;
        }

        void add(final Experts experts, final int i) {
            pool.add(experts, i);
            for (int entry = 0; entry < 3; entry++) {
                final double precision = experts.precision(i, entry);
                x += precision * experts.x(i);
                y += precision * experts.y(i);
                total += precision;
            }
        }
    }

    ExpertCells(final BlurReader reader, final CellGrid grid) {
        this.reader = reader;
        prior = ExpertPrior.of(reader);
        this.grid = grid;
        cells = new Cell[grid.count()];
        Arrays.setAll(cells, i -> new Cell(reader.pool()));
    }

    /**
     * Adds the experts of an image, in each cell where they see enough by themselves: what shows nothing there takes nothing from what
     * other images show.
     *
     * @param heard numbers of those that are to be heard
     */
    void add(final Experts experts, final int[] heard) {
        final Map<Integer, List<Integer>> byCell =
                Arrays.stream(heard).boxed().collect(Collectors.groupingBy(i -> grid.cell(experts.x(i), experts.y(i))));
        byCell.forEach((cell, those) -> {
            final ExpertPool alone = reader.pool();
            those.forEach(i -> alone.add(experts, i));
            if (isEnough(seen(alone))) those.forEach(i -> cells[cell].add(experts, i));
        });
    }

    /** What part of the experts' precisions is not their prior's, for each entry. */
    private double[] seen(final ExpertPool pool) {
        final double[] seen = new double[3];
        Arrays.setAll(
                seen, entry -> 1 - PRIOR_SHARE * pool.count() * prior.precisions()[entry] / pool.precisions()[entry]);
        return seen;
    }

    /** Of the widths, more must be seen than was known before; nobody has seen anything. */
    private static boolean isEnough(final double[] seen) {
        return Math.min(seen[0], seen[1]) > 0.5 && seen[2] > 0;
    }

    /**
     * What is seen in each cell that has enough structure: what its experts say without their {@linkplain ExpertPrior prior},
     * which would draw the cells that show less to the same blur.
     */
    List<CellReading> readings() {
        final List<CellReading> readings = new ArrayList<>();
        for (final Cell cell : cells) {
            final double[] seen = seen(cell.pool);
            if (!isEnough(seen)) continue;
            final long count = cell.pool.count();
            final double[] sums = cell.pool.precisions(), means = cell.pool.means(), precisions = new double[3];
            for (int entry = 0; entry < 3; entry++) {
                final double all = sums[entry], own = PRIOR_SHARE * count * prior.precisions()[entry];
                means[entry] = (all * means[entry] - own * prior.means()[entry]) / (all - own);
                // Without the prior, what is seen errs by as much more as it had been drawn to the prior.
                precisions[entry] = reader.precision(all, count) * seen[entry] * seen[entry];
            }
            readings.add(new CellReading(
                    cell.x / cell.total,
                    cell.y / cell.total,
                    new LogCovariance(means[0], means[1], means[2]),
                    precisions));
        }
        return readings;
    }
}
