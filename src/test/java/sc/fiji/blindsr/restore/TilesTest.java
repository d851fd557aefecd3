package sc.fiji.blindsr.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.Grid;
import sc.fiji.blindsr.progress.Progress;

class TilesTest {

    private static final BlurKernel KERNEL = BlurKernel.square(0, 0, 0, 0, 1, 0, 0, 0, 0);

    /** A spline that counts its tiles, and whose memory runs out above a limit. */
    private static class Watched implements Restoration {

        final Restoration spline =
                new CubicSplineRestorer().prepare(new RestorationProblem(KERNEL, 2, Grid.CENTRED, 0, DeviceChoice.CPU));
        final List<Long> areas = new ArrayList<>();
        long limit = Long.MAX_VALUE;

        @Override
        public String device(final Progress progress) {
            return "CPU";
        }

        @Override
        public int reach() {
            return spline.reach();
        }

        @Override
        public long memory(final int width, final int height, final int channels) {
            return (long) width * height;
        }

        @Override
        public <T extends RealType<T>> Img<FloatType> restore(
                final RandomAccessibleInterval<T> low,
                final RandomAccessibleInterval<FloatType> weights,
                final Progress progress) {
            areas.add(low.dimension(0) * low.dimension(1));
            if (low.dimension(0) * low.dimension(1) > limit) throw new OutOfMemoryError("in this test");
            return spline.restore(low, weights, progress);
        }
    }

    private static ArrayImg<FloatType, FloatArray> noise(final int width, final int height, final int channels) {
        final Random random = new Random(1);
        final float[] values = new float[width * height * channels];
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
        return ArrayImgs.floats(values, width, height, channels);
    }

    private static float[] values(final Img<FloatType> image) {
        return ((ArrayImg<FloatType, FloatArray>) image).update(null).getCurrentStorageArray();
    }

    @Test
    void tilesGiveTheSameAsTheWhole() {
        final Watched watched = new Watched();
        final ArrayImg<FloatType, FloatArray> low = noise(117, 83, 3);
        final float[] whole = values(watched.restore(low, Progress.NONE));
        watched.areas.clear();
        final Tiles tiles = new Tiles(watched, 3000);
        final float[] tiled = values(tiles.restore(low, 2, Progress.NONE));
        assertTrue(watched.areas.size() >= 4, "tiles " + watched.areas);
        assertTrue(watched.areas.stream().allMatch(a -> a <= 3000), "areas " + watched.areas);
        assertArrayEquals(whole, tiled, 1e-4f);
        assertFalse(tiles.shortOfMemory());
    }

    /** Tiles are blended where they meet, which needs some overlap even of methods that look at nothing else. */
    @Test
    void methodsThatLookAtOnePixelHaveNoSeams() {
        final Watched repeating = new Watched() {

            @Override
            public int reach() {
                return 0;
            }

            @Override
            public <T extends RealType<T>> Img<FloatType> restore(
                    final RandomAccessibleInterval<T> low,
                    final RandomAccessibleInterval<FloatType> weights,
                    final Progress progress) {
                areas.add(low.dimension(0) * low.dimension(1));
                final Img<FloatType> high =
                        ArrayImgs.floats(2 * low.dimension(0), 2 * low.dimension(1), low.dimension(2));
                final Cursor<FloatType> pixel = high.localizingCursor();
                while (pixel.hasNext())
                    pixel.next()
                            .setReal(low.getAt(
                                            pixel.getLongPosition(0) / 2,
                                            pixel.getLongPosition(1) / 2,
                                            pixel.getLongPosition(2))
                                    .getRealDouble());
                return high;
            }
        };
        final ArrayImg<FloatType, FloatArray> low = noise(117, 83, 1);
        final float[] whole = values(repeating.restore(low, Progress.NONE));
        repeating.areas.clear();
        assertArrayEquals(whole, values(new Tiles(repeating, 3000).restore(low, 2, Progress.NONE)), 1e-6f);
        assertTrue(repeating.areas.size() > 1);
    }

    @Test
    void tilesStartAtMultiplesOfTheStep() {
        final List<Float> starts = new ArrayList<>();
        final Watched watched = new Watched() {

            @Override
            public int step() {
                return 8;
            }

            @Override
            public <T extends RealType<T>> Img<FloatType> restore(
                    final RandomAccessibleInterval<T> low,
                    final RandomAccessibleInterval<FloatType> weights,
                    final Progress progress) {
                starts.add(low.getAt(0, 0, 0).getRealFloat());
                return super.restore(low, weights, progress);
            }
        };
        final ArrayImg<FloatType, FloatArray> low = ArrayImgs.floats(117, 83, 1);
        final Cursor<FloatType> cursor = low.localizingCursor();
        while (cursor.hasNext()) cursor.next().set(cursor.getIntPosition(0));
        final float[] whole = values(watched.restore(low, Progress.NONE));
        assertArrayEquals(whole, values(new Tiles(watched, 3600).restore(low, 2, Progress.NONE)), 1e-4f);
        assertTrue(new HashSet<>(starts).size() > 2 && starts.stream().allMatch(x -> x % 8 == 0), "starts " + starts);
        assertTrue(watched.areas.stream().skip(1).allMatch(a -> a <= 3600), "areas " + watched.areas);
    }

    @Test
    void aSmallImageIsOneTile() {
        final Watched watched = new Watched();
        new Tiles(watched, 1000).restore(noise(30, 30, 1), 2, Progress.NONE);
        assertEquals(List.of(900L), watched.areas);
    }

    @Test
    void smallerTilesAreTriedWhenMemoryRunsOut() {
        final Watched watched = new Watched();
        final ArrayImg<FloatType, FloatArray> low = noise(100, 100, 1);
        final float[] whole = values(watched.restore(low, Progress.NONE));
        watched.limit = 3000;
        final Tiles tiles = new Tiles(watched, 100_000);
        assertArrayEquals(whole, values(tiles.restore(low, 2, Progress.NONE)), 1e-4f);
        assertTrue(tiles.shortOfMemory());
    }

    @Test
    void inTheEndMemoryIsShort() {
        final Watched watched = new Watched();
        watched.limit = 100;
        assertThrows(OutOfMemoryError.class, () -> new Tiles(watched, 100_000)
                .restore(noise(100, 100, 1), 2, Progress.NONE));
    }
}
