package sc.fiji.blindsr.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * The Ops as scripts call them, by their names, through the engine of SciJava Ops. Its tests are skipped where that engine
 * is not on the class path: the build has it with {@code -Pops}.
 */
class BlindOpsTest {

    private static final String ENGINE = "org.scijava.ops.api.OpEnvironment";

    private static Img<FloatType> truth;

    @BeforeAll
    static void open() {
        final ImagePlus photograph = IJ.openImage("macros/samples/camera.png");
        photograph.setRoi(100, 60, 192, 192);
        truth = image((FloatProcessor) photograph.crop().getProcessor().convertToFloat());
    }

    /** What the build has written for the engine is what there is: it would say so only when an Op is called. */
    @Test
    void theIndexNamesEveryMethod() throws Exception {
        final Set<String> methods = Arrays.stream(BlindOps.class.getMethods())
                .filter(m -> m.getDeclaringClass() == BlindOps.class)
                .map(m -> BlindOps.class.getName() + "." + m.getName()
                        + Arrays.stream(m.getParameterTypes())
                                .map(Class::getName)
                                .collect(Collectors.joining(",", "(", ")")))
                .collect(Collectors.toCollection(TreeSet::new));
        try (InputStream index = BlindOps.class.getResourceAsStream("/ops.yaml")) {
            final String text = new String(index.readAllBytes(), StandardCharsets.UTF_8);
            final Set<String> indexed = Pattern.compile("source: [\"']?javaMethod:/([^\\s\"']+)")
                    .matcher(text)
                    .results()
                    .map(r -> URLDecoder.decode(r.group(1), StandardCharsets.UTF_8))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(methods, indexed);
            assertEquals(
                    indexed.size(),
                    Pattern.compile("names: \\[blindsr\\.\\w+\\]")
                            .matcher(text)
                            .results()
                            .map(MatchResult::group)
                            .distinct()
                            .count(),
                    "names must be unique");
        }
    }

    /** The whole way on a photograph: blur it, find the blur, restore it. */
    @Test
    void fromTheTruthAndBack() throws Exception {
        final Map<?, ?> found = (Map<?, ?>) script(
                """
			blur = ops.op("blindsr.gaussianKernel").input(2.0d, 1.4d, 30.0d, 2).apply()
			low = ops.op("blindsr.degrade").input(image, blur, 2).apply()
			kernel = ops.op("blindsr.estimateKernel").input(low, 2).apply()
			result = ops.op("blindsr.restore").input(low, kernel, 2).apply()
			cubic = ops.op("blindsr.restore").input(low, kernel, 2, "Cubic spline", null).apply()
			[figures: ops.op("blindsr.kernelFigures").input(kernel).apply(),
			 gain: ops.op("blindsr.psnr").input(result, image, 255.0d, 2).apply()
			     - ops.op("blindsr.psnr").input(cubic, image, 255.0d, 2).apply(),
			 similarity: ops.op("blindsr.ssim").input(result, image, 255.0d, 2).apply(),
			 before: ops.op("blindsr.ssim").input(cubic, image, 255.0d, 2).apply(),
			 residual: ops.op("blindsr.residual").input(low, result, kernel, 2).apply()]
			""",
                truth);
        final KernelFigures figures = (KernelFigures) found.get("figures");
        assertEquals(1, figures.sum(), 1e-3);
        assertEquals(2 * 2.0, figures.fwhmMajor(), 1.2);
        assertEquals(2 * 1.4, figures.fwhmMinor(), 1.2);
        assertTrue((Double) found.get("gain") > 1, found.toString());
        assertTrue((Double) found.get("similarity") > (Double) found.get("before"), found.toString());
        assertTrue((Double) found.get("residual") < 1, found.toString());
    }

    @Test
    void coloursStay() throws Exception {
        final Img<FloatType> colours = ArrayImgs.floats(40, 30, 3);
        int i = 0;
        for (final FloatType v : colours) v.set(i++ * 37 % 251);
        final Object result = script(
                """
			kernel = ops.op("blindsr.sampleKernel").input(2, 7L).apply()
			ops.op("blindsr.restore").input(image, kernel, 2).apply()
			""",
                colours);
        assertArrayEquals(new long[] {80, 60, 3}, ((Img<?>) result).dimensionsAsLongArray());
    }

    @Test
    void noiseInTheImagesGreyLevels() throws Exception {
        final Img<FloatType> noise = ArrayImgs.floats(128, 128);
        final Random random = new Random(1);
        for (final FloatType v : noise) v.setReal(1000 + 50 * random.nextGaussian());
        assertEquals(50, (Double) script("ops.op('blindsr.noise').input(image).apply()", noise), 10);
    }

    /** The same pixels as from the menu, where the command looks at the whole image. */
    @Test
    void sameAsTheCommand() {
        final RandomAccessibleInterval<FloatType> part =
                Views.interval(truth, new long[] {20, 30}, new long[] {83, 93});
        final ImagePlus image = new ImagePlus("part", new FloatProcessor(64, 64, Pixels.floats(part)));
        final Outcome command = Task.SUPER_RESOLVE.run(Map.of("input", image, "scale", 3), Progress.NONE);
        final Img<FloatType> kernel = BlindOps.estimateKernel(part, 3, null, null, null);
        assertArrayEquals((float[]) command.kernel().getProcessor().getPixels(), Pixels.floats(kernel));
        final Outcome again = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of("input", image, "kernel", command.kernel(), "scale", 3), Progress.NONE);
        assertArrayEquals(
                (float[]) again.result().getProcessor().getPixels(),
                Pixels.floats(BlindOps.restore(part, kernel, 3, null, null)));
    }

    @Test
    void wrongValuesAreRefused() {
        assertRefused("scale: \"5\" was given", () -> BlindOps.estimateKernel(truth, 5, null, null, null));
        assertRefused("estimator: \"best\" was given", () -> BlindOps.estimateKernel(truth, 2, "best", null, null));
        assertRefused("image: it has 4×4×2 pixels", () -> BlindOps.noise(ArrayImgs.floats(4, 4, 2)));
        assertRefused(
                "image: it has 9×9 pixels; at least 25×25",
                () -> BlindOps.estimateKernel(
                        Views.interval(truth, new long[2], new long[] {8, 8}), 2, null, null, null));
    }

    /** As the commands refuse them. */
    @Test
    void numbersOutOfRangeAreRefused() {
        final Img<FloatType> kernel = BlindOps.sampleKernel(2, 7L);
        for (final double noise : new double[] {-5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused("noise: ", () -> BlindOps.restore(truth, kernel, 2, null, noise));
            assertRefused("noise: ", () -> BlindOps.estimateKernel(truth, 2, null, noise, null));
        }
        for (final double width : new double[] {-1, 0, Double.NaN, 2000})
            assertRefused("major: ", () -> BlindOps.gaussianKernel(width, 2.0, 0.0, 2));
        assertRefused("scale: \"null\" was given", () -> BlindOps.degrade(truth, kernel, null));
        assertRefused(
                "result: it has 156×192×1 pixels and channels; 312×384×1",
                () -> BlindOps.residual(truth, truth, kernel, 2));
    }

    @Test
    void whatIsNoKernelIsRefused() {
        final Img<FloatType> kernel = BlindOps.sampleKernel(2, null);
        assertArrayEquals(Pixels.floats(BlindOps.sampleKernel(2, 1L)), Pixels.floats(kernel));
        final Img<FloatType> stack = ArrayImgs.floats(5, 5, 3);
        for (final FloatType v : stack) v.set(1);
        assertRefused("kernel: it has 5×5×3 pixels; needed is X×Y", () -> BlindOps.kernelFigures(stack));
        assertRefused("kernel: it has 5×5×3 pixels", () -> BlindOps.restore(truth, stack, 2, null, null));
        assertRefused(
                "kernel: it has a full width at half maximum of ",
                () -> BlindOps.restore(truth, truth, 2, "Cubic spline", null));
        final RandomAccessibleInterval<FloatType> small = Views.interval(truth, new long[2], new long[] {19, 19});
        assertRefused(
                "kernel: it has 156×192 pixels; it must not be larger than the high-resolution image (20×20)",
                () -> BlindOps.degrade(small, truth, 2));
        assertRefused(
                "kernel: it has 156×192 pixels; it must not be larger",
                () -> BlindOps.residual(small, BlindOps.restore(small, kernel, 2, null, 1.0), truth, 2));
    }

    @Test
    void whatIsNoImageIsRefused() {
        final Img<FloatType> kernel = BlindOps.sampleKernel(2, 7L);
        final Img<FloatType> line = ArrayImgs.floats(40, 1);
        final RandomAccessibleInterval<FloatType> nothing = Views.interval(truth, new long[2], new long[] {-1, 19});
        assertRefused("image: it has 0×20", () -> BlindOps.noise(nothing));
        assertRefused("image: it has 40×1 pixels; at least 2×2", () -> BlindOps.degrade(line, kernel, 2));
        for (final double peak : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
            assertRefused("peak: \"" + peak + "\" was given", () -> BlindOps.psnr(truth, truth, peak, 0));
    }

    private static void assertRefused(final String message, final Executable call) {
        final String refusal = assertThrows(UserError.class, call).getMessage();
        assertTrue(refusal.startsWith(message), refusal);
    }

    /** What a Groovy script gives that has the variables {@code ops} and {@code image}. */
    private static Object script(final String text, final Img<FloatType> image) throws Exception {
        assumeTrue(isThere(), "the engine of SciJava Ops is not on the class path (build with -Pops)");
        final ScriptEngine groovy = new ScriptEngineManager().getEngineByName("groovy");
        groovy.put("image", image);
        return groovy.eval("ops = " + ENGINE + ".build()\n" + text);
    }

    private static boolean isThere() {
        try {
            Class.forName(ENGINE);
            return true;
        } catch (final ClassNotFoundException e) {
            return false;
        }
    }

    private static Img<FloatType> image(final FloatProcessor pixels) {
        return ArrayImgs.floats((float[]) pixels.getPixels(), pixels.getWidth(), pixels.getHeight());
    }

    /** A background of 0 is no missing data. */
    @Test
    void aBackgroundOfZeroStays() {
        final Img<FloatType> floats = ArrayImgs.floats(64, 64);
        final Img<UnsignedShortType> shorts = ArrayImgs.unsignedShorts(64, 64);
        for (int y = 20; y < 44; y++)
            for (int x = 20; x < 44; x++) {
                floats.getAt(x, y).set(100 + 80 * (x % 2));
                shorts.getAt(x, y).set(100 + 80 * (x % 2));
            }
        final Img<FloatType> kernel = BlindOps.sampleKernel(2, 7L);
        for (final Img<FloatType> low :
                List.of(BlindOps.degrade(floats, kernel, 2), BlindOps.degrade(shorts, kernel, 2))) {
            assertArrayEquals(new long[] {32, 32}, low.dimensionsAsLongArray());
            assertEquals(0, low.getAt(1, 1).get(), 1e-3);
            assertEquals(140, low.getAt(16, 16).get(), 8);
        }
        assertEquals(0, new Intensities(shorts).unit().getAt(1, 1, 0).get(), 0.01);
    }
}
