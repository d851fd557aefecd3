package sc.fiji.blindsr.restore;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.progress.Progress;

/** Takes the image that an estimator with a deep image prior made together with the kernel (FKP, section 3.3). */
public final class DeepImagePrior implements Restorer {

    @Override
    public String name() {
        return "DIP";
    }

    @Override
    public boolean needsImage() {
        return true;
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        final Estimate estimate = problem.estimate();
        return new Finished(
                estimate.device(),
                estimate.image()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "restorer: DIP is the image that an estimator with an image network makes together with the kernel; choose the"
                                        + " estimator DIP-FKP or Double-DIP, or another restorer.")));
    }

    private record Finished(String device, Img<FloatType> image) implements Restoration {

        @Override
        public int reach() {
            return 0;
        }

        @Override
        public long memory(final int width, final int height, final int channels) {
            return 0;
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low, final Progress progress) {
            return image;
        }
    }
}
