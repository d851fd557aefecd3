package sc.fiji.blindsr.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.prior.KernelPriors;

/**
 * What the lines of a benchmark amount to: for each scale factor and method the means over images and seeds, how often it
 * failed, and how often mere interpolation was better.
 */
public final class BenchmarkReport {

    /** The columns of a benchmark's lines that this class reads. */
    public static final String IMAGE = "Image",
            SCALE = "Scale",
            ESTIMATOR = "Estimator",
            RESTORER = "Restorer",
            SEED = "Seed",
            ITERATIONS = "Iterations",
            PRIOR = "Prior",
            KERNEL_PSNR = "Kernel PSNR",
            PSNR = "PSNR",
            SSIM = "SSIM",
            KERNEL_SECONDS = "Kernel seconds",
            IMAGE_SECONDS = "Image seconds",
            MEMORY = "Peak MB",
            ERROR = "Error";

    private static final String NONE = "–";

    private final List<Map<String, String>> lines;
    private final String baseline;

    /**
     * @param lines the benchmark's lines, column → value; empty where there is none
     * @param baseline the restorer that only interpolates
     */
    public BenchmarkReport(final List<Map<String, String>> lines, final String baseline) {
        this.lines = lines;
        this.baseline = baseline;
    }

    /** A row for each scale factor and method: column → text or number. */
    public List<Map<String, Object>> means() {
        return groups(lines, l -> l.get(SCALE) + "\n" + method(l)).values().stream()
                .map(this::mean)
                .toList();
    }

    private Map<String, Object> mean(final List<Map<String, String>> group) {
        final Map<String, String> first = group.get(0);
        final List<Map<String, String>> done =
                group.stream().filter(l -> l.get(ERROR).isEmpty()).toList();
        final Map<String, Object> row = new LinkedHashMap<>();
        for (final String column : List.of(SCALE, ESTIMATOR, RESTORER, ITERATIONS, PRIOR))
            row.put(column, first.get(column));
        row.put("Runs", group.size());
        row.put("Failed", group.size() - done.size());
        row.put("Below " + baseline, done.stream().filter(this::isBelowBaseline).count());
        for (final String column : List.of(KERNEL_PSNR, PSNR, SSIM, KERNEL_SECONDS, IMAGE_SECONDS))
            row.put(column, numbers(done, column).average().orElse(Double.NaN));
        row.put(MEMORY, numbers(done, MEMORY).max().orElse(Double.NaN));
        return row;
    }

    /** Whether the image is less like its reference than the interpolated one. */
    private boolean isBelowBaseline(final Map<String, String> line) {
        final DoubleStream interpolated = numbers(
                lines.stream()
                        .filter(l -> l.get(RESTORER).equals(baseline)
                                && Stream.of(IMAGE, SCALE, SEED)
                                        .allMatch(c -> l.get(c).equals(line.get(c))))
                        .toList(),
                PSNR);
        return !line.get(PSNR).isEmpty()
                && Double.parseDouble(line.get(PSNR)) < interpolated.max().orElse(0);
    }

    /** The report as Markdown: a table of the means for each scale factor, and the PSNR of every image. */
    public String markdown() {
        final StringBuilder text = new StringBuilder();
        groups(means(), r -> r.get(SCALE)).forEach((scale, rows) -> {
            text.append("\n## ×").append(scale).append("\n\n");
            row(
                    text,
                    Stream.of(
                            "estimator",
                            "restorer",
                            "runs",
                            "failed",
                            "below " + baseline,
                            "kernel PSNR, dB",
                            "PSNR, dB",
                            "SSIM",
                            "kernel, s",
                            "image, s",
                            "peak, MB"));
            row(text, Stream.generate(() -> "---").limit(11));
            for (final Map<String, Object> r : rows)
                row(
                        text,
                        Stream.of(
                                estimator(r),
                                r.get(RESTORER).toString(),
                                r.get("Runs").toString(),
                                r.get("Failed").toString(),
                                r.get("Below " + baseline).toString(),
                                number(r.get(KERNEL_PSNR), 2),
                                number(r.get(PSNR), 2),
                                number(r.get(SSIM), 4),
                                number(r.get(KERNEL_SECONDS), 1),
                                number(r.get(IMAGE_SECONDS), 1),
                                number(r.get(MEMORY), 0)));
            images(text, lines.stream().filter(l -> l.get(SCALE).equals(scale)).toList());
        });
        return text.toString();
    }

    /** A row for each image and seed, a column for each method. */
    private static void images(final StringBuilder text, final List<Map<String, String>> lines) {
        final List<String> methods =
                lines.stream().map(BenchmarkReport::method).distinct().toList();
        text.append("\nPSNR of each image, dB:\n\n");
        row(text, Stream.concat(Stream.of("image", "seed"), methods.stream()));
        row(text, Stream.generate(() -> "---").limit(2 + methods.size()));
        groups(lines, l -> l.get(IMAGE) + " | " + l.get(SEED))
                .forEach((image, group) -> row(
                        text, Stream.concat(Stream.of(image), methods.stream().map(m -> group.stream()
                                .filter(l -> method(l).equals(m))
                                .findFirst()
                                .map(BenchmarkReport::psnr)
                                .orElse("")))));
    }

    private static String psnr(final Map<String, String> line) {
        if (!line.get(ERROR).isEmpty()) return "failed";
        return line.get(PSNR).isEmpty() ? NONE : number(Double.parseDouble(line.get(PSNR)), 2);
    }

    private static void row(final StringBuilder text, final Stream<String> cells) {
        text.append(cells.map(c -> c.isEmpty() ? NONE : c).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String method(final Map<String, String> line) {
        return (estimator(line) + ", " + line.get(RESTORER)).replaceFirst("^, ", "");
    }

    /** The estimator with what was set differently. */
    private static String estimator(final Map<String, ?> line) {
        final StringBuilder text = new StringBuilder(line.get(ESTIMATOR).toString());
        if (!line.get(ITERATIONS).equals("") && !line.get(ITERATIONS).equals("0"))
            text.append(", ").append(line.get(ITERATIONS)).append(" iterations");
        if (!line.get(PRIOR).equals("") && !line.get(PRIOR).equals(KernelPriors.BUILT_IN))
            text.append(", ").append(line.get(PRIOR));
        return text.toString();
    }

    private static String number(final Object value, final int decimals) {
        final double number = (double) value;
        return Double.isNaN(number) ? NONE : String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    private static DoubleStream numbers(final List<Map<String, String>> lines, final String column) {
        return lines.stream().map(l -> l.get(column)).filter(v -> !v.isEmpty()).mapToDouble(Double::parseDouble);
    }

    private static <T, K> Map<K, List<T>> groups(final List<T> lines, final Function<T, K> key) {
        return lines.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
