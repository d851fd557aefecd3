package sc.fiji.blindsr.run;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.image.PixelSize;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;
import sc.fiji.blindsr.kernel.KernelProfile;
import sc.fiji.blindsr.kernel.KernelSpread;
import sc.fiji.blindsr.option.Settings;

/**
 * What is said about a run: one row of the table "Blind SR", and the same, with everything needed to repeat the run, in the
 * Info of every output.
 */
public final class RunReport {

    private static final String WARNING = "Warning";

    /** The columns of the table, also the header of CSV files and the keys of Info. */
    private static final String[] COLUMNS = {
        "Image",
        "Command",
        "Scale",
        "Estimator",
        "Restorer",
        "Prior",
        "Device",
        "Seed",
        "Seconds",
        "FWHM major",
        "FWHM minor",
        "Angle",
        "FWHM major ±",
        "FWHM minor ±",
        "Angle ±",
        "Residual",
        "Noise",
        "Masked",
        "Steps",
        "Width major",
        "Width minor",
        "Unit",
        "Resolution",
        WARNING,
        "Version"
    };

    /** The detail that kernels of this plugin are known by. */
    static final String KERNEL_SUM = "Kernel sum";

    /** The lines of a macro that repeat the run. */
    static final String MACRO = "Macro";

    /** Stands before the keys of the settings in Info. */
    static final String PARAMETER = "Parameter ";

    /**
     * Shares of masked pixels, and of those of which nothing is known, from which on users are warned. Of saturated ones it is known
     * that they are bright: it is enough for the ground of a slide.
     */
    private static final double LARGEST_MASKED = 0.9, LARGEST_UNKNOWN = 0.5;

    /** The part of the plane on which the kernel was looked for, and what the user had selected for that. */
    static final String REGION = "Region", SELECTION = "Selection";

    /** Stands between the names of image and channel. */
    private static final String CHANNEL = ": ";

    /** The bounds of what was selected for the kernel; null if nothing was. */
    private Rectangle selection;

    /** What was done, for a paper, where neither an estimator nor a restorer did it. */
    private String made = "The image was made";

    /** When the work began, of {@link System#nanoTime}; earlier by as much as was done elsewhere. */
    private long start;

    private final Settings settings;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Object> details = new LinkedHashMap<>();
    /** What is said of single channels: label → report. */
    private final Map<String, RunReport> channels = new LinkedHashMap<>();

    /**
     * All that was noted up to a moment, for another process.
     *
     * @param selection the bounds of what was selected for the kernel; null if nothing was
     * @param nanos time that the work had taken
     */
    record Notes(
            Map<String, Object> values,
            Map<String, Object> details,
            Map<String, Notes> channels,
            Rectangle selection,
            long nanos)
            implements Serializable {}

    public RunReport(final Settings settings) {
        this.settings = settings;
        start = System.nanoTime();
        for (final String column : COLUMNS) values.put(column, "");
        values.put("Command", settings.form().title());
        values.put("Version", version());
    }

    /** Goes on with what another process has noted. */
    RunReport(final Settings settings, final Notes notes) {
        this(settings);
        start -= notes.nanos;
        selection = notes.selection;
        values.putAll(notes.values);
        details.putAll(notes.details);
        notes.channels.forEach((label, channel) -> channels.put(label, new RunReport(settings, channel)));
    }

    Notes notes() {
        final Map<String, Notes> ofChannels = new LinkedHashMap<>();
        channels.forEach((label, channel) -> ofChannels.put(label, channel.notes()));
        return new Notes(
                new LinkedHashMap<>(values),
                new LinkedHashMap<>(details),
                ofChannels,
                selection,
                System.nanoTime() - start);
    }

    /** Takes note of work that was done elsewhere, nanoseconds. */
    void addTime(final long nanos) {
        start -= nanos;
    }

    /** The names of the columns of the table. */
    public static List<String> columns() {
        return List.of(COLUMNS);
    }

    /**
     * Whether a row is about an image, or one of its channels.
     *
     * @param name what the row has in the column "Image"
     */
    public static boolean isOf(final String image, final String name) {
        return name.equals(image) || imageOf(name).equals(image);
    }

    /** The image that a row is about, of what it has in the column "Image". */
    public static String imageOf(final String name) {
        final int end = name.lastIndexOf(CHANNEL);
        return end >= 0 && Channel.isLabel(name.substring(end + CHANNEL.length())) ? name.substring(0, end) : name;
    }

    /** What the row of a channel has in the column "Image". */
    static String nameOf(final Object image, final String label) {
        return image + CHANNEL + label;
    }

    /** Says what was done, for a paper's Methods section, where neither an estimator nor a restorer did it. */
    RunReport made(final String sentence) {
        made = sentence;
        return this;
    }

    /** Notes the value of a column of the table. */
    public RunReport set(final String column, final Object value) {
        if (!values.containsKey(column)) throw new IllegalArgumentException(column);
        values.put(column, value);
        return this;
    }

    /** Notes something for Info alone, or, in a table of its own kind, a further column. */
    public RunReport detail(final String name, final Object value) {
        details.put(name, value);
        return this;
    }

    /** Notes that the kernel is that of a selection. */
    void selected(final Rectangle bounds, final String kind) {
        selection = bounds;
        detail(SELECTION, text(bounds) + "; " + kind);
    }

    /** As macros write it. */
    static String text(final Rectangle part) {
        return part.x + ", " + part.y + ", " + part.width + ", " + part.height;
    }

    /** The lines of a macro that repeat the run, without the image: what was selected is not part of it. */
    private String macro() {
        if (selection == null) return settings.macroLine();
        // The part that was looked at, selected, is looked at again. Each channel may have another in what was
        // selected.
        return "makeRectangle(" + details.getOrDefault(REGION, text(selection)) + "); " + settings.macroLine();
    }

    /** Notes something more for Info alone, after what was noted under this name before. */
    public void note(final String name, final String text) {
        append(details, name, text);
    }

    /** Notes how many of an image's pixels are masked, and warns where they are many. */
    public RunReport masked(final long pixels, final long unknown, final long of) {
        if ((pixels > LARGEST_MASKED * of || unknown > LARGEST_UNKNOWN * of)
                && values.get("Masked").equals(""))
            warn(String.format(
                    Locale.ROOT,
                    "%.0f %% of the pixels are saturated, defective or without data, and say nothing",
                    100.0 * pixels / of));
        return set("Masked", pixels);
    }

    /** Notes a reason not to trust the result. */
    public void warn(final String warning) {
        append(values, WARNING, warning);
    }

    /** Notes the first reason not to trust the result. */
    public void warnFirst(final String warning) {
        final Object others = values.put(WARNING, warning);
        if (!others.equals("")) warn(others.toString());
    }

    private static void append(final Map<String, Object> to, final String name, final String text) {
        to.merge(name, text, RunReport::joined);
    }

    private static Object joined(final Object before, final Object more) {
        return before.equals("") ? more : before + "; " + more;
    }

    /** The report of one channel that has a kernel of its own: it then gets a row of its own. */
    public RunReport channel(final String label) {
        return channels.computeIfAbsent(label, l -> new RunReport(settings));
    }

    /**
     * Notes a kernel's figures. FWHM is that of the Gaussian with the kernel's covariance, in low-resolution pixels; Width is
     * the same in the image's unit where it is calibrated. Info has the widths of the profile beside them.
     */
    public RunReport kernel(final BlurKernel kernel, final int scale, final ImagePlus highResolution) {
        final KernelFigures figures = KernelFigures.of(kernel);
        final KernelProfile profile = new KernelProfile(kernel);
        set("FWHM major", figures.fwhmMajor() / scale)
                .set("FWHM minor", figures.fwhmMinor() / scale)
                .set("Angle", figures.angle());
        detail(KERNEL_SUM, figures.sum())
                .detail(
                        "Kernel centre",
                        String.format(Locale.ROOT, "%.3f, %.3f HR pixels", figures.centreX(), figures.centreY()))
                .detail(
                        "FWHM is",
                        "of the Gaussian with the kernel's covariance, or of its core where lobes leave it none")
                .detail(
                        "Profile FWHM",
                        String.format(
                                Locale.ROOT,
                                "%.4g × %.4g pixels through the brightest point, along the same axes",
                                profile.fwhm(figures.angle()) / scale,
                                profile.fwhm(figures.angle() + 90) / scale));
        PixelSize.of(highResolution.getCalibration()).ifPresent(pixel -> {
            final KernelFigures lengths = KernelFigures.of(kernel, pixel.width(), pixel.height());
            set("Width major", lengths.fwhmMajor())
                    .set("Width minor", lengths.fwhmMinor())
                    .set("Unit", pixel.unit());
            detail(
                    "Kernel FWHM",
                    String.format(
                            Locale.ROOT, "%.4g × %.4g %s", lengths.fwhmMajor(), lengths.fwhmMinor(), pixel.unit()));
        });
        return this;
    }

    /** Notes how far a kernel's figures may be off, in low-resolution pixels and degrees. */
    public RunReport spread(final KernelSpread spread, final int scale) {
        return set("FWHM major ±", spread.fwhmMajor() / scale)
                .set("FWHM minor ±", spread.fwhmMinor() / scale)
                .set("Angle ±", spread.angle());
    }

    /** The rows of the table: one, or one for each channel, with its name after that of the image. */
    public List<Map<String, Object>> rows() {
        if (values.get("Seconds").equals("")) set("Seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
        if (channels.isEmpty()) return List.of(values);
        final List<Map<String, Object>> rows = new ArrayList<>();
        channels.forEach((label, channel) -> {
            final Map<String, Object> row = new LinkedHashMap<>(values);
            channel.values.forEach(
                    (column, value) -> row.merge(column, value, (common, own) -> merged(column, common, own)));
            row.put("Image", nameOf(values.get("Image"), label));
            rows.add(row);
        });
        return rows;
    }

    /** A channel's own value stands for the common one; but what all are warned of, it is warned of too. */
    static Object merged(final String column, final Object common, final Object own) {
        if (own.equals("")) return common;
        return column.equals(WARNING) ? joined(common, own) : own;
    }

    /** The row with the details as further columns. */
    public Map<String, Object> wideRow() {
        final Map<String, Object> row = new LinkedHashMap<>(rows().get(0));
        row.putAll(details);
        return row;
    }

    /** Writes everything into the Info of an output, before what its input's Info says. */
    public void inscribe(final ImagePlus output, final ImagePlus input) {
        inscribe(output);
        final Object before = input.getProperty("Info");
        if (before == null) return;
        // Figures and warnings of the input's own run are not to be read as this output's.
        final String none = values.entrySet().stream()
                .filter(column -> column.getValue().equals("") && hasLine(before.toString(), column.getKey()))
                .map(column -> column.getKey() + ": \n")
                .collect(Collectors.joining());
        output.setProperty("Info", output.getProperty("Info") + none + "\n" + before);
    }

    private static boolean hasLine(final String info, final String key) {
        return info.startsWith(key + ": ") || info.contains("\n" + key + ": ");
    }

    /** Writes everything into the Info of an output that was made of no other image. */
    public void inscribe(final ImagePlus output) {
        final StringBuilder info = new StringBuilder();
        rows();
        values.forEach((name, value) -> line(info, name, value));
        details.forEach((name, value) -> line(info, name, value));
        channels.forEach((label, channel) -> {
            channel.values.forEach((name, value) -> {
                if (!value.equals(values.get(name))) line(info, label + " " + name, value);
            });
            channel.details.forEach((name, value) -> line(info, label + " " + name, value));
        });
        settings.texts().forEach((key, value) -> line(info, PARAMETER + key, value));
        line(info, MACRO, macro());
        line(info, "Methods", MethodsSentence.of(settings, version(), selection != null, made));
        output.setProperty("Info", info.toString());
    }

    private static void line(final StringBuilder info, final String name, final Object value) {
        if (!value.equals("")) info.append(name).append(": ").append(value).append('\n');
    }

    /** The version of this plugin. */
    public static String version() {
        final String version = RunReport.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
