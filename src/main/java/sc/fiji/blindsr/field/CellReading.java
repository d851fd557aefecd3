package sc.fiji.blindsr.field;

import sc.fiji.blindsr.kernel.LogCovariance;

/**
 * What is seen of the blur in one part of an image that has structure.
 *
 * @param x column where it is seen, low-resolution pixels from the middle of pixel 0
 * @param y row
 * @param mean the log-covariance, low-resolution pixels²
 * @param precisions of its entries xx, yy, xy, up to a common factor: inverse variances
 */
public record CellReading(double x, double y, LogCovariance mean, double[] precisions) {

    /** The same with widths exp(−by) times as large. */
    public CellReading narrowed(final double by) {
        return with(mean.narrowed(by));
    }

    /** The same of another blur. */
    public CellReading with(final LogCovariance other) {
        return new CellReading(x, y, other, precisions);
    }
}
