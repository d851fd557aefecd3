package sc.fiji.blindsr.estimate.amortized;

import java.util.concurrent.ConcurrentHashMap;
import sc.fiji.blindsr.prior.KernelFlow;

/** The trained networks, kept for all who read: to unfold their filters, and to draw a catalogue of shapes, takes a moment. */
final class Readers {

    static final Readers SHARED = new Readers();

    private final ConcurrentHashMap<Integer, BlurReader> ofWhole = new ConcurrentHashMap<>(),
            ofParts = new ConcurrentHashMap<>();

    /** The last one used for each scale factor. */
    private final ConcurrentHashMap<Integer, ComponentReader> ofShapes = new ConcurrentHashMap<>();

    private Readers() {}

    /** The network for the blur of a whole image. The one for parts sees less at once, and so reads smaller images too. */
    BlurReader ofWhole(final int scale, final int width, final int height) {
        final BlurReader reader = ofWhole.computeIfAbsent(scale, BlurReader::builtIn);
        return Math.min(width, height) < reader.smallest() ? ofParts(scale) : reader;
    }

    /** The one for parts of an image whose blur is not the same everywhere. */
    BlurReader ofParts(final int scale) {
        return ofParts.computeIfAbsent(scale, BlurReader::ofParts);
    }

    /** Width and height of the smallest image that is read, low-resolution pixels. */
    int smallest(final int scale) {
        return ofParts(scale).smallest();
    }

    /** The network that reads the shapes of a prior. */
    ComponentReader ofShapes(final KernelFlow prior) {
        return ofShapes.compute(
                prior.scale(),
                (scale, last) -> last != null && last.prior() == prior ? last : new ComponentReader(prior));
    }
}
