package sc.fiji.blindsr.kernel.shape;

import java.util.random.RandomGenerator;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelCentre;

/**
 * The blurs of the prior General: the paper's Gaussians; discs; spots of lenses, in focus, out of it and somewhat
 * astigmatic; lines of movement; and convolutions of a line with a disc or a spot. Sizes are in low-resolution pixels, as
 * those of the paper's Gaussians are.
 */
public final class GeneralBlurs {

    /** A blur of which more than this part lies outside the array is drawn anew. */
    private static final double CUT_OFF = 0.04;

    /** Shares of Gaussians, discs, spots and lines; the rest are convolutions. */
    private static final double GAUSSIANS = 0.25, DISCS = 0.12, SPOTS = 0.2, LINES = 0.23;

    private GeneralBlurs() {}

    /**
     * A random blur.
     *
     * @param scale the scale factor s
     * @return K×K values, sum 1, centre of mass at (K − s)/2
     */
    public static BlurKernel draw(final int scale, final RandomGenerator random) {
        final int size = BlurKernel.sizeFor(scale);
        while (true) {
            // With room on all sides it shows what does not fit.
            final BlurKernel kernel = KernelCentre.centred(wide(scale, 2 * size + 1, random), scale)
                    .framed(size, size);
            if (kernel.sum() > 1 - CUT_OFF) return KernelCentre.centred(kernel, scale, size);
        }
    }

    private static BlurKernel wide(final int scale, final int size, final RandomGenerator random) {
        final double kind = random.nextDouble(), middle = size / 2;
        if (kind < GAUSSIANS) return AnisotropicGaussian.random(scale, random).sampled(size, middle, middle);
        if (kind < GAUSSIANS + DISCS) return disc(scale, 0.45, 1.8, random).sampled(size, middle, middle);
        if (kind < GAUSSIANS + DISCS + SPOTS) return spot(scale, 1.25, random).sampled(size, middle, middle);
        if (kind < GAUSSIANS + DISCS + SPOTS + LINES)
            return line(scale, 4.6, random).sampled(size, middle, middle);
        final BlurShape lens = random.nextBoolean() ? spot(scale, 1, random) : disc(scale, 0.4, 1, random);
        return convolution(
                lens.sampled(size, middle, middle), line(scale, 3, random).sampled(size, middle, middle));
    }

    private static Disc disc(final int scale, final double least, final double most, final RandomGenerator random) {
        return new Disc(scale * uniform(least, most, random));
    }

    /** @param largest radius of the first dark ring of the spot in focus, low-resolution pixels */
    private static AberratedSpot spot(final int scale, final double largest, final RandomGenerator random) {
        return new AberratedSpot(
                scale * uniform(0.6, largest, random),
                uniform(0, 0.8, random),
                uniform(0, 0.25, random),
                uniform(0, Math.PI, random));
    }

    private static MotionLine line(final int scale, final double longest, final RandomGenerator random) {
        return new MotionLine(
                scale * uniform(1, longest, random), uniform(0, Math.PI, random), scale * uniform(0.22, 0.5, random));
    }

    private static double uniform(final double least, final double most, final RandomGenerator random) {
        return least + (most - least) * random.nextDouble();
    }

    /** The convolution of two blurs around the middles of arrays of the same odd size, in such an array. */
    private static BlurKernel convolution(final BlurKernel a, final BlurKernel b) {
        final int size = a.width(), middle = size / 2;
        final double[] sum = new double[size * size];
        for (int v = 0; v < size; v++)
            for (int u = 0; u < size; u++) {
                final double weight = b.get(u, v);
                if (weight < 1e-7) continue;
                for (int y = Math.max(0, v - middle); y < Math.min(size, size + v - middle); y++)
                    for (int x = Math.max(0, u - middle); x < Math.min(size, size + u - middle); x++)
                        sum[y * size + x] += weight * a.get(x - u + middle, y - v + middle);
            }
        return BlurKernel.square(sum).normalised();
    }
}
