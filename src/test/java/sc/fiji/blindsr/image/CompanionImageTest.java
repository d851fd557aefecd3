package sc.fiji.blindsr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Arrow;
import ij.gui.EllipseRoi;
import ij.gui.ImageRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.process.ByteProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                // The middle of the input's pixel 7 and where it lies on the finer grid are at the same place.
                assertEquals(calibration.getX(7.5), output.getCalibration().getX(grid.position(7, scale) + 0.5), 1e-12);
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

    /** Every kind of selection stays what it is: the one that a user would draw on the finer grid. */
    @Test
    void overlaysKeepTheirShapes() {
        final Roi rounded = new Roi(10, 8, 30, 20, 6);
        final TextRoi text = new TextRoi(4, 5, "cell 1", new Font("SansSerif", Font.PLAIN, 9));
        final Roi[] drawn = {
            new OvalRoi(20, 20, 11, 11),
            new Roi(10, 8, 31, 21),
            rounded,
            new EllipseRoi(20, 30, 60, 50, 0.5),
            new RotatedRectRoi(10, 10, 40, 30, 8),
            new Line(5, 5, 40, 30),
            new Arrow(10, 10, 40, 20),
            new PolygonRoi(new float[] {3, 20, 9}, new float[] {3, 5, 17}, Roi.POLYGON),
            new PolygonRoi(new float[] {5, 20, 30}, new float[] {5, 30, 8}, Roi.ANGLE),
            new PointRoi(7, 9),
            text
        };
        final Roi[] expected = {
            new OvalRoi(40, 40, 22, 22),
            new Roi(20, 16, 62, 42),
            new Roi(20, 16, 60, 40, 12),
            new EllipseRoi(40, 60, 120, 100, 0.5),
            new RotatedRectRoi(20, 20, 80, 60, 16),
            new Line(10, 10, 80, 60),
            new Arrow(20, 20, 80, 40),
            new PolygonRoi(new float[] {6, 40, 18}, new float[] {6, 10, 34}, Roi.POLYGON),
            new PolygonRoi(new float[] {10, 40, 60}, new float[] {10, 60, 16}, Roi.ANGLE),
            new PointRoi(14, 18),
            new TextRoi(8, 10, "cell 1", new Font("SansSerif", Font.PLAIN, 18))
        };
        final ImagePlus input = new ImagePlus("a", new ByteProcessor(100, 80));
        input.setOverlay(new Overlay());
        for (final Roi roi : drawn) {
            roi.setStrokeColor(Color.CYAN);
            roi.setName("named");
            if (!(roi instanceof Arrow)) roi.setStrokeWidth(2);
            if (!(roi instanceof OvalRoi)) roi.setProperty("of", "a cell");
            input.getOverlay().add(roi);
        }
        final ImageStack planes = new ImageStack(200, 160);
        planes.addSlice(new ByteProcessor(200, 160));
        final ImagePlus output = CompanionImage.of(input, 2, Grid.CENTRED).image(planes, "-b");
        for (int i = 0; i < drawn.length; i++) {
            final Roi roi = output.getOverlay().get(i);
            assertEquals(expected[i].getClass(), roi.getClass());
            assertEquals(expected[i].getTypeAsString(), roi.getTypeAsString());
            assertEquals(Color.CYAN, roi.getStrokeColor(), roi.toString());
            assertEquals("named", roi.getName());
            assertEquals(drawn[i].getStrokeWidth(), roi.getStrokeWidth(), roi.toString());
            assertEquals(drawn[i].getProperty("of"), roi.getProperty("of"), roi.toString());
            assertEquals(expected[i].getLength(), roi.getLength(), 1e-3, roi.toString());
            if (roi instanceof TextRoi label) {
                assertEquals(18, label.getCurrentFont().getSize());
                assertEquals(expected[i].getXBase(), roi.getXBase());
                continue;
            }
            assertEquals(expected[i].getFloatBounds(), roi.getFloatBounds(), roi.toString());
            if (roi.isArea()) assertEquals(expected[i].getStatistics().area, roi.getStatistics().area, roi.toString());
            output.setRoi(expected[i]);
            final double x = output.getStatistics(Measurements.CENTROID).xCentroid;
            output.setRoi(roi);
            assertEquals(x, output.getStatistics(Measurements.CENTROID).xCentroid, 1e-9, roi.toString());
        }
        // On the paper's grid the specimen lies one pixel farther to the left and above.
        final ImagePlus moved = CompanionImage.of(input, 2, Grid.PAPER).image(planes, "-b");
        assertEquals(39, moved.getOverlay().get(0).getXBase());
    }

    /** Also of points that were counted, in one plane or in several, or that a macro has put into all. */
    @Test
    void overlaysOfAllKindsAreSaved(@TempDir final Path folder) throws IOException {
        final ImagePlus input = IJ.createImage("a", "8-bit", 40, 30, 3);
        final PointRoi[] counted = new PointRoi[3];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = new PointRoi(3, 4);
            counted[i].setCounter(1);
            for (int n = 1; n <= 3; n++) {
                input.setSlice(n);
                counted[i].addPoint(i == 0 ? null : input, 5 + n, 6);
            }
        }
        counted[2].setPosition(0);
        final ImageStack planes = new ImageStack(80, 60);
        for (int n = 1; n <= 3; n++) planes.addSlice(new ByteProcessor(80, 60));
        for (final Roi roi : new Roi[] {
            new PointRoi(7, 9),
            counted[0],
            counted[1],
            counted[2],
            new Roi(1, 2, 3, 4),
            new OvalRoi(1, 2, 3, 4),
            new Line(1, 2, 3, 4),
            new Arrow(1, 2, 30, 20),
            new EllipseRoi(2, 3, 6, 5, 0.5),
            new PolygonRoi(new float[] {3, 20, 9}, new float[] {3, 5, 17}, 3, Roi.FREELINE),
            new TextRoi(4, 5, "cell 1"),
            new ImageRoi(3, 3, new ByteProcessor(9, 9)),
            new ShapeRoi(new Roi(2, 2, 20, 20)).not(new ShapeRoi(new OvalRoi(5, 5, 5, 5)))
        }) {
            input.setOverlay(new Overlay(roi));
            final Path file = folder.resolve("a.tif");
            ImageFile.write(CompanionImage.of(input, 2, Grid.CENTRED).image(planes, "-b"), file);
            final Roi saved = ImageFile.open(file).getOverlay().get(0);
            assertEquals(roi.getTypeAsString(), saved.getTypeAsString());
            if (!(roi instanceof PointRoi points)) continue;
            for (int i = 0; i < points.size(); i++)
                assertEquals(
                        points.getCounter(i) + " " + points.getPointPosition(i),
                        ((PointRoi) saved).getCounter(i) + " " + ((PointRoi) saved).getPointPosition(i));
        }
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
