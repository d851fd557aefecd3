package sc.fiji.blindsr.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchmarkReportTest {

    @Test
    void meansFailuresAndTheBaseline() {
        final List<Map<String, String>> lines = List.of(
                line("a", "none", "Cubic spline", "", "", "20", ""),
                line("a", "X", "R", "", "40", "25", ""),
                line("b", "none", "Cubic spline", "", "", "30", ""),
                line("b", "X", "R", "", "50", "29", ""),
                line("a", "X", "R", "7", "", "", "out of luck"));
        final BenchmarkReport report = new BenchmarkReport(lines, "Cubic spline");
        assertEquals(
                "\n## ×2\n\n"
                        + "| estimator | restorer | runs | failed | below Cubic spline | kernel PSNR, dB | PSNR, dB | SSIM | kernel, s | image, s |"
                        + " peak, MB |\n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
                        + "| none | Cubic spline | 2 | 0 | 0 | – | 25.00 | 0.5000 | – | 1.5 | 300 |\n"
                        + "| X | R | 2 | 0 | 1 | 45.00 | 27.00 | 0.5000 | – | 1.5 | 300 |\n"
                        + "| X, 7 iterations | R | 1 | 1 | 0 | – | – | – | – | – | – |\n"
                        + "\nPSNR of each image, dB:\n\n"
                        + "| image | seed | none, Cubic spline | X, R | X, 7 iterations, R |\n"
                        + "| --- | --- | --- | --- | --- |\n"
                        + "| a | 1 | 20.00 | 25.00 | failed |\n"
                        + "| b | 1 | 30.00 | 29.00 | – |\n",
                report.markdown());
        assertEquals(3, report.means().size());
    }

    private static Map<String, String> line(
            final String image,
            final String estimator,
            final String restorer,
            final String iterations,
            final String kernel,
            final String psnr,
            final String error) {
        final boolean done = error.isEmpty();
        return new HashMap<>(Map.ofEntries(
                Map.entry("Image", image),
                Map.entry("Scale", "2"),
                Map.entry("Estimator", estimator),
                Map.entry("Restorer", restorer),
                Map.entry("Seed", "1"),
                Map.entry("Iterations", iterations),
                Map.entry("Prior", ""),
                Map.entry("Kernel PSNR", kernel),
                Map.entry("PSNR", psnr),
                Map.entry("SSIM", done ? "0.5" : ""),
                Map.entry("Kernel seconds", ""),
                Map.entry("Image seconds", done ? image.equals("a") ? "1" : "2" : ""),
                Map.entry("Peak MB", done ? image.equals("a") ? "300" : "200" : ""),
                Map.entry("Error", error)));
    }
}
