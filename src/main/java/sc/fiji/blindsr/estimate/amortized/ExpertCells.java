package sc.fiji.blindsr.estimate.amortized;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.blindsr.field.CellGrid;
import sc.fiji.blindsr.field.CellReading;

/** The experts of an image, or of several that were taken with the same optics, put together by the cells of a grid. */
final class ExpertCells {

    private final BlurReader reader;
    private final CellGrid grid;
    private final Sum all = new Sum();
    private final Sum[] cells;

    /** Experts that are put together. */
    private static final class Sum {

        final double[] precisions = new double[3], weighted = new double[3];
        double x, y;
        long count;

        void add(final Experts experts, final int i) {
            count++;
            for (int entry = 0; entry < 3; entry++) {
                final double precision = experts.precision(i, entry);
                precisions[entry] += precision;
                weighted[entry] += precision * experts.mean(i, entry);
                x += precision * experts.x(i);
                y += precision * experts.y(i);
            }
        }

        double total() {
            return Arrays.stream(precisions).sum();
        }
    }

    ExpertCells(final BlurReader reader, final CellGrid grid) {
        this.reader = reader;
        this.grid = grid;
        cells = new Sum[grid.count()];
        Arrays.setAll(cells, i -> new Sum());
    }

    /**
     * Adds an image's experts.
     *
     * @param weights how much each pixel says; those in whose middle nothing is known are left out
     */
    void add(final Experts experts, final float[] weights) {
        for (int i = 0; i < experts.count(); i++) {
            final double x = experts.x(i), y = experts.y(i);
            if (weights[(int) y * grid.width() + (int) x] == 0) continue;
            all.add(experts, i);
            cells[grid.cell(x, y)].add(experts, i);
        }
    }

    /** Whether nothing is known of the whole image. */
    boolean isEmpty() {
        return all.count == 0;
    }

    /** What all experts say together. */
    Reading whole() {
        return Reading.of(reader.product(all.precisions, all.weighted, all.count));
    }

    /** What those in each cell say that has enough structure. */
    List<CellReading> readings() {
        final List<CellReading> readings = new ArrayList<>();
        for (final Sum cell : cells) {
            if (cell.count == 0) continue;
            final Reading reading = Reading.of(reader.product(cell.precisions, cell.weighted, cell.count));
            final double before = reader.precisionOfNothing();
            // Where the image says less than was known before, the reader repeats what it was trained on.
            if (reading.precisionXx() + reading.precisionYy() < 4 * before) continue;
            readings.add(new CellReading(cell.x / cell.total(), cell.y / cell.total(), reading.mean(), new double[] {
                reading.precisionXx() - before, reading.precisionYy() - before, reading.precisionXy() - before
            }));
        }
        return readings;
    }
}
