package sc.fiji.blindsr;

import java.util.Map;

import ij.ImagePlus;

/**
 * What a task gives back. Nothing of it is shown yet: that is the caller's part.
 *
 * @param kernel the blur kernel as a 32-bit image on the high-resolution grid, or null
 * @param result the restored image, or null where only a kernel was asked for
 * @param row the line for the table "Blind SR": column name → value (String or Double), in the order of the columns
 */
public record Outcome(ImagePlus kernel, ImagePlus result, Map<String, Object> row) {
}
