package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.ImageCanvas;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.lang.ref.WeakReference;
import java.util.Map;
import sc.fiji.blindsr.run.Outcome;

/** How an outcome is shown, apart from its windows, which SciJava opens by itself. */
public final class Presentation {

    /** Enough for residuals of images whose grey levels run from 0 to 1. */
    private static final int DECIMALS = 6;

    /** Smallest side of a kernel's window, in screen pixels at ImageJ's GUI scale 1. */
    private static final int KERNEL_WINDOW = 240;

    /** Largest side of a map of the blur, whose window is enlarged too, pixels. */
    private static final int LARGEST_MAP = 16;

    private Presentation() {}

    /** Adds the outcome's rows to the table that is shown. */
    public static void addRows(final Outcome outcome) {
        if (outcome.rows().isEmpty()) return;
        final ResultsTable table = shown(outcome.table());
        outcome.rows().forEach(row -> addRow(table, row));
        table.show(outcome.table());
    }

    /** The outcome's rows as a table of their own, which is not shown. */
    public static ResultsTable table(final Outcome outcome) {
        final ResultsTable table = new ResultsTable();
        outcome.rows().forEach(row -> addRow(table, row));
        return table;
    }

    /** Writes the log's line, and sees to it that the windows of kernels and maps, once they open, are large
     * enough. */
    public static void prepare(final Outcome outcome) {
        // A batch has told of each image already.
        outcome.summary().ifPresent(line -> IJ.log(HostProgress.LOG_PREFIX + line));
        if (GraphicsEnvironment.isHeadless() || Interpreter.isBatchMode()) return;
        for (final ImagePlus image : outcome.images())
            if (image == outcome.kernel() || Math.max(image.getWidth(), image.getHeight()) <= LARGEST_MAP)
                ImagePlus.addImageListener(new Enlarger(image));
    }

    /** Has ImageJ ask before it closes the images, which nobody has saved; not where nobody is there to answer. */
    public static void markUnsaved(final Outcome outcome) {
        outcome.images().forEach(image -> image.changes = true);
    }

    private static void addRow(final ResultsTable table, final Map<String, Object> row) {
        table.addRow();
        row.forEach((column, value) -> {
            if (!(value instanceof Number)) table.addValue(column, String.valueOf(value));
            else addNumber(table, column, ((Number) value).doubleValue());
        });
    }

    private static void addNumber(final ResultsTable table, final String column, final double value) {
        table.addValue(column, value);
        if (value != Math.rint(value)) table.setDecimalPlaces(table.getColumnIndex(column), DECIMALS);
    }

    /**
     * The table to be added to: runs are listed one below the other, other tables are made anew. Headless ImageJ has no
     * tables but "Results", the one that macros read by {@code getResult}.
     */
    private static ResultsTable shown(final String title) {
        if (GraphicsEnvironment.isHeadless()) return ResultsTable.getResultsTable();
        final ResultsTable open = title.equals(Outcome.RUNS) ? ResultsTable.getResultsTable(title) : null;
        return open != null ? open : new ResultsTable();
    }

    /** Zooms into the first window of one image. */
    private static final class Enlarger implements ImageListener {

        /** Weak: a script may never show it. */
        private final WeakReference<ImagePlus> kernel;

        Enlarger(final ImagePlus kernel) {
            this.kernel = new WeakReference<>(kernel);
        }

        @Override
        public void imageOpened(final ImagePlus image) {
            final ImagePlus expected = kernel.get();
            if (expected == null || image == expected) ImagePlus.removeImageListener(this);
            if (image != expected) return;
            final ImageCanvas canvas = image.getCanvas();
            if (canvas == null) return;
            final Rectangle size = new Rectangle(image.getWidth(), image.getHeight());
            while (canvas.getMagnification() * Math.min(size.width, size.height) < KERNEL_WINDOW * Prefs.getGuiScale()
                    && canvas.getMagnification() < 32) {
                final double before = canvas.getMagnification();
                canvas.zoomIn(canvas.getWidth() / 2, canvas.getHeight() / 2);
                if (canvas.getMagnification() <= before) return;
            }
        }

        @Override
        public void imageClosed(final ImagePlus image) {}

        @Override
        public void imageUpdated(final ImagePlus image) {}
    }
}
