package sc.fiji.blindsr;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import ij.ImagePlus;
import ij.measure.Calibration;
import sc.fiji.blindsr.estimate.KernelSpread;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;

/**
 * What is said about a run: one row of the table "Blind SR", and the same, with everything needed to repeat the run, in the
 * Info of every output.
 */
final class Record {

	/** The columns of the table, also the header of CSV files and the keys of Info. */
	private static final String[] COLUMNS = { "Image", "Command", "Scale", "Estimator", "Restorer", "Prior", "Device",
		"Seed", "Seconds", "FWHM major", "FWHM minor", "Angle", "FWHM major ±", "FWHM minor ±", "Angle ±", "Residual",
		"Noise", "Warning", "Version" };

	private final long start = System.nanoTime();
	private final Settings settings;
	private final Map<String, Object> values = new LinkedHashMap<>();
	private final Map<String, Object> details = new LinkedHashMap<>();

	Record(final Settings settings) {
		this.settings = settings;
		for (final String column : COLUMNS)
			values.put(column, "");
		values.put("Command", settings.task().title());
		values.put("Version", version());
	}

	/** Notes the value of a column of the table. */
	Record set(final String column, final Object value) {
		if (!values.containsKey(column)) throw new IllegalArgumentException(column);
		values.put(column, value);
		return this;
	}

	/** Notes something for Info alone, or, in a table of its own kind, a further column. */
	Record detail(final String name, final Object value) {
		details.put(name, value);
		return this;
	}

	/** Notes a kernel's figures, in low-resolution pixels, and in the image's unit where it is calibrated. */
	Record kernel(final BlurKernel kernel, final int scale, final ImagePlus highResolution) {
		final KernelFigures figures = KernelFigures.of(kernel);
		set("FWHM major", figures.fwhmMajor() / scale).set("FWHM minor", figures.fwhmMinor() / scale).set("Angle", figures
			.angle());
		detail("Kernel sum", figures.sum()).detail("Kernel centre", String.format(Locale.ROOT, "%.3f, %.3f HR pixels",
			figures.centreX(), figures.centreY()));
		if (highResolution.getCalibration().scaled()) {
			final Calibration calibration = highResolution.getCalibration();
			final KernelFigures lengths = KernelFigures.of(kernel, calibration.pixelWidth, calibration.pixelHeight);
			detail("Kernel FWHM", String.format(Locale.ROOT, "%.4g × %.4g %s", lengths.fwhmMajor(), lengths.fwhmMinor(),
				calibration.getUnit()));
		}
		return this;
	}

	/** Notes how far a kernel's figures may be off, in low-resolution pixels and degrees. */
	Record spread(final KernelSpread spread, final int scale) {
		return set("FWHM major ±", spread.fwhmMajor() / scale).set("FWHM minor ±", spread.fwhmMinor() / scale).set("Angle ±",
			spread.angle());
	}

	/** The row of the table. */
	Map<String, Object> row() {
		if (values.get("Seconds").equals("")) set("Seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
		return values;
	}

	/** The row with the details as further columns. */
	Map<String, Object> wideRow() {
		final Map<String, Object> row = new LinkedHashMap<>(row());
		row.putAll(details);
		return row;
	}

	/** Writes everything into the Info of an output, before what its input's Info says. */
	void inscribe(final ImagePlus output, final ImagePlus input) {
		inscribe(output);
		final Object before = input.getProperty("Info");
		if (before != null) output.setProperty("Info", output.getProperty("Info") + "\n" + before);
	}

	/** Writes everything into the Info of an output that was made of no other image. */
	void inscribe(final ImagePlus output) {
		final StringBuilder info = new StringBuilder();
		row().forEach((name, value) -> line(info, name, value));
		details.forEach((name, value) -> line(info, name, value));
		settings.texts().forEach((key, value) -> line(info, "Parameter " + key, value));
		output.setProperty("Info", info.toString());
	}

	private static void line(final StringBuilder info, final String name, final Object value) {
		if (!value.equals("")) info.append(name).append(": ").append(value).append('\n');
	}

	/** The version of this plugin. */
	static String version() {
		final String version = Record.class.getPackage().getImplementationVersion();
		return version == null ? "development" : version;
	}
}
