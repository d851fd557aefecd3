package sc.fiji.blindsr.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.blindsr.SameImages;
import sc.fiji.blindsr.SampleImages;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** The planes of an image, restored by several processes that know of each other only what is written between them. */
class SharedPlanesTest {

    /** Richardson-Lucy takes the number of its steps from the first plane of each channel, USRNet minds how sure the kernels are. */
    @ParameterizedTest
    @CsvSource({
        "16, Sparse MAP, One kernel",
        "16, USRNet, Kernel per channel",
        "16, Richardson-Lucy, Kernel per channel",
        "32, Cubic spline, Kernel per channel",
        "24, Richardson-Lucy, Kernel per channel"
    })
    void giveTheSameResult(final int bits, final String restorer, final String channels) throws Exception {
        final int count = bits == 24 ? 1 : 2;
        final ImagePlus image = SampleImages.hyperstack(bits, bits == 24 ? 1 : 10, count, 3, 1, IJ.COMPOSITE);
        final Settings settings =
                Settings.of(SuperResolution.FORM, Map.of("input", image, "restorer", restorer, "channels", channels));
        final Outcome whole = SuperResolution.run(settings, Progress.NONE);

        final ImageProcessor[] planes = new ImageProcessor[image.getStackSize()];
        final Survey survey;
        final List<PlaneFigures> figures;
        try (ImageRestoration first = SuperResolution.prepare(settings, Progress.NONE)) {
            for (int plane = 1; plane <= count; plane++) planes[plane - 1] = first.restore(plane);
            survey = sent(first.survey());
            figures = sent(first.figures());
        }
        try (ImageRestoration last = ImageRestoration.resume(settings, survey, Progress.NONE)) {
            for (int plane = planes.length; plane > count; plane--)
                try (ImageRestoration other = ImageRestoration.resume(settings, survey, Progress.NONE)) {
                    planes[plane - 1] = other.restore(plane);
                    last.add(sent(other.figures()), 0);
                }
            last.add(figures, 0);
            final ImageStack stack = new ImageStack(planes[0].getWidth(), planes[0].getHeight());
            for (final ImageProcessor plane : planes) stack.addSlice(plane);
            final Outcome shared = last.outcome(stack);
            SameImages.check(whole.result(), shared.result());
            SameImages.check(whole.kernel(), shared.kernel());
            assertEquals(withoutTime(whole), withoutTime(shared));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T sent(final T object) throws IOException, ClassNotFoundException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    private static Object withoutTime(final Outcome outcome) {
        return outcome.rows().stream()
                .map(row -> {
                    final Map<String, Object> copy = new HashMap<>(row);
                    copy.remove("Seconds");
                    return copy;
                })
                .toList();
    }
}
