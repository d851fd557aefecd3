package sc.fiji.blindsr.restore;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import sc.fiji.blindsr.Photographs;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.camera.Digitisation;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.camera.ShotNoise;
import sc.fiji.blindsr.kernel.AnisotropicGaussian;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.Outcome;

/**
 * Compares the restorers where light is scarce, each with its defaults: mean PSNR over photographs, with the kernel that Amortized FKP finds
 * and with the true one:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=restore.PhotonReport -Dexec.args="SIZE SCALE SEED FOLDER..."
 * </pre>
 *
 * Of each photograph the middle SIZE×SIZE pixels are taken, in grey, kernels are drawn from the paper's distribution, and a camera of 12 bits
 * counts photons, so many in white. PSNR in dB of 255 grey levels, without a rim.
 */
public final class PhotonReport {

    /** Photons in white; 0 = no noise but that of the digits. */
    private static final int[] PHOTONS = {0, 30_000, 8000, 2000, 500, 120, 30};

    private static final List<String> RESTORERS = List.of("Cubic spline", "Sparse MAP", "Richardson-Lucy", "USRNet");
    private static final int BITS = 12, RIM = 8;
    private static final double WHITE = (1 << BITS) - 1, BYTE = 255;

    private final int size;
    private final int scale;
    private final long seed;

    private PhotonReport(final int size, final int scale, final long seed) {
        this.size = size;
        this.scale = scale;
        this.seed = seed;
    }

    public static void main(final String... arguments) throws IOException {
        final PhotonReport report = new PhotonReport(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
        final List<Path> files = new ArrayList<>();
        for (final String folder : List.of(arguments).subList(3, arguments.length))
            files.addAll(Photographs.in(Path.of(folder)));
        System.out.println("Kernel found / true:");
        System.out.println("| photons in white | " + String.join(" | ", RESTORERS) + " |");
        System.out.println("|---" + "|---".repeat(RESTORERS.size()) + "|");
        for (final int photons : PHOTONS) report.measure(photons, files);
        System.exit(0); // ImageJ's threads would stay
    }

    private void measure(final int photons, final List<Path> files) {
        final double[] found = new double[RESTORERS.size()], given = new double[RESTORERS.size()];
        for (int i = 0; i < files.size(); i++) {
            final FloatProcessor truth =
                    Photographs.middle(IJ.openImage(files.get(i).toString()).getProcessor(), size, scale);
            final SplittableRandom random = new SplittableRandom(1000L * seed + i);
            final AnisotropicGaussian gaussian = AnisotropicGaussian.random(scale, random);
            final BlurKernel kernel = gaussian.kernel(scale, gaussian.sizeWithRoom(scale));
            final ImagePlus psf =
                    new ImagePlus("psf", new FloatProcessor(kernel.width(), kernel.height(), kernel.floats()));
            final ImagePlus low = recorded(
                    Task.SIMULATE
                            .run(
                                    Map.of("input", new ImagePlus("truth", truth), "kernel", psf, "scale", scale),
                                    Progress.NONE)
                            .result(),
                    photons,
                    random);
            final ImagePlus blind = Task.ESTIMATE_KERNEL
                    .run(Map.of("input", low, "scale", scale), Progress.NONE)
                    .kernel();
            for (int r = 0; r < RESTORERS.size(); r++) {
                found[r] += psnr(restored(low, blind, RESTORERS.get(r)), truth) / files.size();
                given[r] += psnr(restored(low, psf, RESTORERS.get(r)), truth) / files.size();
            }
        }
        System.out.print("| " + (photons == 0 ? "no noise" : photons));
        for (int r = 0; r < RESTORERS.size(); r++) System.out.printf(Locale.ROOT, " | %.2f / %.2f", found[r], given[r]);
        System.out.println(" |");
    }

    /** What the camera makes of an image of 255 grey levels. */
    private static ImagePlus recorded(final ImagePlus image, final int photons, final SplittableRandom random) {
        final ImageProcessor light = image.getProcessor();
        final int width = light.getWidth(), height = light.getHeight();
        final float[] levels = new float[width * height];
        for (int i = 0; i < levels.length; i++) levels[i] = (float) Math.max(0, light.getf(i) / BYTE);
        final Camera camera = photons == 0
                ? Camera.of(new Digitisation(BITS))
                : Camera.of(new ShotNoise(photons), new Digitisation(BITS));
        final Frame frame = camera.record(new Frame(levels, width, height, 1), random);
        final ShortProcessor digits = new ShortProcessor(width, height);
        for (int i = 0; i < levels.length; i++) digits.setf(i, Math.round(WHITE * frame.levels()[i]));
        return new ImagePlus("low", digits);
    }

    private ImageProcessor restored(final ImagePlus low, final ImagePlus kernel, final String restorer) {
        final Outcome outcome = Task.SUPER_RESOLVE_WITH_KERNEL.run(
                Map.of("input", low, "kernel", kernel, "scale", scale, "restorer", restorer), Progress.NONE);
        return outcome.result().getProcessor();
    }

    private static double psnr(final ImageProcessor result, final ImageProcessor truth) {
        double sum = 0;
        int count = 0;
        for (int y = RIM; y < truth.getHeight() - RIM; y++)
            for (int x = RIM; x < truth.getWidth() - RIM; x++, count++)
                sum += Math.pow(BYTE / WHITE * result.getf(x, y) - truth.getf(x, y), 2);
        return 20 * Math.log10(BYTE / Math.sqrt(sum / count));
    }
}
