package sc.fiji.blindsr.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.restore.Restoration;
import sc.fiji.blindsr.restore.RestorationProblem;
import sc.fiji.blindsr.restore.Restorer;
import sc.fiji.blindsr.restore.Tiles;

/** The restorations of an image's channels, all ready at a time. Channels with the same kernel and noise share one. */
final class Restorations implements AutoCloseable {

    private final Restorer restorer;
    private final Map<RestorationProblem, Restoration> prepared = new LinkedHashMap<>();
    private final List<Tiles> channels = new ArrayList<>();

    public Restorations(final Restorer restorer) {
        this.restorer = restorer;
    }

    /** Makes the restoration of the next channel ready. */
    public void prepare(final RestorationProblem problem) {
        channels.add(new Tiles(prepared.computeIfAbsent(problem, restorer::prepare), Tiles.MEMORY));
    }

    /** The restoration of a channel, in the order in which they were prepared. */
    public Tiles tiles(final int channel) {
        return channels.get(channel);
    }

    /** The number of steps of a channel's restoration, if the method has such. */
    public OptionalInt steps(final int channel) {
        return channels.get(channel).steps();
    }

    /** Whether one of them will choose by the next plane how it goes on. */
    public boolean isChoosing() {
        return prepared.values().stream().anyMatch(Restoration::isChoosing);
    }

    /** The device that does the work. */
    public String device(final Progress progress) {
        return prepared.values().iterator().next().device(progress);
    }

    @Override
    public void close() {
        prepared.values().forEach(Restoration::close);
    }
}
