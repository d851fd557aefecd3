package sc.fiji.blindsr.evidence;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.optics.Microscope;
import sc.fiji.blindsr.kernel.optics.OpticalKernel;
import sc.fiji.blindsr.kernel.shape.GeneralBlurs;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Counts how often true kernels that are no Gaussians, given to Super-Resolve With Kernel, are warned of: those of twelve wide-field
 * microscopes, and, at the scale factors 2 to 4, shapes like those of the prior General.
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=evidence.GivenKernelReport -Dexec.args="SIZE EVERY FOLDER..."
 * </pre>
 *
 * Of all pairs of kernel and photograph, in grey, one in EVERY is measured, with noise of 1 or 3 grey levels.
 */
public final class GivenKernelReport {

    private static final double[] APERTURES = {1.4, 0.8, 0.5}, PIXELS = {0.1, 0.16, 0.25, 0.4};

    private static final int SHAPES = 15;

    private GivenKernelReport() {}

    public static void main(final String... arguments) throws IOException {
        final int size = Integer.parseInt(arguments[0]), every = Integer.parseInt(arguments[1]);
        final List<Path> photographs = new ArrayList<>();
        for (final String folder : List.of(arguments).subList(2, arguments.length))
            photographs.addAll(Photographs.in(Path.of(folder)));
        for (int scale = 1; scale <= 4; scale++) {
            count("microscopes", microscopes(scale), photographs, size, scale, every);
            if (scale > 1) count("shapes", shapes(scale), photographs, size, scale, every);
        }
    }

    private static Map<String, BlurKernel> microscopes(final int scale) {
        final Map<String, BlurKernel> kernels = new LinkedHashMap<>();
        for (final double aperture : APERTURES)
            for (final double pixel : PIXELS) {
                final OpticalKernel optics = new OpticalKernel(
                        new Microscope(false, 0.52, aperture, aperture > 1 ? 1.515 : 1, 1.33, 1, 0, 0),
                        pixel,
                        Progress.NONE);
                kernels.put(
                        "aperture " + aperture + ", pixel " + pixel,
                        optics.kernel(pixel, scale, optics.size(pixel, scale)));
            }
        return kernels;
    }

    private static Map<String, BlurKernel> shapes(final int scale) {
        final Map<String, BlurKernel> kernels = new LinkedHashMap<>();
        IntStream.range(0, SHAPES)
                .forEach(i -> kernels.put("shape " + i, GeneralBlurs.draw(scale, new SplittableRandom(77 + i))));
        return kernels;
    }

    private static void count(
            final String what,
            final Map<String, BlurKernel> kernels,
            final List<Path> photographs,
            final int size,
            final int scale,
            final int every) {
        final WarningCount count = new WarningCount();
        int pair = 0;
        for (final Map.Entry<String, BlurKernel> kernel : kernels.entrySet())
            for (final Path file : photographs)
                if (pair++ % every == 0)
                    measure(
                            "×" + scale + ", " + kernel.getKey() + ", " + file.getFileName(),
                            file,
                            kernel.getValue(),
                            size,
                            scale,
                            pair,
                            count);
        System.out.printf(
                "×%d, %s: %d worse than the yardstick, of these silently %d; %d at least %.1f dB better, of these warned %d%n",
                scale, what, count.worse(), count.silent(), count.good(), WarningCount.GOOD, count.alarms());
    }

    private static void measure(
            final String name,
            final Path file,
            final BlurKernel kernel,
            final int size,
            final int scale,
            final int pair,
            final WarningCount count) {
        final FloatProcessor truth =
                Photographs.middle(IJ.openImage(file.toString()).getProcessor(), size, scale);
        final ImagePlus low =
                EvidenceReport.low(truth, kernel, scale, pair % 3 == 0 ? 3 : 1, new SplittableRandom(pair));
        // At scale factor 1 the spline is the image itself.
        final double yardstick = EvidenceReport.psnr(EvidenceReport.run(low, kernel, scale, "Cubic spline"), truth);
        final Outcome outcome = EvidenceReport.run(low, kernel, scale, "Sparse MAP");
        final double gain = EvidenceReport.psnr(outcome, truth) - yardstick;
        count.add(name, outcome, gain, gain >= WarningCount.GOOD);
    }
}
