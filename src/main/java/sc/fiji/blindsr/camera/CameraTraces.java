package sc.fiji.blindsr.camera;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import sc.fiji.blindsr.camera.CameraProfile.Kind;
import sc.fiji.blindsr.pixel.RobustStatistics;
import sc.fiji.blindsr.pixel.Sampling;
import sc.fiji.blindsr.progress.Progress;

/** Looks for the traces that a camera left in planes that it took; first for those that hide others. */
final class CameraTraces {

    /** Parts of the work, each of up to a second for ten million pixels. */
    private static final int STAGES = 7;
    /** About so many of a plane's levels serve for the median. */
    private static final int LEVELS = 20_000;
    /** What has less of the variance of white is blank. */
    private static final double LEAST_NOISE = 1e-9;
    /** JPEG files with more noise than this are strongly compressed; shares of full scale. */
    private static final double STRONG = 5.5 / 255;

    private final List<Frame> planes;
    private final boolean eightBits;
    private final IntConsumer stage;

    /**
     * @param planes levels in about [0,1]; are changed where they lie
     * @param eightBits whether the levels are shares of 255
     * @param progress may cancel
     */
    CameraTraces(final List<Frame> planes, final boolean eightBits, final Progress progress) {
        this.planes = planes;
        this.eightBits = eightBits;
        stage = done -> progress.update("Looking for the camera's traces", done, STAGES);
    }

    /** What they tell. */
    CameraProfile profile() {
        stage.accept(0);
        planes.forEach(CameraProfile::takeOutImpossible);
        stage.accept(1);
        // A JPEG file hides the noise of a mosaic, not the other way round.
        return file().or(this::mosaic).orElseGet(this::raw);
    }

    private Optional<CameraProfile> file() {
        final OptionalDouble fullScale = eightBits ? OptionalDouble.of(1) : EightBitLevels.fullScale(planes);
        if (fullScale.isEmpty()) return Optional.empty();
        final double full = fullScale.getAsDouble();
        final List<JpegQuantisation.Found> files =
                inMost(plane -> JpegQuantisation.in(EightBitLevels.shares(plane, full)));
        return files.isEmpty() ? Optional.empty() : Optional.of(ofFiles(files, full, quietest()));
    }

    private Optional<CameraProfile> mosaic() {
        return mean(MosaicNoise::of).map(noise -> CameraProfile.constant(noise, LineFaults.NONE, Kind.MOSAIC));
    }

    /** Of a camera that wrote each pixel by itself, whatever became of the noise afterwards. */
    private CameraProfile raw() {
        final double rounding =
                planes.stream().mapToDouble(LevelStep::variance).min().orElse(0);
        stage.accept(2);
        final double recorded = quietest();
        stage.accept(3);
        // Lines without their offsets end at different levels where the camera's highest one stopped them.
        final List<Saturation> saturations = planes.stream()
                .peek(plane -> stage.accept(3))
                .map(plane -> new Saturation(plane, NoiseModel.constant(recorded)))
                .toList();
        final LineFaults lines = LineFaults.putRight(planes, () -> stage.accept(3));
        stage.accept(4);
        // Defects look like noise. The quietest blocks have none, and show what is one.
        final double sigma = lines.areNone() ? recorded : quietest();
        // Offsets of lines are those of raw images; what their removal leaves is like along lines.
        final Optional<Double> smoothed =
                lines.areNone() ? mean(plane -> SmoothedNoise.of(plane, sigma)) : Optional.empty();
        if (smoothed.isPresent()) return CameraProfile.constant(Math.max(sigma, smoothed.get()), lines, Kind.SMOOTHED);
        stage.accept(5);
        final CameraProfile quiet = CameraProfile.constant(sigma, lines, Kind.WHITE);
        final NoiseFit sound = new NoiseFit();
        final DoubleStream.Builder levels = DoubleStream.builder();
        for (int p = 0; p < planes.size(); p++) {
            final Frame plane = planes.get(p);
            final boolean[] excluded = quiet.excluded(plane, saturations.get(p).shiftedBack(lines.shift()));
            stage.accept(6);
            sound.add(plane, excluded);
            final int step = Sampling.step(excluded.length, LEVELS, plane.width());
            for (int i = 0; i < excluded.length; i += step) if (!excluded[i]) levels.add(plane.levels()[i]);
        }
        final NoiseModel noise =
                sound.model().times(hidden(recorded, sigma, lines)).atLeast(rounding);
        return new CameraProfile(noise, noise.sigma(noisy(levels.build(), noise)), lines, Kind.WHITE, null);
    }

    /** The median of the levels that have noise: blank parts, of a background that was taken away, may be most of an image. */
    private static double noisy(final DoubleStream levels, final NoiseModel noise) {
        final double[] noisy = levels.filter(level -> noise.variance(level) > LEAST_NOISE * noise.variance(1))
                .toArray();
        return noisy.length == 0 ? 1 : RobustStatistics.median(noisy);
    }

    /**
     * How much more variance there is than neighbours show, where the rows were moved and are smooth now; else 1.
     *
     * @param recorded standard deviation before they were moved
     * @param shown the same afterwards
     */
    private static double hidden(final double recorded, final double shown, final LineFaults lines) {
        return lines.shift() == 0 || lines.rows() != 0 || lines.columns() != 0 || shown == 0
                ? 1
                : RowShift.noise(lines.shift()) * Math.pow(recorded / shown, 2);
    }

    /** Standard deviation of the noise in the planes' quietest parts. */
    private double quietest() {
        return QuietNoise.sigma(planes);
    }

    /**
     * @param full what full scale is in the planes' levels
     * @param seen standard deviation of the noise in the quietest parts: of little, a file leaves nothing there
     */
    private static CameraProfile ofFiles(
            final List<JpegQuantisation.Found> files, final double full, final double seen) {
        final double sigma = full * mean(files, JpegQuantisation.Found::noise),
                coarseness = full * mean(files, file -> file.grid().coarseness());
        final JpegGrid first = files.get(0).grid();
        final boolean same = files.stream()
                .map(JpegQuantisation.Found::grid)
                .allMatch(grid -> grid.left() == first.left() && grid.top() == first.top());
        final double larger = Math.max(sigma, seen);
        return new CameraProfile(
                NoiseModel.constant(larger),
                larger,
                LineFaults.NONE,
                seen > sigma ? Kind.NOISY_JPEG : sigma > STRONG * full ? Kind.STRONG_JPEG : Kind.JPEG,
                same ? new JpegGrid(first.left(), first.top(), coarseness).withNoise(seen) : null);
    }

    private static double mean(
            final List<JpegQuantisation.Found> files, final ToDoubleFunction<JpegQuantisation.Found> figure) {
        return files.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** What the planes have that have it, if they are at least half of them; else nothing. */
    private <T> List<T> inMost(final Function<Frame, Optional<T>> find) {
        final List<T> found =
                planes.stream().map(find).flatMap(Optional::stream).toList();
        return 2 * found.size() < planes.size() ? List.of() : found;
    }

    /** The mean over the planes that have a value, if they are at least half of them. */
    private Optional<Double> mean(final Function<Frame, OptionalDouble> value) {
        final List<Double> found =
                inMost(plane -> value.apply(plane).stream().boxed().findFirst());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.stream().mapToDouble(each -> each).average().orElseThrow());
    }
}
