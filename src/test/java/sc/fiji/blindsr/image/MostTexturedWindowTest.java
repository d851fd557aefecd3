package sc.fiji.blindsr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Rectangle;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;

class MostTexturedWindowTest {

    @Test
    void findsTheWindowWithTheEdges() {
        final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(40, 30, 1);
        for (int y = 12; y < 17; y++)
            for (int x = 25; x < 30; x++) image.getAt(x, y, 0).set((x + y) % 2);
        final Rectangle all = new Rectangle(40, 30);
        final Rectangle found = MostTexturedWindow.find(image, all, 8);
        assertEquals(new Rectangle(8, 8), new Rectangle(found.width, found.height));
        assertEquals(true, found.contains(new Rectangle(25, 12, 5, 5)), found.toString());
        assertEquals(all, MostTexturedWindow.find(image, all, 40));
        // Only what lies within the part counts.
        assertEquals(new Rectangle(0, 0, 10, 8), MostTexturedWindow.find(image, new Rectangle(10, 8), 20));
    }

    @Test
    void oneStrongEdgeIsNoTexture() {
        final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(40, 30, 1);
        for (int y = 0; y < 8; y++) {
            for (int x = 4; x < 40; x++) image.getAt(x, y, 0).set(1);
            for (int x = 0; x < 8; x++) image.getAt(30 + x, 20 + y, 0).set(0.2f * ((x + y) % 2));
        }
        assertEquals(new Rectangle(30, 20, 8, 8), MostTexturedWindow.find(image, new Rectangle(40, 30), 8));
    }
}
