package sc.fiji.blindsr;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.util.function.IntFunction;

/** Images with structure, of all kinds. */
public final class SampleImages {

    private SampleImages() {}

    /** One plane with edges and waves, grey levels 60…230 in 8 bits, the same times {@code unit} in 16 and 32 bits. */
    public static ImageProcessor plane(
            final int width, final int height, final int bits, final double unit, final double phase) {
        final FloatProcessor pixels = new FloatProcessor(width, height);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                pixels.setf(x, y, (float)
                        (unit * (120 + 60 * Math.sin(x / 2.0 + phase) * Math.cos(y / 3.0) + (x > y ? 40 : 0))));
        return switch (bits) {
            case 8 -> pixels.convertToByteProcessor(false);
            case 16 -> pixels.convertToShortProcessor(false);
            case 24 -> pixels.convertToByteProcessor(false).convertToRGB();
            default -> pixels;
        };
    }

    /** Colours of a palette, 40×36 pixels: neighbouring indices are different colours. */
    public static ImagePlus indexed(final String title) {
        final byte[] ramp = new byte[256], jumps = new byte[256];
        for (int i = 0; i < 256; i++) {
            ramp[i] = (byte) i;
            jumps[i] = (byte) (i % 2 * 255);
        }
        final ImageProcessor indices = plane(40, 36, 8, 1, 0);
        indices.setColorModel(new LUT(ramp, jumps, jumps));
        final ImagePlus image = new ImagePlus(title, indices);
        image.setTypeToColor256();
        return image;
    }

    /** A part of a photograph, 32×28 pixels from a column on. */
    public static ImagePlus photograph(final String title, final int x) {
        final ImagePlus photograph = IJ.openImage("macros/samples/camera.png");
        photograph.setRoi(x, 40, 32, 28);
        return new ImagePlus(title, photograph.crop().getProcessor());
    }

    /** A hyperstack whose planes differ, each labelled by its number. */
    public static ImagePlus hyperstack(
            final int bits, final double unit, final int channels, final int slices, final int frames, final int mode) {
        final ImageStack stack = new ImageStack(40, 36);
        for (int i = 0; i < channels * slices * frames; i++)
            stack.addSlice("plane " + (i + 1), plane(40, 36, bits, unit * (1 + i % channels), i));
        final ImagePlus image = new ImagePlus("hyper.tif", stack);
        image.setDimensions(channels, slices, frames);
        image.setOpenAsHyperStack(true);
        return channels > 1 && bits != 24 ? new CompositeImage(image, mode) : image;
    }

    /** A stack that makes its planes when they are asked for, counts how often that is, and holds none. */
    public static final class Counting extends VirtualStack {

        private final IntFunction<ImageProcessor> planes;
        private final int size;
        /** How many planes have been asked for. */
        public int reads;

        /** @param planes number of the plane, from 1 → plane */
        public Counting(
                final int width,
                final int height,
                final int size,
                final int bits,
                final IntFunction<ImageProcessor> planes) {
            super(width, height);
            this.size = size;
            this.planes = planes;
            setBitDepth(bits);
        }

        @Override
        public ImageProcessor getProcessor(final int n) {
            reads++;
            return planes.apply(n);
        }

        @Override
        public int getSize() {
            return size;
        }

        @Override
        public String getSliceLabel(final int n) {
            return "virtual " + n;
        }
    }
}
