package sc.fiji.blindsr.image;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A unit of restoration: one of a hyperstack's channels, or one colour of an image's planes. Its planes are read one by one,
 * also those of a virtual stack.
 *
 * @param image the image
 * @param number which of the hyperstack's channels, from 0
 * @param colour 0, 1, 2 = red, green, blue; {@link #WHOLE} = all that a plane has
 */
public record Channel(ImagePlus image, int number, int colour) {

    /** Planes are not taken apart. */
    public static final int WHOLE = -1;

    private static final List<String> COLOURS = List.of("Red", "Green", "Blue");

    /**
     * The channels of an image, in the order of its stack.
     *
     * @param coloursApart whether the three colours of a colour image are three channels, or one
     */
    public static List<Channel> of(final ImagePlus image, final boolean coloursApart) {
        final List<Channel> channels = new ArrayList<>();
        final boolean apart = coloursApart && Planes.channels(image) > 1;
        for (int c = 0; c < image.getNChannels(); c++)
            for (int colour = apart ? 0 : WHOLE; colour < (apart ? Planes.channels(image) : 0); colour++)
                channels.add(new Channel(image, c, colour));
        return channels;
    }

    /** The same channel of another image of the same kind. */
    public Channel in(final ImagePlus other) {
        return new Channel(other, number, colour);
    }

    /** Its place among those of its kind, from 0, as {@link #of} gives them. */
    public int index() {
        return colour == WHOLE ? number : number * COLOURS.size() + colour;
    }

    /** What it is called in tables, Info and slice labels. */
    public String label() {
        final String channel = "Channel " + (number + 1);
        if (colour == WHOLE) return channel;
        return image.getNChannels() == 1 ? COLOURS.get(colour) : channel + " " + COLOURS.get(colour);
    }

    /** Whether a text, which may be null, is the label of some channel or colour. */
    public static boolean isLabel(final String text) {
        return text != null
                && (COLOURS.contains(text) || text.matches("Channel \\d+( (" + String.join("|", COLOURS) + "))?"));
    }

    /** The numbers of its planes in the image's stack, from 1. In a hyperstack, channels change first. */
    public IntStream planes() {
        return IntStream.rangeClosed(1, image.getStackSize()).filter(this::has);
    }

    /** Whether this plane of the stack is one of its own. */
    public boolean has(final int plane) {
        return (plane - 1) % image.getNChannels() == number;
    }

    /** The plane of this channel in the same slice and frame as a plane of the stack. */
    public int planeBeside(final int plane) {
        return (plane - 1) / image.getNChannels() * image.getNChannels() + number + 1;
    }

    /**
     * Reads one plane.
     *
     * @return X×Y×C, C = 1 for a single colour
     */
    public ArrayImg<FloatType, FloatArray> read(final int plane, final IntensityRange range) {
        final ArrayImg<FloatType, FloatArray> all = Planes.read(image, plane, range);
        if (colour == WHOLE) return all;
        final int count = (int) (all.dimension(0) * all.dimension(1));
        return ArrayImgs.floats(
                Arrays.copyOfRange(all.update(null).getCurrentStorageArray(), colour * count, (colour + 1) * count),
                all.dimension(0),
                all.dimension(1),
                1);
    }
}
