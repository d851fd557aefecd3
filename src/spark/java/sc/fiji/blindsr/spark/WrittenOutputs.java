package sc.fiji.blindsr.spark;

import java.io.Serializable;
import sc.fiji.blindsr.batch.ImageRecord;

/**
 * The outputs of an image, whole, under names that nobody sees yet.
 *
 * @param kernel the path of the kernel's file
 * @param result the path of the result's file
 * @param text what there is to say of the image
 */
record WrittenOutputs(String kernel, String result, ImageRecord text) implements Serializable {}
