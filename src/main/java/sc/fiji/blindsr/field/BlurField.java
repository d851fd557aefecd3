package sc.fiji.blindsr.field;

import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.pixel.CellGrid;

/**
 * The blur over the field of an image: the log-covariance in each cell of a coarse grid, with its variances.
 *
 * @param grid the cells
 * @param cells the log-covariance at the middle of each cell, low-resolution pixels²
 * @param variances of its entries xx, yy, xy, for each cell
 * @param structured for each cell whether anything was seen in it; else it is interpolated
 * @param evidence natural logarithm of how much more probable a field is than the same blur everywhere
 */
public record BlurField(
        CellGrid grid, List<LogCovariance> cells, List<double[]> variances, boolean[] structured, double evidence) {

    /** From here on evidence is very strong (Kass and Raftery, "Bayes factors", J. Am. Stat. Assoc. 1995: 2 ln B of 10). */
    public static final double STRONG = 5;

    /**
     * By how many times the variance of the whole image's blur the places of a field err, besides what the readings' scatter
     * tells, for the entries xx, yy, xy: 1 by which all err together, and 1.5 by which regions do that show the same things,
     * over some three cells, which nothing tells from a field. Fitted to the errors of ten photographs that no weight has seen.
     */
    private static final double[] UNSEEN = {2.5, 2.5, 1};

    /** A cell is no smaller, low-resolution pixels: a smaller one shows too little. */
    private static final double SMALLEST_CELL = 32;

    /** Fewer cells with structure say nothing about a field. */
    private static final int FEWEST = 3;

    /** The cells of an image of this size, low-resolution pixels. */
    public static CellGrid grid(final int width, final int height) {
        return CellGrid.of(width, height, SMALLEST_CELL);
    }

    /**
     * The field that is most probable from what was seen in its parts. Where nothing speaks for one, it is the same
     * everywhere.
     *
     * @param readings what was seen in cells with structure, of each once at the most
     * @param whole the blur of the whole image
     * @param wholeVariances variances of its entries: by so much all places may err together
     */
    public static BlurField of(
            final CellGrid grid,
            final List<CellReading> readings,
            final LogCovariance whole,
            final double... wholeVariances) {
        final boolean[] structured = new boolean[grid.count()];
        readings.forEach(r -> structured[grid.cell(r.x(), r.y())] = true);
        if (readings.size() < FEWEST) return uniform(grid, whole, wholeVariances, structured, 0);
        final List<GaussianProcess.Fit> fits = IntStream.range(0, 3)
                .mapToObj(entry -> new GaussianProcess(
                                grid,
                                readings,
                                readings.stream()
                                        .mapToDouble(r -> entry(r.mean(), entry))
                                        .toArray(),
                                readings.stream()
                                        .mapToDouble(r -> r.precisions()[entry])
                                        .toArray())
                        .fit())
                .toList();
        final double evidence =
                fits.stream().mapToDouble(GaussianProcess.Fit::evidence).sum();
        final List<LogCovariance> cells = IntStream.range(0, grid.count())
                .mapToObj(i -> new LogCovariance(
                        fits.get(0).values()[i],
                        fits.get(1).values()[i],
                        fits.get(2).values()[i]))
                .toList();
        final List<double[]> variances = IntStream.range(0, grid.count())
                .mapToObj(i -> IntStream.range(0, 3)
                        .mapToDouble(e -> fits.get(e).variances()[i] + UNSEEN[e] * wholeVariances[e])
                        .toArray())
                .toList();
        if (evidence >= STRONG) return new BlurField(grid, cells, variances, structured, evidence);
        // Where it is not known that there is no field, the blur may be elsewhere what the field would be there.
        final double probable = 1 / (1 + Math.exp(-evidence));
        return new BlurField(
                grid,
                Collections.nCopies(grid.count(), whole),
                IntStream.range(0, grid.count())
                        .mapToObj(i -> IntStream.range(0, 3)
                                .mapToDouble(e -> (1 - probable) * wholeVariances[e]
                                        + probable
                                                * (variances.get(i)[e]
                                                        + Math.pow(entry(cells.get(i), e) - entry(whole, e), 2)))
                                .toArray())
                        .toList(),
                structured,
                evidence);
    }

    private static BlurField uniform(
            final CellGrid grid,
            final LogCovariance whole,
            final double[] variances,
            final boolean[] structured,
            final double evidence) {
        return new BlurField(
                grid,
                Collections.nCopies(grid.count(), whole),
                Collections.nCopies(grid.count(), variances),
                structured,
                evidence);
    }

    private static double entry(final LogCovariance of, final int entry) {
        return entry == 0 ? of.xx() : entry == 1 ? of.yy() : of.xy();
    }

    /** Whether the blur is the same everywhere, as far as can be told. */
    public boolean isUniform() {
        return cells.stream().allMatch(cells.get(0)::equals);
    }

    /** Width and height of the kernels for scale factor s. */
    public int kernelSize(final int scale) {
        return cells.stream()
                .mapToInt(cell -> cell.gaussian(scale).sizeWithRoom(scale))
                .max()
                .orElseThrow();
    }

    /**
     * The kernel at the middle of each cell, centred for scale factor s, with sum 1. None is narrower than the narrowest of the
     * paper's, which is about that of a pixel.
     *
     * @param size their width and height, such as {@link #kernelSize}
     */
    public List<BlurKernel> kernels(final int scale, final int size) {
        return cells.stream().map(cell -> kernel(cell, scale, size)).toList();
    }

    /** The kernel of the mean blur. */
    public BlurKernel meanKernel(final int scale) {
        return kernel(
                new LogCovariance(mean(LogCovariance::xx), mean(LogCovariance::yy), mean(LogCovariance::xy)),
                scale,
                kernelSize(scale));
    }

    private double mean(final ToDoubleFunction<LogCovariance> entry) {
        return cells.stream().mapToDouble(entry).average().orElseThrow();
    }

    private static BlurKernel kernel(final LogCovariance blur, final int scale, final int size) {
        final AnisotropicGaussian gaussian = blur.gaussian(scale);
        final double least = AnisotropicGaussian.smallestVariance(scale);
        return new AnisotropicGaussian(
                        Math.max(least, gaussian.lambda1()), Math.max(least, gaussian.lambda2()), gaussian.theta())
                .kernel(scale, size);
    }
}
