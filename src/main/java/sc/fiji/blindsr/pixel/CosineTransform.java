package sc.fiji.blindsr.pixel;

/** The orthonormal cosine transform (DCT-II) of eight values, as JPEG files have it along both axes of their blocks. */
public final class CosineTransform {

    /** Number of values. */
    public static final int LENGTH = 8;

    private CosineTransform() {}

    /** The weight of a value in a frequency, and of the frequency in the value; both from 0 to 7. */
    public static double weight(final int frequency, final int position) {
        return (frequency == 0 ? Math.sqrt(0.125) : 0.5)
                * Math.cos((2 * position + 1) * frequency * Math.PI / (2 * LENGTH));
    }
}
