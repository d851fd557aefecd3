package sc.fiji.blindsr.camera;

import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.BlurKernel;

/**
 * Points of light, seen through a blur: one in each pixel of the fine grid that lies in a low-resolution pixel. How well they
 * explain what is there is told from their whitened pictures and the {@linkplain PixelPrediction#whitened whitened image}.
 */
final class PointsOfLight {

    /** How far around a pixel is looked. */
    static final int AROUND = 3;
    /** How far from it a point may lie. */
    private static final int BESIDE = 1;

    private static final int SIDE = 2 * AROUND + 1, REACH = AROUND + BESIDE, PICTURE = 2 * REACH + 1;

    private final PixelPrediction image;
    /** The points' whitened pictures around the pixels that they lie in. */
    private final List<double[]> pictures;

    /**
     * @param kernel the blur on the fine grid
     * @param scale the scale factor
     */
    PointsOfLight(final BlurKernel kernel, final int scale, final PixelPrediction image) {
        this.image = image;
        pictures = IntStream.range(0, scale * scale)
                .mapToObj(i -> picture(kernel, scale, i % scale, i / scale))
                .toList();
    }

    private double[] picture(final BlurKernel kernel, final int scale, final int right, final int down) {
        final double[] picture = new double[PICTURE * PICTURE];
        for (int y = 0; y < kernel.height(); y++)
            for (int x = 0; x < kernel.width(); x++) {
                final int dx = x - kernel.width() / 2 + right, dy = y - kernel.height() / 2 + down;
                if (dx % scale != 0 || dy % scale != 0) continue;
                for (int i = 0; i < picture.length; i++)
                    picture[i] += kernel.get(x, y)
                            * image.root(i % PICTURE - REACH - dx / scale, i / PICTURE - REACH - dy / scale);
            }
        return picture;
    }

    /**
     * How much one of them explains at the most, in and around a pixel in or beside which it lies: the squared norm of the whitened
     * image that it takes away.
     */
    double evidence(final int i) {
        final double[] whitened = new double[SIDE * SIDE];
        for (int j = 0; j < whitened.length; j++)
            whitened[j] = image.whitened(image.neighbour(i, j % SIDE - AROUND, j / SIDE - AROUND));
        double most = 0;
        for (int dy = -BESIDE; dy <= BESIDE; dy++)
            for (int dx = -BESIDE; dx <= BESIDE; dx++)
                for (final double[] picture : pictures) {
                    double product = 0, norm = 0;
                    for (int j = 0; j < whitened.length; j++) {
                        final double of = picture[(j / SIDE + BESIDE - dy) * PICTURE + j % SIDE + BESIDE - dx];
                        product += of * whitened[j];
                        norm += of * of;
                    }
                    if (norm > 0) most = Math.max(most, product * product / norm);
                }
        return most;
    }
}
