package sc.fiji.blindsr.run;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Arrow;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.image.NamedImage;
import sc.fiji.blindsr.option.Options;
import sc.fiji.blindsr.option.Settings;

/** The pixels that the user wants to be left out: those under the input's overlay, or where another image is not 0. */
final class UserMask {

    /** How ImageJ numbers images. */
    private static final Pattern ID = Pattern.compile("-\\d+");

    private final ImagePlus input;
    /** The mask's planes; null if it is the overlay of the input, or there is none. */
    private final ImageStack planes;
    /** Whether what lies under the input's overlay is left out. */
    private final boolean overlay;

    /**
     * @param settings with the option mask
     * @throws UserError if there is no such image, it has another size, or the input has no overlay
     */
    UserMask(final Settings settings, final ImagePlus input) {
        this.input = input;
        final String name = settings.get(Options.MASK);
        overlay = name.equalsIgnoreCase(Options.OVERLAY);
        if (overlay && input.getOverlay() == null)
            throw new UserError(
                    "mask",
                    "Overlay was given, but \"" + input.getTitle() + "\" has none",
                    "draw areas and add them by Image > Overlay > Add Selection, or leave mask out");
        planes = overlay || name.equalsIgnoreCase(Options.NO_MASK) ? null : planes(named(settings, name), name);
    }

    /** @throws UserError if there is no such image, file or word */
    static void checkThere(final Settings settings) {
        final String name = settings.get(Options.MASK);
        if (!name.equalsIgnoreCase(Options.OVERLAY) && !name.equalsIgnoreCase(Options.NO_MASK)) named(settings, name);
    }

    /** The planes of an image that is a mask for the input. */
    private ImageStack planes(final ImagePlus mask, final String name) {
        if (mask == input) throw UserError.value("mask", name, "an image that is not the input itself, or Overlay");
        if (mask.getWidth() != input.getWidth() || mask.getHeight() != input.getHeight())
            throw new UserError(
                    "mask",
                    "\"" + mask.getTitle() + "\" has " + mask.getWidth() + "×" + mask.getHeight() + " pixels",
                    "the input's " + input.getWidth() + "×" + input.getHeight() + " are needed");
        if (mask.getStackSize() != 1 && mask.getStackSize() != input.getStackSize())
            throw new UserError(
                    "mask",
                    "\"" + mask.getTitle() + "\" has " + mask.getStackSize() + " planes",
                    "one for all is needed, or as many as the input's " + input.getStackSize());
        if (mask.getStack().isVirtual()) return mask.getStack();
        // the same pixels, which stay when the mask's window is closed during the run
        final ImageStack held = new ImageStack(mask.getWidth(), mask.getHeight());
        for (int plane = 1; plane <= mask.getStackSize(); plane++)
            held.addSlice(null, mask.getStack().getPixels(plane));
        return held;
    }

    /** The same settings, with the title of a mask that was given by its id, by which nobody could repeat the run later. */
    static Settings byTitle(final Settings settings) {
        final String name = settings.get(Options.MASK);
        if (!ID.matcher(name).matches()) return settings;
        final ImagePlus image = named(settings, name);
        return NamedImage.find("mask", image.getTitle(), settings.reader())
                .filter(found -> found == image)
                .map(found -> settings.with(Options.MASK, found.getTitle()))
                .orElse(settings);
    }

    private static ImagePlus named(final Settings settings, final String name) {
        return NamedImage.find("mask", name, settings.reader())
                .orElseThrow(
                        () -> UserError.value("mask", name, "none, Overlay, or the title, id or file of an image"));
    }

    /**
     * Whether each pixel of a plane is left out.
     *
     * @param plane number of the plane in the input's stack, from 1
     * @return X×Y values; empty if there is no mask
     */
    boolean[] of(final int plane) {
        if (planes == null && !overlay) return new boolean[0];
        final ImageProcessor pixels = overlay ? overlay(plane) : planes.getProcessor(Math.min(plane, planes.getSize()));
        final boolean[] left = new boolean[pixels.getPixelCount()];
        for (int i = 0; i < left.length; i++)
            left[i] = pixels instanceof ColorProcessor ? (pixels.get(i) & 0xffffff) != 0 : pixels.getf(i) != 0;
        return left;
    }

    /** Whether a selection belongs to a plane: to that of its position, or to each of the channel, slice and frame that it names. */
    private boolean lies(final Roi roi, final int plane) {
        if (!roi.hasHyperStackPosition()) return roi.getPosition() == 0 || roi.getPosition() == plane;
        final int[] named = {roi.getCPosition(), roi.getZPosition(), roi.getTPosition()},
                at = input.convertIndexToPosition(plane);
        return IntStream.range(0, named.length).allMatch(d -> named[d] == 0 || named[d] == at[d]);
    }

    /** Lines are as wide as they are drawn; text covers the box around it. */
    private ImageProcessor overlay(final int plane) {
        final ImageProcessor drawn = new ByteProcessor(input.getWidth(), input.getHeight());
        drawn.setValue(1);
        for (final Roi roi : input.getOverlay()) {
            if (!lies(roi, plane)) continue;
            if (roi instanceof Arrow arrow) {
                arrow.drawPixels(drawn);
                continue;
            }
            final Roi area = roi.isLine() ? Roi.convertLineToArea(roi) : roi;
            drawn.setRoi(area);
            drawn.fill(area.getMask());
        }
        return drawn;
    }
}
