package sc.fiji.blindsr.camera;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.pixel.ConnectedPixels;
import sc.fiji.blindsr.progress.Progress;

/**
 * Finds pixels that no image with a certain blur could have: single ones, or a few side by side, that do not agree with
 * {@linkplain PixelPrediction what all others say}. Light that the blur spreads, however sharp it is, disagrees in more pixels,
 * and a point of light is then the better explanation. Pixels are defective only if
 * <ul>
 * <li>each lies {@value #SIGNIFICANT} standard deviations from what is predicted, to the same side,
 * <li>together they make up half of what is unexpected in and around them, and
 * <li>no point of light seen through the blur explains as much, or half as much as several pixels.
 * </ul>
 * {@link Defects} knows no blur. Of the hot and dead pixels of photographs that it misses, this finds two thirds with noise of 0
 * and 1 of 255 grey levels, two fifths with noise of 5; of the pixels of cosmic rays two fifths. Of 16 million pixels of synthetic
 * scenes, stars and beads among them, it took 19 for defects that were far from any.
 */
final class ImplausiblePixels {

    private static final double SIGNIFICANT = 6;
    /** How much more than a point of light several pixels must explain. */
    private static final double MORE_THAN_LIGHT = 2;
    /** How many pixels side by side are looked at. */
    private static final int LONGEST = 5;
    /** How often the masked pixels are predicted anew from each other. */
    private static final int SWEEPS = 4;
    /** How often is looked for further ones, when some have been found. */
    private static final int PASSES = 4;
    /**
     * Where a larger share of the pixels is suspect, it is not they that lie, but the blur or the noise that was said. A hundredth
     * of pixels that are defective makes three times as many suspect.
     */
    private static final double MOST_SUSPECT = 0.1;
    /** How many are judged between two reports of the progress. */
    private static final int AT_ONCE = 256;

    private final float[] weights;
    private final PixelPrediction image;
    private final PointsOfLight light;
    private final Progress progress;

    private ImplausiblePixels(
            final float[] weights, final PixelPrediction image, final PointsOfLight light, final Progress progress) {
        this.weights = weights;
        this.image = image;
        this.light = light;
        this.progress = progress;
    }

    /**
     * Finds them in a channel, and predicts what they should have shown. Images smaller than the reach of the prediction stay as
     * they are.
     *
     * @param levels row by row, are changed where they lie
     * @param weights those of {@link Observation}, likewise
     * @param kernel the blur on the fine grid
     * @param scale the scale factor
     * @param sigma standard deviation of the noise where the weight is 1
     * @param progress where many pixels are suspect it takes seconds; may cancel
     * @return how many were found
     */
    static int find(
            final float[] levels,
            final float[] weights,
            final int width,
            final BlurKernel kernel,
            final int scale,
            final double sigma,
            final Progress progress) {
        if (Math.min(width, levels.length / width) <= 2 * BlurredCovariance.RADIUS) return 0;
        final double noise = sigma * sigma,
                difference = Math.max(noise, squaredDifference(levels, weights, width) - 2 * noise);
        final BlurredCovariance covariance = new BlurredCovariance(kernel, scale, difference, noise);
        final PixelPrediction image =
                new PixelPrediction(levels, width, covariance.filter(-1), covariance.filter(-0.5));
        return new ImplausiblePixels(weights, image, new PointsOfLight(kernel, scale, image), progress).find();
    }

    /** Mean square of the differences of known neighbours. */
    private static double squaredDifference(final float[] levels, final float[] weights, final int width) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < levels.length - width; i++) {
            if (i % width == width - 1 || weights[i] <= 0 || weights[i + 1] <= 0 || weights[i + width] <= 0) continue;
            final double across = levels[i + 1] - (double) levels[i], down = levels[i + width] - (double) levels[i];
            sum += across * across + down * down;
            n += 2;
        }
        return n == 0 ? 0 : sum / n;
    }

    private int find() {
        final List<int[]> fields = saturatedFields();
        final int[] unknown = IntStream.concat(
                        IntStream.range(0, weights.length)
                                .filter(i -> weights[i] == 0 || isBound(i) && image.unexpected(i) <= 0),
                        fields.stream().flatMapToInt(Arrays::stream))
                .distinct()
                .toArray();
        final float[] before = new float[weights.length];
        for (final int i : unknown) before[i] = image.level(i);
        for (int sweep = 0; sweep < SWEEPS; sweep++) for (final int i : unknown) image.predict(i);
        int found = 0;
        for (final int[] field : fields)
            // Around saturated light the image says that there was much; around a track of a particle it does not.
            if (IntStream.of(field).allMatch(i -> image.level(i) + SIGNIFICANT * image.deviation() < before[i])) {
                for (final int i : field) weights[i] = 0;
                found += field.length;
            }
        found += search();
        for (final int i : unknown) if (isBound(i)) image.set(i, before[i]);
        return found;
    }

    /** Whether it is only known that there was at least so much light. */
    private boolean isBound(final int i) {
        return weights[i] < 0;
    }

    /** Saturated pixels that hang together, where they are more than are looked at together: these are unknown. */
    private List<int[]> saturatedFields() {
        final List<int[]> fields = new ArrayList<>();
        final ConnectedPixels bound = new ConnectedPixels(image.width(), image.height(), this::isBound);
        for (int i = 0; i < weights.length; i++) {
            final int[] field = bound.with(i);
            if (field.length > LONGEST) fields.add(field);
        }
        return fields;
    }

    private int search() {
        int found = 0, before = -1;
        for (int pass = 0; pass < PASSES && found > before; pass++) {
            before = found;
            final int[] suspects =
                    IntStream.range(0, weights.length).filter(this::isSuspect).toArray();
            if (suspects.length > MOST_SUSPECT * weights.length) return found;
            final int[] ordered = mostSignificantFirst(suspects);
            for (int n = 0; n < ordered.length; n++) {
                if (n % AT_ONCE == 0) progress.update("Looking for defective pixels", n, ordered.length);
                if (isSuspect(ordered[n])) found += mask(ordered[n]);
            }
        }
        return found;
    }

    private int[] mostSignificantFirst(final int[] suspects) {
        record Suspect(int pixel, double significance) {}
        return IntStream.of(suspects)
                .mapToObj(i -> new Suspect(i, significance(i)))
                .sorted(Comparator.comparingDouble(Suspect::significance).reversed())
                .mapToInt(Suspect::pixel)
                .toArray();
    }

    private double significance(final int i) {
        return Math.sqrt(image.evidence(i) * Math.min(1, Math.abs(weights[i])));
    }

    /** A saturated pixel is suspect if the others say that there was less light. */
    private boolean isSuspect(final int i) {
        return weights[i] != 0 && significance(i) > SIGNIFICANT && (!isBound(i) || image.unexpected(i) > 0);
    }

    /** Masks a suspect, with further ones beside it if need be, if there is no better explanation. @return how many */
    private int mask(final int first) {
        final double side = image.unexpected(first);
        int[] pixels = {};
        final float[] before = new float[LONGEST];
        double explained = 0;
        for (int next = first; next >= 0 && pixels.length < LONGEST; next = beside(pixels, side)) {
            explained += image.evidence(next);
            before[pixels.length] = image.level(next);
            pixels = Arrays.copyOf(pixels, pixels.length + 1);
            pixels[pixels.length - 1] = next;
            image.predict(next);
            if (explained > image.energy(pixels, PointsOfLight.AROUND)
                    && explained > (pixels.length == 1 ? 1 : MORE_THAN_LIGHT) * explainedByLight(pixels, before)) {
                for (final int i : pixels) weights[i] = 0;
                return pixels.length;
            }
        }
        set(pixels, before);
        return 0;
    }

    /** What a point of light at one of some pixels explains, of the image before these were predicted. */
    private double explainedByLight(final int[] pixels, final float[] before) {
        final float[] predicted = new float[pixels.length];
        for (int j = 0; j < pixels.length; j++) predicted[j] = image.level(pixels[j]);
        set(pixels, before);
        final double explained =
                IntStream.of(pixels).mapToDouble(light::evidence).max().orElseThrow();
        set(pixels, predicted);
        return explained;
    }

    private void set(final int[] pixels, final float[] levels) {
        for (int j = 0; j < pixels.length; j++) image.set(pixels[j], levels[j]);
    }

    /** The most significant suspect beside some pixels, to the same side as they are; −1 if there is none. */
    private int beside(final int[] pixels, final double side) {
        int most = -1;
        for (final int pixel : pixels)
            for (int dy = -1; dy <= 1; dy++)
                for (int dx = -1; dx <= 1; dx++) {
                    final int i = image.neighbour(pixel, dx, dy);
                    if (isSuspect(i)
                            && side * image.unexpected(i) > 0
                            && (most < 0 || significance(i) > significance(most))
                            && IntStream.of(pixels).noneMatch(p -> p == i)) most = i;
                }
        return most;
    }
}
