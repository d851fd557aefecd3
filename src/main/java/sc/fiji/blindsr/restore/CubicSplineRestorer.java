package sc.fiji.blindsr.restore;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.pixel.CubicSpline;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/**
 * Enlarges by the interpolating cubic spline, at the positions of the grid in use. It ignores the kernel: the baseline
 * that every restorer must beat. For scale factor 1 it is the image itself.
 */
public final class CubicSplineRestorer implements Restorer {

    /** The name users choose it by. */
    public static final String NAME = "Cubic spline";

    /** What older macros call it. */
    static final String FORMER_NAME = "Bicubic";

    /** Distance in low-resolution pixels at which a sample's weight in the spline is below 1e-6 (its pole is √3 − 2). */
    private static final int REACH = 12;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        return new Spline(problem.scale(), problem.grid().offset(problem.scale()));
    }

    private record Spline(int scale, double offset) implements Restoration {

        @Override
        public String device(final Progress progress) {
            return ComputeDevice.CPU.name();
        }

        @Override
        public int reach() {
            return REACH;
        }

        @Override
        public long memory(final int width, final int height, final int channels) {
            // One plane in double precision, enlarged along rows, and whole.
            return 8L * width * height * (1 + scale + scale * scale);
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            final int width = (int) low.dimension(0),
                    height = (int) low.dimension(1),
                    channels = (int) low.dimension(2);
            final int wide = scale * width, high = scale * height;
            final float[] out = new float[wide * high * channels];
            for (int c = 0; c < channels; c++) {
                final double[] plane = Pixels.doubles(Views.hyperSlice(low, 2, low.min(2) + c));
                final int channel = c;
                final float[] enlarged = CubicSpline.enlarge(
                        plane,
                        width,
                        height,
                        wide,
                        high,
                        scale,
                        offset,
                        (stage, done, total) -> progress.update(stage, channel * total + done, channels * total));
                System.arraycopy(enlarged, 0, out, c * enlarged.length, enlarged.length);
            }
            return ArrayImgs.floats(out, wide, high, channels);
        }
    }
}
