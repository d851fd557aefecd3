package sc.fiji.blindsr.kernel.intake;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import sc.fiji.blindsr.pixel.RobustStatistics;

/** The outermost pixels of a kernel, where there should be none of its light. */
public final class Rim {

    private Rim() {}

    /**
     * Their median.
     *
     * @param value of a pixel, by its index row by row
     */
    public static double median(final int width, final int height, final IntToDoubleFunction value) {
        return RobustStatistics.median(IntStream.range(0, width * height)
                .filter(i -> i % width == 0 || i % width == width - 1 || i < width || i >= width * (height - 1))
                .mapToDouble(value)
                .toArray());
    }
}
