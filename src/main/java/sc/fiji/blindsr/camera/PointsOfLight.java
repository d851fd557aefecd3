package sc.fiji.blindsr.camera;

import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.BlurKernel;

/** Points of light, seen through a blur: one in each pixel of the fine grid that lies in a low-resolution pixel. */
final class PointsOfLight {

    /**
     * One of them.
     *
     * @param dx for each pixel that it lights, the offset from the one that it lies in
     * @param dy likewise
     * @param share the share of its light that the pixel gets
     */
    private record Point(int[] dx, int[] dy, double[] share) {}

    private final PixelPrediction image;
    private final List<Point> points;
    /** The squared norm of each point in terms of the image's inverse covariance. */
    private final double[] norms;

    /**
     * @param kernel the blur on the fine grid
     * @param scale the scale factor
     */
    PointsOfLight(final BlurKernel kernel, final int scale, final PixelPrediction image) {
        this.image = image;
        points = IntStream.range(0, scale * scale)
                .mapToObj(i -> point(kernel, scale, i % scale, i / scale))
                .toList();
        norms = points.stream().mapToDouble(this::norm).toArray();
    }

    private static Point point(final BlurKernel kernel, final int scale, final int right, final int down) {
        final int width = kernel.width(), height = kernel.height();
        final int[] lit = IntStream.range(0, width * height)
                .filter(i ->
                        (i % width - width / 2 + right) % scale == 0 && (i / width - height / 2 + down) % scale == 0)
                .toArray();
        return new Point(
                IntStream.of(lit)
                        .map(i -> (i % width - width / 2 + right) / scale)
                        .toArray(),
                IntStream.of(lit)
                        .map(i -> (i / width - height / 2 + down) / scale)
                        .toArray(),
                IntStream.of(lit)
                        .mapToDouble(i -> kernel.get(i % width, i / width))
                        .toArray());
    }

    private double norm(final Point point) {
        double sum = 0;
        for (int a = 0; a < point.share.length; a++)
            for (int b = 0; b < point.share.length; b++)
                sum += point.share[a]
                        * point.share[b]
                        * image.inverse(point.dx[a] - point.dx[b], point.dy[a] - point.dy[b]);
        return sum;
    }

    /** How much of what is unexpected at a pixel one of them explains at the most, if it lies there or beside. */
    double evidence(final int i) {
        double most = 0;
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++)
                for (int p = 0; p < norms.length; p++) {
                    final Point point = points.get(p);
                    double sum = 0;
                    for (int j = 0; j < point.share.length; j++)
                        sum += point.share[j]
                                * image.unexpected(image.neighbour(i, dx + point.dx[j], dy + point.dy[j]));
                    most = Math.max(most, sum * sum / norms[p]);
                }
        return most;
    }
}
