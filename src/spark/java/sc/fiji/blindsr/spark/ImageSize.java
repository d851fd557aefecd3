package sc.fiji.blindsr.spark;

import java.io.Serializable;

/**
 * How an image would be cut.
 *
 * @param width low-resolution pixels of a row
 * @param height low-resolution pixels of a column
 * @param planes number of planes
 * @param tasks number of tasks
 */
record ImageSize(int width, int height, int planes, int tasks) implements Serializable {

    @Override
    public String toString() {
        return width + "×" + height + " pixels, " + planes + (planes == 1 ? " plane: " : " planes: ") + tasks
                + (tasks == 1 ? " task" : " tasks");
    }
}
