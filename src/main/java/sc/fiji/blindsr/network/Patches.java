package sc.fiji.blindsr.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Crops of one image for the {@link PatchDiscriminator}: cut out, or left in their place.
 * <p>
 * A convolution without padding of a crop is a crop of the convolution. So where crops overlap, the discriminator need
 * not see their pixels once for each crop: it sees the whole image once, and in its means, those of the batch norms
 * among them, each place counts as often as crops cover it. Values and gradients are the same.
 */
public final class Patches {

    private final float[] planes;
    private final int count;
    private final int width;
    private final int height;
    private final Crops crops;

    private Patches(final float[] planes, final int count, final int width, final int height, final Crops crops) {
        this.planes = planes;
        this.count = count;
        this.width = width;
        this.height = height;
        this.crops = crops;
    }

    /** Whether the whole image has fewer pixels than the crops together. */
    public static boolean shouldStay(final Crops crops, final int width, final int height) {
        return (long) width * height <= (long) crops.count() * crops.size() * crops.size();
    }

    /**
     * Crops left in their place.
     *
     * @param planes the image, 3×H×W
     */
    public static Patches inPlace(final float[] planes, final int width, final int height, final Crops crops) {
        return new Patches(planes, 1, width, height, crops);
    }

    /**
     * Crops cut out.
     *
     * @param values N×3×size×size
     */
    public static Patches cutOut(final float[] values, final int size) {
        return new Patches(values, values.length / (PatchDiscriminator.CHANNELS * size * size), size, size, null);
    }

    /** What the discriminator sees: 1×3×H×W, or N×3×size×size. */
    NDArray images(final NDManager manager, final DataType type) {
        return manager.create(planes, new Shape(count, PatchDiscriminator.CHANNELS, height, width))
                .toType(type, false);
    }

    /** The images, then for each layer of the discriminator how much each place counts in a mean over all crops. */
    List<NDArray> arrays(final NDManager manager, final DataType type) {
        final Stream<NDArray> shares = IntStream.rangeClosed(1, PatchDiscriminator.LAYERS)
                .mapToObj(layer -> share(manager, 2 * layer).toType(type, false));
        return Stream.concat(Stream.of(images(manager, type)), shares).toList();
    }

    private NDArray share(final NDManager manager, final int narrower) {
        if (crops == null)
            return manager.full(new Shape(1, 1, 1, 1), 1f / (count * (width - narrower) * (height - narrower)));
        return manager.create(
                crops.shares(width, height, narrower), new Shape(1, 1, height - narrower, width - narrower));
    }

    /** The crops cut out, N×3×size×size. */
    NDArray cut(final NDManager manager, final DataType type) {
        return crops == null
                ? images(manager, type)
                : cutOut(crops.cutFrom(planes, width, height), crops.size()).images(manager, type);
    }
}
