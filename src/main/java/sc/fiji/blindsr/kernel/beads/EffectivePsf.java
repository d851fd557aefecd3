package sc.fiji.blindsr.kernel.beads;

import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.CentreOfMass;
import sc.fiji.blindsr.kernel.KernelCentre;

/**
 * What a camera's pixel sees of a point, as a smooth function of its distance from the pixel's centre (the effective PSF of
 * Anderson &amp; King, PASP 112, 2000). Beads at different places between the pixels are samples of the same function at
 * different points: together they show more than one pixel grid does. It is a cubic B-spline with its knots on the finer
 * grid, or two to a pixel where that grid has but one, found from all samples at once by least squares; what they do not determine stays near the Gaussian of the beads.
 * Beads that are no points are spheres: their projection is part of the model, so that the function is that of a point.
 */
final class EffectivePsf {

    /** How far the function may be from the Gaussian: part of its value, and part of its peak. */
    private static final double RELATIVE = 0.5, ABSOLUTE = 0.001;

    private static final int ITERATIONS = 60;
    private static final double PRECISION = 1e-6;
    /** Fewer knots to a pixel do not follow a spot as narrow as a pixel. */
    private static final int FEWEST_KNOTS = 2;
    /** How often a kernel's centre of mass is looked at, which sampling moves a little. */
    private static final int CENTRINGS = 3;
    /** Rings and spokes of a sphere's projection. */
    private static final int RINGS = 4, SPOKES = 10;

    /** Knots to a low-resolution pixel. */
    private final int knots;
    /** How far it extends, low-resolution pixels. */
    private final int reach;

    private final int size;
    /** Points of a bead's projection: x, y (distances of knots), weight. */
    private final double[][] sphere;

    private final int spherePixels;
    private final double[] gaussian;
    private final double[] coefficients;

    /**
     * The Gaussian to begin with.
     *
     * @param reach how far it extends, low-resolution pixels
     * @param bead the size of the beads
     * @param covariance of the beads' images, low-resolution pixels²: xx, xy, yy
     */
    EffectivePsf(final int scale, final int reach, final BeadSize bead, final double... covariance) {
        knots = knots(scale);
        this.reach = reach;
        size = 2 * (reach + 1) * knots + 1;
        sphere = projection(bead.times(knots));
        spherePixels = spherePixels(scale, bead);
        // A cubic B-spline has itself the variance 1/3.
        final double own = 1 / 3.0, area = knots * knots;
        final double xx = Math.max(0.2, (covariance[0] - bead.varianceX()) * area - own),
                yy = Math.max(0.2, (covariance[2] - bead.varianceY()) * area - own);
        final double limit = 0.95 * Math.sqrt(xx * yy), xy = Math.max(-limit, Math.min(limit, covariance[1] * area));
        gaussian = new double[size * size];
        double sum = 0;
        for (int i = 0; i < gaussian.length; i++) {
            final double x = i % size - size / 2, y = i / size - size / 2;
            gaussian[i] = Math.exp(-(x * x * yy - 2 * x * y * xy + y * y * xx) / (2 * (xx * yy - xy * xy)));
            sum += gaussian[i];
        }
        for (int i = 0; i < gaussian.length; i++) gaussian[i] *= area / sum;
        coefficients = gaussian.clone();
    }

    private static int knots(final int scale) {
        return Math.max(FEWEST_KNOTS, scale);
    }

    private static int spherePixels(final int scale, final BeadSize bead) {
        return (int) Math.ceil(knots(scale) * bead.largest() / 2);
    }

    /** How many coefficients a pixel of a bead depends on. */
    static long weights(final int scale, final BeadSize bead) {
        final long side = 4 + 2L * spherePixels(scale, bead);
        return side * side;
    }

    private EffectivePsf(final EffectivePsf before, final double[] coefficients) {
        knots = before.knots;
        reach = before.reach;
        size = before.size;
        sphere = before.sphere;
        spherePixels = before.spherePixels;
        gaussian = before.gaussian;
        this.coefficients = coefficients;
    }

    /** A solid, evenly shining sphere seen from above: its brightness is the length of the chord, √(R² − r²). */
    private static double[][] projection(final BeadSize bead) {
        if (!(bead.largest() > 0)) return new double[][] {{0, 0, 1}};
        final double[][] points = new double[RINGS * SPOKES][];
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            final double part = (i / SPOKES + 0.5) / RINGS,
                    angle = 2 * Math.PI * (i % SPOKES + 0.5 * (i / SPOKES)) / SPOKES;
            final double weight = part * Math.sqrt(1 - part * part), r = part / 2;
            points[i] = new double[] {bead.x() * r * Math.cos(angle), bead.y() * r * Math.sin(angle), weight};
            sum += weight;
        }
        for (final double[] point : points) point[2] /= sum;
        return points;
    }

    /** The value of a bead's image at a distance from its centre, low-resolution pixels, and its two derivatives. */
    double[] at(final double dx, final double dy) {
        final double[] sum = new double[3];
        for (final double[] point : sphere) {
            final double u = dx * knots + size / 2 - point[0], v = dy * knots + size / 2 - point[1];
            final int i = (int) Math.floor(u) - 1, j = (int) Math.floor(v) - 1;
            if (i < 0 || j < 0 || i + 3 >= size || j + 3 >= size) continue;
            final double[] a = weights(u - i - 1), b = weights(v - j - 1);
            final double[] da = slopes(u - i - 1), db = slopes(v - j - 1);
            for (int y = 0; y < 4; y++)
                for (int x = 0; x < 4; x++) {
                    final double c = point[2] * coefficients[(j + y) * size + i + x];
                    sum[0] += c * a[x] * b[y];
                    sum[1] += c * da[x] * b[y] * knots;
                    sum[2] += c * a[x] * db[y] * knots;
                }
        }
        return sum;
    }

    private static double[] weights(final double t) {
        final double s = 1 - t;
        return new double[] {s * s * s / 6, 2 / 3.0 - t * t * (2 - t) / 2, 2 / 3.0 - s * s * (2 - s) / 2, t * t * t / 6
        };
    }

    private static double[] slopes(final double t) {
        final double s = 1 - t;
        return new double[] {-s * s / 2, t * (3 * t - 4) / 2, -s * (3 * s - 4) / 2, t * t / 2};
    }

    /** One pixel of one bead: what it says of the coefficients in a square block of them. */
    private record Row(int start, int side, double[] weights, double target, double precision) {}

    /**
     * The function that explains beads best, given their places, fluxes and backgrounds.
     *
     * @param gain variance of the noise for each grey level of light
     * @param iterated called after each iteration; may cancel
     */
    EffectivePsf fitted(final List<Bead> beads, final double gain, final Runnable iterated) {
        final List<Row> rows = beads.parallelStream()
                .flatMap(bead -> IntStream.range(0, bead.light().count())
                        .mapToObj(i -> row(bead, i, gain))
                        .filter(row -> row != null))
                .toList();
        final double peak = IntStream.range(0, gaussian.length)
                .mapToDouble(i -> gaussian[i])
                .max()
                .orElseThrow();
        final double[] prior = new double[gaussian.length];
        for (int i = 0; i < prior.length; i++) prior[i] = Math.pow(RELATIVE * gaussian[i] + ABSOLUTE * peak, -2);
        // Conjugate gradients for (AᵀWA + P)(c − g) = AᵀW(t − Ag), from c = g, preconditioned with the diagonal.
        final int n = gaussian.length;
        final double[] difference = new double[n], residual = new double[n], diagonal = prior.clone();
        for (final Row row : rows) {
            scatter(row, row.precision * (row.target - gather(row, gaussian)), residual);
            for (int k = 0; k < row.weights.length; k++)
                diagonal[index(row, k)] += row.precision * row.weights[k] * row.weights[k];
        }
        double[] direction = null;
        double before = 0, first = 0;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double now = 0;
            for (int i = 0; i < n; i++) now += residual[i] * residual[i] / diagonal[i];
            if (iteration == 0) first = now;
            if (!(now > PRECISION * PRECISION * first)) break;
            final double[] next = new double[n], image = new double[n];
            for (int i = 0; i < n; i++)
                next[i] = residual[i] / diagonal[i] + (direction == null ? 0 : now / before * direction[i]);
            direction = next;
            for (int i = 0; i < n; i++) image[i] = prior[i] * next[i];
            for (final Row row : rows) scatter(row, row.precision * gather(row, next), image);
            double curvature = 0;
            for (int i = 0; i < n; i++) curvature += next[i] * image[i];
            for (int i = 0; i < n; i++) {
                difference[i] += now / curvature * next[i];
                residual[i] -= now / curvature * image[i];
            }
            before = now;
            iterated.run();
        }
        double sum = 0;
        for (int i = 0; i < n; i++) sum += difference[i] += gaussian[i];
        for (int i = 0; i < n; i++) difference[i] *= knots * knots / sum;
        return new EffectivePsf(this, difference);
    }

    private Row row(final Bead bead, final int i, final double gain) {
        final BeadLight light = bead.light();
        final double dx = light.x(i) - bead.x(), dy = light.y(i) - bead.y();
        final double u = dx * knots + size / 2, v = dy * knots + size / 2;
        final int left = (int) Math.floor(u) - 1 - spherePixels, top = (int) Math.floor(v) - 1 - spherePixels;
        final int side = 4 + 2 * spherePixels;
        if (left < 0 || top < 0 || left + side > size || top + side > size) return null;
        final double[] weights = new double[side * side];
        for (final double[] point : sphere) {
            final int x0 = (int) Math.floor(u - point[0]) - 1, y0 = (int) Math.floor(v - point[1]) - 1;
            final double[] a = weights(u - point[0] - x0 - 1), b = weights(v - point[1] - y0 - 1);
            for (int y = 0; y < 4; y++)
                for (int x = 0; x < 4; x++)
                    weights[Math.min(side - 1, y0 - top + y) * side + Math.min(side - 1, x0 - left + x)] +=
                            point[2] * a[x] * b[y];
        }
        final double flux = light.flux(),
                variance = light.noise() * light.noise() + gain * Math.max(0, flux * at(dx, dy)[0]);
        return new Row(top * size + left, side, weights, light.level(i) / flux, flux * flux / variance);
    }

    private int index(final Row row, final int k) {
        return row.start + k / row.side * size + k % row.side;
    }

    private double gather(final Row row, final double[] values) {
        double sum = 0;
        for (int k = 0; k < row.weights.length; k++) sum += row.weights[k] * values[index(row, k)];
        return sum;
    }

    private void scatter(final Row row, final double value, final double[] values) {
        for (int k = 0; k < row.weights.length; k++) values[index(row, k)] += row.weights[k] * value;
    }

    /**
     * The function of a point on the fine grid: a kernel with sum 1, of odd size K, its centre of mass at (K − s)/2.
     *
     * @param scale the scale factor s
     */
    BlurKernel kernel(final int scale) {
        final int side = 2 * (reach + 1) * scale + 1;
        final double target = KernelCentre.target(side, scale);
        final CentreOfMass middle = CentreOfMass.of(new BlurKernel(size, size, coefficients));
        double x = middle.x(), y = middle.y();
        BlurKernel kernel = null;
        for (int i = 0; i < CENTRINGS; i++) {
            kernel = sampled(side, (double) knots / scale, x, y, target);
            final CentreOfMass centre = CentreOfMass.of(kernel);
            x += (centre.x() - target) * knots / scale;
            y += (centre.y() - target) * knots / scale;
        }
        return kernel.normalised();
    }

    /** Values at so many knots from each other, where that at the target has this place among the knots. */
    private BlurKernel sampled(final int side, final double step, final double x, final double y, final double target) {
        final double[] values = new double[side * side];
        for (int i = 0; i < values.length; i++)
            values[i] = spline(x + (i % side - target) * step, y + (i / side - target) * step);
        return new BlurKernel(side, side, values);
    }

    /** The value at a place among the knots, of which 0 is the first; 0 outside. */
    private double spline(final double u, final double v) {
        final int i = (int) Math.floor(u) - 1, j = (int) Math.floor(v) - 1;
        if (i < 0 || j < 0 || i + 3 >= size || j + 3 >= size) return 0;
        final double[] a = weights(u - i - 1), b = weights(v - j - 1);
        double sum = 0;
        for (int k = 0; k < 16; k++) sum += a[k % 4] * b[k / 4] * coefficients[(j + k / 4) * size + i + k % 4];
        return sum;
    }
}
