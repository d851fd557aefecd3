package sc.fiji.blindsr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.LUT;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.SampleImages;

class DisplayRangeTest {

    @Test
    void eachChannelHasThatOfItsPlanes() {
        final CompositeImage image = (CompositeImage) SampleImages.hyperstack(16, 20, 2, 2, 1, IJ.COMPOSITE);
        // planes 1 and 3 are of the first channel, 2 and 4 of the second
        image.getStack().getProcessor(3).set(5, 5, 7);
        image.getStack().getProcessor(4).set(5, 5, 65_000);
        for (int channel = 1; channel <= 2; channel++) {
            image.setPositionWithoutUpdate(channel, 1, 1);
            image.setDisplayRange(0, 1);
        }
        final double
                most =
                        Math.max(
                                image.getStack().getProcessor(1).getStats().max,
                                image.getStack().getProcessor(3).getStats().max),
                least =
                        Math.min(
                                image.getStack().getProcessor(2).getStats().min,
                                image.getStack().getProcessor(4).getStats().min);
        DisplayRange.fit(image);
        final LUT[] ranges = image.getLuts();
        assertEquals("7.0 " + most, ranges[0].min + " " + ranges[0].max);
        assertEquals(least + " 65000.0", ranges[1].min + " " + ranges[1].max);
        assertEquals(1, image.getC());
    }

    @Test
    void eightBitsHaveThatOfTheirType() {
        final ImagePlus image = new ImagePlus("", new ByteProcessor(2, 1, new byte[] {3, 9}));
        image.setDisplayRange(0, 1);
        DisplayRange.fit(image);
        assertEquals("0.0 255.0", image.getDisplayRangeMin() + " " + image.getDisplayRangeMax());
        final ImagePlus real = new ImagePlus("", new FloatProcessor(2, 1, new float[] {-3, 0.5f}));
        real.setDisplayRange(0, 1);
        DisplayRange.fit(real);
        assertEquals("-3.0 0.5", real.getDisplayRangeMin() + " " + real.getDisplayRangeMax());
    }
}
