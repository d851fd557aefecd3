package sc.fiji.blindsr.kernel.beads;

import java.util.List;
import java.util.Locale;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.progress.Progress;

/**
 * Measures the kernel from simulated beads beside a Gaussian fit to each of them, ×2:
 *
 * <pre>
 * mvn -q test-compile exec:java@report -Dreport=kernel.beads.BeadReport
 * </pre>
 */
public final class BeadReport {

    private static final int SCALE = 2, FIELDS = 3;

    private BeadReport() {}

    public static void main(final String... arguments) {
        System.out.println(
                "| beads | photons | diameter | used | FWHM | error | ± | error / ± | Gaussian of each bead |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (final int beads : new int[] {30, 150})
            for (final double photons : new double[] {200, 2000, 20_000})
                for (final double diameter : new double[] {0, 0.5, 1.5}) {
                    double used = 0, major = 0, minor = 0, error = 0, sd = 0, pull = 0, fit = 0, fitMinor = 0;
                    for (int seed = 1; seed <= FIELDS; seed++) {
                        final BeadKernel found = BeadKernel.of(
                                List.of(new BeadField(beads, photons, diameter, seed).plane()),
                                SCALE,
                                new BeadSize(diameter, diameter),
                                Progress.NONE);
                        final KernelFigures figures = KernelFigures.of(found.kernel());
                        final double relative = figures.fwhmMajor() / SCALE / BeadField.MAJOR - 1,
                                relativeMinor = figures.fwhmMinor() / SCALE / BeadField.MINOR - 1;
                        used += (double) found.beads().used().size() / FIELDS;
                        major += figures.fwhmMajor() / SCALE / FIELDS;
                        minor += figures.fwhmMinor() / SCALE / FIELDS;
                        error += (relative * relative + relativeMinor * relativeMinor) / (2 * FIELDS);
                        sd += found.fwhmMajorError() / SCALE / FIELDS;
                        pull += (Math.pow(relative * BeadField.MAJOR * SCALE / found.fwhmMajorError(), 2)
                                        + Math.pow(relativeMinor * BeadField.MINOR * SCALE / found.fwhmMinorError(), 2))
                                / (2 * FIELDS);
                        fit += mean(found, true) / FIELDS;
                        fitMinor += mean(found, false) / FIELDS;
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "| %d | %.0f | %.1f | %.0f | %.3f × %.3f | %.1f %% | %.3f | %.1f | %.3f × %.3f |%n",
                            beads,
                            photons,
                            diameter,
                            used,
                            major,
                            minor,
                            100 * Math.sqrt(error),
                            sd,
                            Math.sqrt(pull),
                            fit,
                            fitMinor);
                }
    }

    private static double mean(final BeadKernel found, final boolean major) {
        return found.beads().used().stream()
                .mapToDouble(b -> major ? b.fwhmMajor() : b.fwhmMinor())
                .average()
                .orElseThrow();
    }
}
