package sc.fiji.blindsr.field;

import java.util.Arrays;
import java.util.Collections;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;
import sc.fiji.blindsr.kernel.LogCovariance;
import sc.fiji.blindsr.pixel.CellGrid;

/**
 * A blur that changes over the field as those of optics do, with full widths at half maximum from 1.0 to 2.2 low-resolution
 * pixels, and the exact low-resolution image of a scene under it.
 */
public final class SimulatedField {

    /** How the blur changes. */
    public enum Kind {
        /** The sample is tilted: wider from one side to the other. */
        TILT,
        /** The field is curved: wider towards the corners, or towards the middle. */
        CURVATURE,
        /** The longer axis points to the middle and grows towards the corners. */
        COMA,
        /** The same everywhere. */
        UNIFORM
    }

    private static final double NARROWEST = 1.0, WIDEST = 2.2;

    private final Kind kind;
    private final int width;
    private final int height;
    private final double direction;
    private final double angle;
    private final boolean inward;
    private final double first;
    private final double second;

    /** A random one for a low-resolution image of this size. */
    public SimulatedField(final Kind kind, final int width, final int height, final RandomGenerator random) {
        this.kind = kind;
        this.width = width;
        this.height = height;
        direction = random.nextDouble(2 * Math.PI);
        angle = random.nextDouble(180);
        inward = random.nextBoolean();
        first = random.nextDouble(NARROWEST, WIDEST);
        second = random.nextDouble(NARROWEST, WIDEST);
    }

    /** The blur at a place, low-resolution pixels from the middle of pixel 0. */
    public LogCovariance at(final double x, final double y) {
        final double u = 2 * (x + 0.5) / width - 1, v = 2 * (y + 0.5) / height - 1;
        final double radius = (u * u + v * v) / 2, cos = Math.cos(direction), sin = Math.sin(direction);
        return switch (kind) {
            case UNIFORM -> of(Math.max(first, second), Math.min(first, second), angle);
            case TILT -> of((1 + (u * cos + v * sin) / (Math.abs(cos) + Math.abs(sin))) / 2, angle);
            case CURVATURE -> of(inward ? 1 - radius : radius, angle);
            case COMA -> of(1.2 + radius, NARROWEST + 0.3 * radius, -Math.toDegrees(Math.atan2(v, u)));
        };
    }

    /** @param share from 0, the narrowest, to 1, the widest */
    private static LogCovariance of(final double share, final double angle) {
        return of(NARROWEST + (WIDEST - NARROWEST) * share, NARROWEST + 0.8 * (WIDEST - NARROWEST) * share, angle);
    }

    private static LogCovariance of(final double major, final double minor, final double angle) {
        return LogCovariance.ofGaussian(AnisotropicGaussian.ofWidths(major, minor, angle, 1), 1);
    }

    /** The field itself, on the cells of an image of its size. */
    public BlurField field() {
        final CellGrid grid = BlurField.grid(width, height);
        final boolean[] structured = new boolean[grid.count()];
        Arrays.fill(structured, true);
        return new BlurField(
                grid,
                IntStream.range(0, grid.count())
                        .mapToObj(i -> at(grid.x(i), grid.y(i)))
                        .toList(),
                Collections.nCopies(grid.count(), new double[3]),
                structured,
                Double.POSITIVE_INFINITY);
    }

    /** The kernel at a place, K×K weights to be convolved. */
    public BlurKernel kernel(final double x, final double y, final int scale) {
        final int size = BlurKernel.sizeFor(scale);
        final double centre = KernelCentre.target(size, scale);
        return at(x, y).gaussian(scale).sampled(size, centre, centre);
    }

    /**
     * The low-resolution image without noise, on the grid Centred. The scene is continued periodically.
     *
     * @param high the sharp scene, s·width × s·height
     */
    public float[] blurred(final float[] high, final int scale) {
        final float[] low = new float[width * height];
        final int size = BlurKernel.sizeFor(scale);
        IntStream.range(0, height).parallel().forEach(y -> {
            for (int x = 0; x < width; x++) {
                final double[] weights = kernel(x, y, scale).turned().values();
                double sum = 0;
                for (int j = 0; j < size; j++) {
                    final int row = Math.floorMod(scale * y - size / 2 + j, scale * height) * scale * width;
                    for (int i = 0; i < size; i++)
                        sum += weights[j * size + i]
                                * high[row + Math.floorMod(scale * x - size / 2 + i, scale * width)];
                }
                low[y * width + x] = (float) sum;
            }
        });
        return low;
    }
}
