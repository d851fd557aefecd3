package sc.fiji.blindsr.spark;

import ij.ImagePlus;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import sc.fiji.blindsr.batch.Batch;
import sc.fiji.blindsr.batch.BatchPlan;
import sc.fiji.blindsr.batch.ImageRecord;
import sc.fiji.blindsr.image.DiskStack;
import sc.fiji.blindsr.image.ImageFile;
import sc.fiji.blindsr.image.ImageReader;
import sc.fiji.blindsr.image.NamedImage;
import sc.fiji.blindsr.image.PlaneFile;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.ImageRestoration;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.Survey;

/**
 * The tasks of one image, each of which may run on any executor, and more than once, also at the same time: planes are written
 * to their places in one file, always the same bytes, and each attempt writes outputs of its own.
 *
 * @param keys the keys of the batch and their values
 * @param file the path of the image
 * @param name what it is called in table, log and outputs
 * @param pytorch the folder of PyTorch's libraries; empty if there is none
 */
record ImageTasks(Map<String, String> keys, String file, String name, String pytorch) implements Serializable {

    /** Where the restored planes are, in the image's workshop. */
    static final String PLANES = "planes";

    /** What is done with an image that has been opened. */
    private interface Work<T> {

        T with(BatchPlan plan, ImagePlus image, Progress progress) throws IOException;
    }

    private <T> TaskReport<T> task(final ImageReader reader, final Work<T> work) {
        return TaskReport.of(name, progress -> {
            JavaProperties.set(pytorch);
            final BatchPlan plan = new BatchPlan(Settings.of(Batch.FORM, keys));
            final ImagePlus image = reader.open(Path.of(file));
            try {
                NamedImage.remembered(image, Path.of(file)).setTitle(name);
                return work.with(plan, image, progress);
            } finally {
                image.flush();
            }
        });
    }

    /** Finds out how the image would be cut. */
    TaskReport<ImageSize> size() {
        return task(ImageFile::openForSomePlanes, (plan, image, progress) -> {
            final int ranges = PlaneRange.of(image).size();
            return new ImageSize(
                    image.getWidth(), image.getHeight(), image.getStackSize(), ranges == 1 ? 1 : ranges + 1);
        });
    }

    /**
     * Finds the kernel, and restores the first planes: so many that the others can be restored one without the other. If these
     * are all, makes the outputs too.
     */
    TaskReport<FirstPlanes> first() {
        return task(ImageFile::open, (plan, image, progress) -> {
            plan.target().checkRoom(name, image);
            final List<PlaneRange> ranges = PlaneRange.of(image);
            try (ImageRestoration restoration = plan.prepare(image, progress)) {
                int done = 0;
                do restore(ranges.get(done++), restoration, plan);
                while (done < ranges.size() && restoration.isChoosing());
                return done == ranges.size()
                        ? new FirstPlanes(null, List.of(), List.of(), write(restoration, plan, image, progress))
                        : new FirstPlanes(
                                restoration.survey(),
                                restoration.figures(),
                                List.copyOf(ranges.subList(done, ranges.size())),
                                null);
            }
        });
    }

    /** Restores further planes. */
    TaskReport<RestoredPlanes> planes(final Survey survey, final PlaneRange range) {
        final long start = System.nanoTime();
        return task(ImageFile::openForSomePlanes, (plan, image, progress) -> {
            try (ImageRestoration restoration = ImageRestoration.resume(plan.of(image), survey, progress)) {
                restore(range, restoration, plan);
                return new RestoredPlanes(restoration.figures(), System.nanoTime() - start);
            }
        });
    }

    /** Makes the outputs when all planes have been restored. */
    TaskReport<WrittenOutputs> outputs(final Survey survey, final List<RestoredPlanes> planes) {
        return task(ImageFile::open, (plan, image, progress) -> {
            try (ImageRestoration restoration = ImageRestoration.resume(plan.of(image), survey, progress)) {
                for (final RestoredPlanes range : planes) restoration.add(range.figures(), range.nanos());
                return write(restoration, plan, image, progress);
            }
        });
    }

    private void restore(final PlaneRange range, final ImageRestoration restoration, final BatchPlan plan)
            throws IOException {
        final PlaneFile planes = restoration.planes(plan.target().workshop(name).resolve(PLANES));
        for (int plane = range.first(); plane <= range.last(); plane++) planes.write(plane, restoration.restore(plane));
    }

    private WrittenOutputs write(
            final ImageRestoration restoration, final BatchPlan plan, final ImagePlus image, final Progress progress)
            throws IOException {
        final Path workshop = plan.target().workshop(name);
        final PlaneFile planes = restoration.planes(workshop.resolve(PLANES));
        final Outcome outcome = restoration.outcome(new DiskStack(planes, image.getStackSize(), progress));
        final long attempt = TaskContext.get().taskAttemptId();
        final Path kernel = workshop.resolve("kernel" + attempt), result = workshop.resolve("result" + attempt);
        ImageFile.write(outcome.kernel(), kernel);
        ImageFile.write(outcome.result(), result);
        return new WrittenOutputs(kernel.toString(), result.toString(), ImageRecord.of(outcome));
    }
}
