package sc.fiji.blindsr.image;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.util.Optional;

/** The part of an image that a user has selected: an area, and none that is a text or a picture, which also have bounds. */
public final class AreaSelection {

    private AreaSelection() {}

    /** The selection; empty if there is none, or it is no area. */
    public static Optional<Roi> of(final ImagePlus image) {
        return Optional.ofNullable(image.getRoi()).filter(AreaSelection::isArea);
    }

    /** What an image's selection is, where it is no area, in ImageJ's words; empty if it is one, or there is none. */
    public static Optional<String> notOf(final ImagePlus image) {
        return Optional.ofNullable(image.getRoi())
                .filter(roi -> !isArea(roi))
                .map(roi -> roi instanceof TextRoi ? "Text" : roi.getTypeAsString());
    }

    private static boolean isArea(final Roi roi) {
        return roi.isArea() && !(roi instanceof TextRoi) && !(roi instanceof ImageRoi);
    }
}
