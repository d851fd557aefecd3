package sc.fiji.blindsr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Rectangle;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.kernel.Grid;

class CompanionImageTest {

    @Test
    void keepsItsPlaceInTheSample() {
        final ImagePlus input = new ImagePlus("cells.ome.tif", new ByteProcessor(10, 8));
        final Calibration calibration = input.getCalibration();
        calibration.pixelWidth = 0.6;
        calibration.pixelHeight = 0.3;
        calibration.xOrigin = 4;
        calibration.setUnit("µm");
        for (final Grid grid : Grid.values())
            for (int scale = 2; scale <= 4; scale++) {
                final ImagePlus output = CompanionImage.of(input, scale, grid)
                        .image(
                                new ImageStack(10 * scale, 8 * scale) {

                                    {
                                        addSlice(new ByteProcessor(getWidth(), getHeight()));
                                    }
                                },
                                "-SRx" + scale);
                assertEquals("cells.ome-SRx" + scale, output.getTitle());
                assertEquals(0.6 / scale, output.getCalibration().pixelWidth, 1e-12);
                assertEquals("µm", output.getCalibration().getUnit());
                // Pixel 7 of the input and where it lies on the finer grid are at the same place.
                assertEquals(calibration.getX(7), output.getCalibration().getX(grid.position(7, scale)), 1e-12);
            }
    }

    @Test
    void looksLikeTheInput() {
        final ImagePlus input = new ImagePlus("a", new ByteProcessor(10, 8));
        input.setLut(LUT.createLutFromColor(Color.GREEN));
        input.setDisplayRange(20, 90);
        input.setOverlay(new Overlay(new Roi(2, 3, 4, 1)));
        final ImageStack planes = new ImageStack(20, 16);
        planes.addSlice(new ByteProcessor(20, 16));
        final ImagePlus output = CompanionImage.of(input, 2, Grid.CENTRED).image(planes, "-b");
        assertEquals(20, output.getDisplayRangeMin());
        assertEquals(90, output.getDisplayRangeMax());
        assertEquals(Color.GREEN.getRGB(), output.getProcessor().getLut().getRGB(255));
        assertEquals(new Rectangle(4, 6, 8, 2), output.getOverlay().get(0).getBounds());
    }

    @Test
    void keepsChannelsSlicesAndFrames() {
        final ImagePlus input = new CompositeImage(IJ.createHyperStack("h", 6, 5, 2, 3, 4, 16), IJ.COMPOSITE);
        input.getStack().setSliceLabel("seven", 7);
        final ImageStack planes = new ImageStack(12, 10);
        for (int i = 0; i < 24; i++) planes.addSlice(new ij.process.ShortProcessor(12, 10));
        final ImagePlus output = CompanionImage.of(input, 2, Grid.CENTRED).image(planes, "-b");
        assertEquals("2 3 4", output.getNChannels() + " " + output.getNSlices() + " " + output.getNFrames());
        assertEquals("seven", output.getStack().getSliceLabel(7));
        assertEquals(IJ.COMPOSITE, ((CompositeImage) output).getMode());
    }
}
