package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.SimulatedField;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restorers;
import sc.fiji.blindsr.scene.Scenes;

/** Blurs that vary over the field, in images of several planes. */
class FieldSearchTest {

    private static final int WIDTH = 192;

    private final SimulatedField tilt =
            new SimulatedField(SimulatedField.Kind.TILT, WIDTH, WIDTH, new SplittableRandom(3));
    private final SimulatedField same =
            new SimulatedField(SimulatedField.Kind.UNIFORM, WIDTH, WIDTH, new SplittableRandom(4));

    private static ImagePlus image(final SimulatedField... fields) {
        final ImageStack stack = new ImageStack(WIDTH, WIDTH);
        for (final SimulatedField field : fields) {
            final float[] low = field.blurred(Scenes.DEAD_LEAVES.image(2 * WIDTH, new SplittableRandom(8)), 2);
            for (int p = 0; p < low.length; p++) low[p] *= 200;
            stack.addSlice(new FloatProcessor(WIDTH, WIDTH, low).convertToByteProcessor(false));
        }
        return new ImagePlus("leaves.tif", stack);
    }

    private static Outcome run(final ImagePlus input, final String channels, final String field) {
        return Task.SUPER_RESOLVE.run(Map.of("input", input, "channels", channels, "field", field), Progress.NONE);
    }

    private static double squares(final ImagePlus result, final int plane) {
        final float[] truth = Scenes.DEAD_LEAVES.image(2 * WIDTH, new SplittableRandom(8));
        double sum = 0;
        for (int i = 0; i < truth.length; i++)
            sum += Math.pow(result.getStack().getProcessor(plane).getf(i) / 200 - truth[i], 2);
        return sum;
    }

    /** One field, that of the plane of the kernel, restores both planes better than one kernel does. */
    @Test
    void planesShareAField() {
        final ImagePlus input = image(tilt, tilt);
        final Outcome one = run(input, "One kernel", "Uniform"), varying = run(input, "One kernel", "Varying");
        assertEquals(2, varying.result().getStackSize());
        for (int plane = 1; plane <= 2; plane++)
            assertTrue(
                    squares(varying.result(), plane) < 0.9 * squares(one.result(), plane),
                    squares(varying.result(), plane) + ", of one kernel " + squares(one.result(), plane));
    }

    @Test
    void channelsHaveFieldsOfTheirOwn() {
        final ImagePlus input = image(tilt, same);
        input.setDimensions(2, 1, 1);
        final Outcome outcome = run(new CompositeImage(input), "Kernel per channel", "Varying");
        final ImagePlus result = outcome.result();
        assertEquals(2, result.getNChannels());
        assertTrue(
                result.getStringProperty("Channel 1 Blur over the field").startsWith("varies, FWHM "),
                result.getInfoProperty());
        assertEquals("uniform within its ±", result.getStringProperty("Channel 2 Blur over the field"));
    }

    /** Before a kernel is looked for, or any plane read. */
    @Test
    void onlyGaussiansVary() {
        final List<String> stages = new ArrayList<>();
        final String message = assertThrows(
                        UserError.class,
                        () -> Task.SUPER_RESOLVE.run(
                                Map.of("input", image(tilt), "field", "Varying", "prior", "General"),
                                (stage, done, total) -> stages.add(stage)))
                .getMessage();
        assertTrue(message.startsWith("prior: blurs that vary over the field are read as Gaussians"), message);
        assertEquals(List.of(), stages);
    }

    /** That the kernel is little known is said of restorations with a field too, which are not put to the test. */
    @Test
    void uncertainBlursAreSaidToBe() {
        final BlurredImage image =
                new BlurredImage(Settings.of(SuperResolution.FORM, Map.of("input", image(tilt))), Progress.NONE);
        final PlaneChoice choice =
                image.planeChoices(Region.whole(image.input())).get(0);
        final Estimate estimate = new Estimate(
                tilt.field().meanKernel(2),
                Optional.empty(),
                "CPU",
                Optional.empty(),
                Optional.of("it says little about the blur"),
                true);
        ImageRestoration.by(
                        Restorers.DEFAULT,
                        image,
                        List.of(image.known(choice, estimate).with(Optional.of(tilt.field()))))
                .close();
        assertEquals(
                "it says little about the blur", image.report().rows().get(0).get("Warning"));
    }
}
