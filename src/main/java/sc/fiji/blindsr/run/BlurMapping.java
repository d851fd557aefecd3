package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.CHANNELS;
import static sc.fiji.blindsr.option.Options.DEVICE;
import static sc.fiji.blindsr.option.Options.ESTIMATOR;
import static sc.fiji.blindsr.option.Options.GRID;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.ITERATIONS;
import static sc.fiji.blindsr.option.Options.MASK;
import static sc.fiji.blindsr.option.Options.NOISE;
import static sc.fiji.blindsr.option.Options.PRIOR;
import static sc.fiji.blindsr.option.Options.SCALE;
import static sc.fiji.blindsr.option.Options.SEED;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sc.fiji.blindsr.estimate.FieldEstimator.FieldEstimate;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;

/** Maps the blur over the field of an image, or of each of its planes. */
public final class BlurMapping {

    /** What is done with several planes. */
    public enum Series {
        /** Each has a map of its own. */
        EACH("Each"),
        /** They have the same optics, and one map is made of all. */
        POOLED("Pooled");

        private final String label;

        Series(final String label) {
            this.label = label;
        }

        /** The name users choose it by. */
        public String label() {
            return label;
        }
    }

    public static final Option<Series> SERIES = Option.choice(
            "series",
            "Series",
            "Of several planes. Each: a map of each. Pooled: they were taken with the same optics, and all together give one"
                    + " map.",
            Series.EACH,
            List.of(Series.values()),
            Series::label);

    public static final Form FORM = new Form(
            "Map Blur...",
            INPUT,
            SCALE,
            ESTIMATOR,
            PRIOR,
            CHANNELS,
            MASK,
            NOISE,
            GRID,
            ITERATIONS,
            SEED,
            DEVICE,
            SERIES);

    private BlurMapping() {}

    /** Maps, and a picture of them. */
    public static Outcome run(final Settings settings, final Progress progress) {
        final BlurredImage image = new BlurredImage(settings, progress);
        final FieldSearch search = new FieldSearch(image);
        final List<PlaneChoice> all =
                image.planeChoices(Region.of(image.input(), true, search.estimator(), image.scale(), progress));
        final List<PlaneChoice> channels = image.hasKernelPerChannel() ? all : List.of(KernelSearch.best(image, all));
        final Map<String, BlurField> fields = new LinkedHashMap<>();
        final List<Integer> planes = new ArrayList<>();
        final int count =
                channels.stream().mapToInt(c -> series(c, settings).size()).sum();
        for (final PlaneChoice channel : channels)
            for (final int[] together : series(channel, settings)) {
                final String name = name(channel, together, image);
                final RunReport report = count > 1 ? image.report().channel(name) : image.report();
                if (count > 1
                        && together.length == 1
                        && channel.camera().read(together[0]).isBlank()) {
                    image.report().warn("nothing is known of plane " + together[0] + "; it has no map");
                    continue;
                }
                image.reportNoise(report, channel);
                final FieldEstimate found = search.run(
                        channel,
                        IntStream.of(together),
                        report,
                        count > 1 ? progress.part(name, fields.size(), count) : progress);
                final BlurKernel mean = found.whole().kernel();
                report.kernel(mean, image.scale(), image.companions().kernel(mean, "-kernel"));
                found.whole().spread().ifPresent(spread -> report.spread(spread, image.scale()));
                found.whole().warning().ifPresent(report::warn);
                fields.put(name, found.field());
                planes.add(together[0]);
            }
        if (fields.isEmpty())
            throw new UserError("input", "nothing is known of any plane's pixels", "some must show the light");
        final ImagePlus map = BlurMaps.image(image.input(), fields, image.report());
        image.report().inscribe(map, image.input());
        return new Outcome(
                BlurEllipses.picture(image.input(), List.copyOf(fields.values()), planes),
                map,
                image.report().rows());
    }

    /** The planes of a channel that make a map together. */
    private static List<int[]> series(final PlaneChoice channel, final Settings settings) {
        final int[] planes = channel.channel().planes().toArray();
        return settings.get(SERIES) == Series.POOLED
                ? List.of(planes)
                : IntStream.of(planes).mapToObj(plane -> new int[] {plane}).toList();
    }

    private static String name(final PlaneChoice channel, final int[] planes, final BlurredImage image) {
        final String label = channel.channel().label(), plane = "Plane " + planes[0];
        if (planes.length > 1 || channel.channel().planes().count() == 1) return label;
        return image.hasKernelPerChannel() ? label + " " + plane : plane;
    }
}
