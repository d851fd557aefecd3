package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.Duplicator;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.LoggingProgress;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.field.SimulatedField;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.scene.Scenes;

/** Maps of drawn scenes under simulated fields. */
class BlurMappingTest {

    private static final int WIDTH = 224;
    private static final double PIXEL = 0.25;

    private final SimulatedField tilt =
            new SimulatedField(SimulatedField.Kind.TILT, WIDTH, WIDTH, new SplittableRandom(3));

    private static ImagePlus image(final SimulatedField field, final int planes) {
        final ImageStack stack = new ImageStack(WIDTH, WIDTH);
        for (int i = 0; i < planes; i++) {
            final float[] low = field.blurred(Scenes.DEAD_LEAVES.image(2 * WIDTH, new SplittableRandom(8 + i)), 2);
            for (int p = 0; p < low.length; p++) low[p] *= 200;
            stack.addSlice(new FloatProcessor(WIDTH, WIDTH, low).convertToByteProcessor(false));
        }
        final ImagePlus image = new ImagePlus("leaves.tif", stack);
        image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = PIXEL;
        image.getCalibration().setUnit("micron");
        return image;
    }

    private static Outcome run(final Map<String, ?> values) {
        return Task.MAP_BLUR.run(values, Progress.NONE);
    }

    @Test
    void aTiltedFieldIsMapped() {
        final ImagePlus input = image(tilt, 1);
        final Outcome outcome = run(Map.of("input", input));
        final ImagePlus map = outcome.result();
        assertEquals("leaves-blur", map.getTitle());
        assertEquals(7, map.getStackSize());
        assertEquals("FWHM major", map.getStack().getSliceLabel(1));
        assertEquals(WIDTH * PIXEL, map.getWidth() * map.getCalibration().pixelWidth, 1e-9);
        assertEquals("micron", map.getCalibration().getUnit());
        double error = 0;
        int held = 0;
        final int n = map.getWidth() * map.getHeight();
        for (int i = 0; i < n; i++) {
            final double side = (double) WIDTH / map.getWidth();
            final AnisotropicGaussian truth = tilt.at(
                            (i % map.getWidth() + 0.5) * side - 0.5, (i / map.getWidth() + 0.5) * side - 0.5)
                    .gaussian(1);
            final double width = map.getStack().getProcessor(1).getf(i),
                    spread = map.getStack().getProcessor(4).getf(i);
            final double difference = Math.abs(width - KernelFigures.width(truth.lambda1()));
            error += difference / KernelFigures.width(truth.lambda1()) / n;
            if (difference < 3 * spread) held++;
        }
        assertTrue(error < 0.12, "mean error of the wider width " + error);
        assertTrue(held > 0.9 * n, held + " of " + n + " within three times ±");
        assertTrue(map.getStringProperty("Blur over the field").startsWith("varies, FWHM "), map.getInfoProperty());
        assertEquals(1, outcome.rows().size());
        assertEquals("Map Blur", outcome.row().get("Command"));
        assertTrue((double) outcome.row().get("FWHM major") > 1);
    }

    /** The picture has an ellipse in each cell and the two widths as a legend; the input is left as it was. */
    @Test
    void thePictureLiesOverTheInput() {
        final ImagePlus input = image(tilt, 1);
        final Outcome outcome = run(Map.of("input", input));
        final ImagePlus picture = outcome.kernel(), map = outcome.result();
        assertEquals("leaves-ellipses", picture.getTitle());
        final Overlay overlay = picture.getOverlay();
        final int cells = map.getWidth() * map.getHeight();
        assertEquals(cells + 2, overlay.size());
        assertEquals((0.5 / map.getWidth()) * WIDTH, overlay.get(0).getContourCentroid()[0], 0.5);
        assertFalse(
                overlay.get(0).getStrokeColor().equals(overlay.get(cells - 1).getStrokeColor()));
        assertEquals(null, input.getOverlay());
        assertArrayEquals((byte[]) input.getProcessor().getPixels(), (byte[])
                picture.getProcessor().getPixels());
    }

    @Test
    void aUniformFieldIsUniform() {
        final SimulatedField same =
                new SimulatedField(SimulatedField.Kind.UNIFORM, WIDTH, WIDTH, new SplittableRandom(4));
        final Outcome outcome = run(Map.of("input", image(same, 1)));
        final ImagePlus map = outcome.result();
        assertEquals("uniform within its ±", map.getStringProperty("Blur over the field"));
        final float[] widths = (float[]) map.getStack().getProcessor(1).getPixels();
        for (final float width : widths) assertEquals(widths[0], width);
        assertEquals(0, map.getDisplayRangeMin());
        assertEquals(widths[0], map.getDisplayRangeMax(), 1e-6);
        assertEquals((double) outcome.row().get("FWHM major"), widths[0], 0.1 * widths[0]);
    }

    /** Where little is seen of the blur, it is no other blur. */
    @Test
    void faintPartsAreNoSofter() {
        final SimulatedField same =
                new SimulatedField(SimulatedField.Kind.UNIFORM, WIDTH, WIDTH, new SplittableRandom(3));
        final float[] low = same.blurred(Scenes.CELLS.image(2 * WIDTH, new SplittableRandom(8)), 2);
        final Random random = new Random(1);
        for (int i = 0; i < low.length; i++) {
            final double contrast = 0.54 + 0.46 * Math.tanh((WIDTH / 2.0 - i % WIDTH) / 30);
            low[i] = (float) (20 + 200 * contrast * low[i] + 3 * random.nextGaussian());
        }
        final ImagePlus input =
                new ImagePlus("faint", new FloatProcessor(WIDTH, WIDTH, low).convertToByteProcessor(false));
        assertEquals(
                "uniform within its ±", run(Map.of("input", input)).result().getStringProperty("Blur over the field"));
    }

    @Test
    void planesHaveMapsOfTheirOwnOrOne() {
        final ImagePlus input = image(tilt, 2);
        final Outcome each = run(Map.of("input", input)), pooled = run(Map.of("input", input, "series", "Pooled"));
        assertEquals(14, each.result().getStackSize());
        assertEquals(2, each.result().getNFrames());
        assertEquals(7, each.result().getNChannels());
        // each quantity is seen in its own range
        each.result().setC(3);
        assertEquals(180, each.result().getDisplayRangeMax());
        each.result().setC(1);
        assertTrue(each.result().getDisplayRangeMax() < 20);
        each.result().setC(4);
        assertEquals(0, each.result().getDisplayRangeMin());
        assertEquals("Plane 2 FWHM major", each.result().getStack().getSliceLabel(8));
        assertEquals(2, each.rows().size());
        assertEquals("leaves.tif: Plane 2", each.rows().get(1).get("Image"));
        assertEquals(2, each.kernel().getStackSize());
        assertEquals(7, pooled.result().getStackSize());
        assertEquals(1, pooled.rows().size());
        assertEquals(1, pooled.kernel().getStackSize());
    }

    /** Planes that show nothing take nothing from what others show. */
    @Test
    void blankPlanesChangeNoPooledMap() {
        final ImagePlus input = image(tilt, 1), more = image(tilt, 1);
        for (int i = 0; i < 3; i++) more.getStack().addSlice(new ByteProcessor(WIDTH, WIDTH));
        more.setStack(more.getStack());
        final ImagePlus alone = run(Map.of("input", input)).result(),
                pooled = run(Map.of("input", more, "series", "Pooled")).result();
        for (final String line : List.of("Blur over the field", "Cells with structure"))
            assertEquals(alone.getStringProperty(line), pooled.getStringProperty(line));
    }

    @Test
    void masksOfWholePlanesLeaveTheOthersTheirMaps() {
        final ImagePlus input = image(tilt, 3);
        final Roi all = new Roi(0, 0, WIDTH, WIDTH);
        all.setPosition(2);
        input.setOverlay(new Overlay(all));
        final Outcome maps = run(Map.of("input", input, "mask", "Overlay"));
        assertEquals(14, maps.result().getStackSize());
        assertEquals("Plane 3 FWHM major", maps.result().getStack().getSliceLabel(8));
        assertTrue(
                maps.rows().get(0).get("Warning").toString().contains("nothing is known of plane 2"),
                maps.rows().toString());
    }

    /** What the map says is what the row says, also where the prior ends. */
    @Test
    void uniformMapsKeepToThePrior() {
        final float[] low = Scenes.DEAD_LEAVES.image(WIDTH, new SplittableRandom(8));
        final FloatProcessor wide = new FloatProcessor(WIDTH, WIDTH, low);
        wide.multiply(200);
        wide.blurGaussian(2.2);
        final Outcome found = run(Map.of("input", new ImagePlus("wide", wide.convertToByteProcessor(false))));
        assertEquals("uniform within its ±", found.result().getStringProperty("Blur over the field"));
        assertTrue(
                found.row().get("Warning").toString().contains("wider than"),
                found.row().toString());
        assertEquals(
                ((Number) found.row().get("FWHM major")).doubleValue(),
                found.result().getStack().getProcessor(1).getf(0),
                0.01);
    }

    /** The planes of a virtual stack stay in their order; those of a channel are mapped one after the other. */
    @Test
    void ellipsesLieOnTheirPlanes() {
        final ImageStack sharp = image(tilt, 1).getStack(),
                planes =
                        new VirtualStack(WIDTH, WIDTH) {
                            @Override
                            public int getSize() {
                                return 4;
                            }

                            @Override
                            public int getBitDepth() {
                                return 8;
                            }

                            @Override
                            public ImageProcessor getProcessor(final int n) {
                                final ImageProcessor plane =
                                        sharp.getProcessor(1).duplicate();
                                if (n % 2 == 0) plane.blurGaussian(1.5);
                                return plane;
                            }

                            @Override
                            public String getSliceLabel(final int n) {
                                return null;
                            }
                        };
        final ImagePlus input = new ImagePlus("virtual", planes);
        input.setDimensions(2, 1, 2);
        input.setOpenAsHyperStack(true);
        final Overlay ellipses = run(Map.of("input", input, "channels", "Kernel per channel"))
                .kernel()
                .getOverlay();
        final double[] widest = new double[5];
        for (final Roi roi : ellipses)
            if (roi.getName() != null && roi.getName().startsWith("FWHM"))
                widest[roi.getPosition()] = Math.max(
                        widest[roi.getPosition()],
                        Double.parseDouble(roi.getName().substring(5)));
        assertEquals(widest[1], widest[3]);
        assertEquals(widest[2], widest[4]);
        assertTrue(widest[2] > 1.1 * widest[1], Arrays.toString(widest));
    }

    @Test
    void mapsAreReadAsTheyWereWritten() {
        final ImagePlus input = image(tilt, 1),
                map = run(Map.of("input", input)).result();
        assertTrue(BlurMaps.isMap(map));
        assertFalse(BlurMaps.isMap(input));
        final BlurField field = BlurMaps.read(map, "kernel", input);
        for (int i = 0; i < field.grid().count(); i++) {
            final AnisotropicGaussian blur = field.cells().get(i).gaussian(1);
            assertEquals(map.getStack().getProcessor(1).getf(i), KernelFigures.width(blur.lambda1()), 1e-4);
            assertEquals(map.getStack().getProcessor(2).getf(i), KernelFigures.width(blur.lambda2()), 1e-4);
            assertEquals(
                    0, Math.sin(Math.toRadians(map.getStack().getProcessor(3).getf(i) - BlurMaps.angle(blur))), 1e-3);
        }
        final ImagePlus other = new ImagePlus("other", new FloatProcessor(50, 60));
        final String message = assertThrows(UserError.class, () -> BlurMaps.read(map, "kernel", other))
                .getMessage();
        assertTrue(message.contains("224×224 pixels") && message.contains("50×60 pixels"), message);
    }

    private double psnr(final ImagePlus result) {
        final float[] truth = Scenes.DEAD_LEAVES.image(2 * WIDTH, new SplittableRandom(8));
        double sum = 0;
        for (int i = 0; i < truth.length; i++)
            sum += Math.pow(result.getProcessor().getf(i) / 200 - truth[i], 2) / truth.length;
        return -10 * Math.log10(sum);
    }

    /** A map as the kernel gives nearly the image that field=Varying gives, and both a better one than one kernel. */
    @Test
    void mapsRestore() {
        final ImagePlus input = image(tilt, 1),
                map = run(Map.of("input", input)).result();
        final LoggingProgress log = new LoggingProgress();
        final Outcome one = Task.SUPER_RESOLVE.run(Map.of("input", input), Progress.NONE),
                varying = Task.SUPER_RESOLVE.run(Map.of("input", input, "field", "Varying"), log),
                withMap = Task.SUPER_RESOLVE_WITH_KERNEL.run(Map.of("input", input, "kernel", map), log);
        assertEquals("leaves-SRx2", withMap.result().getTitle());
        assertTrue(
                psnr(varying.result()) > psnr(one.result()) + 0.5,
                psnr(varying.result()) + " dB, of one kernel " + psnr(one.result()));
        assertEquals(psnr(varying.result()), psnr(withMap.result()), 0.2);
        assertTrue(
                (double) varying.row().get("Residual") < (double) varying.row().get("Noise"));
        assertTrue(varying.result().getStringProperty("Blur over the field").startsWith("varies"));
        assertTrue(
                log.lines.stream().anyMatch(line -> line.startsWith("The blur over the field: varies, FWHM")),
                log.lines.toString());
    }

    /** Where the field is uniform, the image is that of one kernel, to the last bit, and the log says so. */
    @Test
    void uniformFieldsAreRestoredWithOneKernel() {
        final SimulatedField same =
                new SimulatedField(SimulatedField.Kind.UNIFORM, WIDTH, WIDTH, new SplittableRandom(4));
        final ImagePlus input = image(same, 1);
        final LoggingProgress log = new LoggingProgress();
        final Outcome one = Task.SUPER_RESOLVE.run(Map.of("input", input), Progress.NONE),
                varying = Task.SUPER_RESOLVE.run(Map.of("input", input, "field", "Varying"), log);
        assertArrayEquals((byte[]) one.result().getProcessor().getPixels(), (byte[])
                varying.result().getProcessor().getPixels());
        assertTrue(
                log.lines.contains("The blur over the field: uniform within its ±; it is restored with one kernel."),
                log.lines.toString());
    }

    @Test
    void onlySomeRestorersTakeAField() {
        final ImagePlus input = image(tilt, 1),
                map = run(Map.of("input", input)).result();
        for (final Map<String, Object> values : List.<Map<String, Object>>of(
                Map.of("input", input, "restorer", "USRNet", "field", "Varying"),
                Map.of("input", input, "restorer", "Cubic spline", "field", "Varying"))) {
            final String message = assertThrows(UserError.class, () -> Task.SUPER_RESOLVE.run(values, Progress.NONE))
                    .getMessage();
            assertTrue(message.contains("Sparse MAP, Richardson-Lucy"), message);
        }
        assertThrows(
                UserError.class,
                () -> Task.SUPER_RESOLVE_WITH_KERNEL.run(
                        Map.of("input", input, "kernel", map, "restorer", "Cubic spline"), Progress.NONE));
    }

    /** What of a map is no blur, and a map where one kernel is wanted. */
    @Test
    void mapsThatAreNoneAreRefused() {
        final ImagePlus input = image(tilt, 1),
                map = run(Map.of("input", input)).result();
        final ImagePlus slice = new Duplicator().run(map, 1, 1);
        for (final Task task : List.of(Task.SIMULATE, Task.SUPER_RESOLVE_WITH_KERNEL)) {
            final String message = assertThrows(
                            UserError.class, () -> task.run(Map.of("input", input, "kernel", slice), Progress.NONE))
                    .getMessage();
            assertTrue(message.startsWith("kernel: ") && message.contains("map of a blur"), message);
        }
        for (final float wrong : new float[] {1000, -5, 0, Float.NEGATIVE_INFINITY, Float.NaN}) {
            final ImagePlus changed = map.duplicate();
            changed.setProperty("Info", map.getInfoProperty());
            changed.getStack().getProcessor(Float.isNaN(wrong) ? 3 : 1).setf(2, wrong);
            final String message = assertThrows(UserError.class, () -> BlurMaps.read(changed, "kernel", input))
                    .getMessage();
            assertTrue(message.contains("at most 20 pixels"), message);
        }
    }

    @Test
    void mapsThatAreNotWholeAreRefused() {
        final ImagePlus input = image(tilt, 1),
                map = run(Map.of("input", input)).result();
        map.setRoi(2, 0, 3, map.getHeight());
        final ImagePlus part = new Duplicator().run(map);
        final String message = assertThrows(UserError.class, () -> BlurMaps.read(part, "kernel", input))
                .getMessage();
        assertTrue(message.contains("3×7 cells") && message.contains("7×7"), message);
    }

    /** As many pixels may be of another size. */
    @Test
    void mapsOfOtherPixelsAreWarnedOf() {
        final ImagePlus input = image(tilt, 1);
        input.getCalibration().setUnit("µm");
        input.getCalibration().pixelWidth = input.getCalibration().pixelHeight = 0.1;
        final ImagePlus map = run(Map.of("input", input)).result();
        final Map<String, Object> values = Map.of("input", input, "kernel", map);
        final Object same =
                Task.SUPER_RESOLVE_WITH_KERNEL.run(values, Progress.NONE).row().get("Warning");
        assertFalse(same.toString().contains("µm"), same.toString());
        input.getCalibration().pixelWidth = input.getCalibration().pixelHeight = 0.2;
        final Object other =
                Task.SUPER_RESOLVE_WITH_KERNEL.run(values, Progress.NONE).row().get("Warning");
        assertTrue(other.toString().contains("pixels of 0.1 µm, and the image has pixels of 0.2 µm"), other.toString());
    }

    /** As of any other command, what says nothing is counted, and warned of. */
    @Test
    void masksAreCounted() {
        final ImagePlus input = image(tilt, 1);
        input.setOverlay(new Overlay(new Roi(0, 0, 0.7 * WIDTH, WIDTH)));
        final Map<String, Object> row =
                run(Map.of("input", input, "mask", "Overlay")).row();
        assertEquals(0.7, ((Number) row.get("Masked")).doubleValue() / (WIDTH * WIDTH), 0.02);
        assertTrue(
                row.get("Warning").toString().contains("70 % of the pixels"),
                row.get("Warning").toString());
    }

    /** The picture shows each channel in the range that it is shown in. */
    @Test
    void channelsAreShownAsTheyAre() {
        final ImageStack stack = new ImageStack(WIDTH, WIDTH);
        for (int c = 0; c < 2; c++) {
            final ImageProcessor plane = image(tilt, 1).getProcessor().convertToShort(false);
            plane.multiply(c == 0 ? 5 : 200);
            stack.addSlice(plane);
        }
        final CompositeImage input = new CompositeImage(new ImagePlus("two", stack), IJ.COMPOSITE);
        for (int c = 1; c <= 2; c++) {
            input.setC(c);
            input.setDisplayRange(0, c == 1 ? 1000 : 40000);
        }
        final ImageStack shown =
                BlurEllipses.picture(input, List.of(), List.of(1, 2)).getStack();
        for (int i = 0; i < WIDTH * WIDTH; i++)
            assertEquals(shown.getProcessor(1).get(i), shown.getProcessor(2).get(i), 1);
    }

    /** 8-bit channels too, also where one plane stands for all. */
    @Test
    void channelsOf8BitsAreShownAsTheyAre() {
        final ImageStack stack = new ImageStack(WIDTH, WIDTH);
        for (int c = 0; c < 2; c++) {
            final ImageProcessor plane = image(tilt, 1).getProcessor().convertToByte(false);
            plane.multiply(c == 0 ? 0.2 : 0.9);
            stack.addSlice(plane);
        }
        final CompositeImage input = new CompositeImage(new ImagePlus("two", stack), IJ.COMPOSITE);
        for (int c = 2; c >= 1; c--) {
            input.setC(c);
            input.setDisplayRange(0, c == 1 ? 51 : 229.5);
        }
        final ImagePlus picture = BlurEllipses.picture(input, List.of(), List.of(1, 2)),
                second = BlurEllipses.picture(input, List.of(), List.of(2));
        for (int i = 0; i < WIDTH * WIDTH; i++) {
            final int level = picture.getStack().getProcessor(2).get(i);
            assertEquals(level, picture.getStack().getProcessor(1).get(i), 6);
            assertEquals(level, second.getProcessor().get(i));
        }
        assertEquals(255, second.getDisplayRangeMax());
    }

    @Test
    void otherEstimatorsSeeNoField() {
        final String message = assertThrows(
                        UserError.class, () -> run(Map.of("input", image(tilt, 1), "estimator", "Variational FKP")))
                .getMessage();
        assertTrue(message.contains("Variational FKP") && message.contains("Amortized FKP"), message);
    }
}
