package sc.fiji.blindsr.batch;

import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.REGION;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.Attempt;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.file.Claim;
import sc.fiji.blindsr.image.AreaSelection;
import sc.fiji.blindsr.image.NamedImage;
import sc.fiji.blindsr.option.Form;
import sc.fiji.blindsr.option.KernelRegion;
import sc.fiji.blindsr.option.Option;
import sc.fiji.blindsr.option.Settings;
import sc.fiji.blindsr.progress.Progress;
import sc.fiji.blindsr.run.ImageRestoration;
import sc.fiji.blindsr.run.Outcome;
import sc.fiji.blindsr.run.SuperResolution;

/**
 * Blind super-resolution of all images in a folder, each exactly as by itself. Files are written whole or not at all: under
 * another name, and then renamed. What goes wrong with one image is noted, and the next one taken.
 */
public final class Batch {

    /** What happens to images whose results are there. */
    public enum Existing {
        /** They are left as they are. */
        SKIP("skip"),
        /** They are made anew. */
        OVERWRITE("overwrite");

        private final String label;

        Existing(final String label) {
            this.label = label;
        }

        /** The name users choose it by. */
        public String label() {
            return label;
        }
    }

    public static final Option<Path> SOURCE = Option.folder(
            "source", "Source folder", "The folder with the images. Its subfolders and hidden files are left out.");

    public static final Option<Path> TARGET = Option.newFolder(
            "target",
            "Target folder",
            "The folder that gets a kernel and a result (TIFF) for each image, and the table \"Blind SR.csv\". It is made if"
                    + " it does not exist.");

    public static final Option<FileNames> PATTERN = Option.text(
            "pattern",
            "File names",
            "Which files are taken: *.tif, img_??.png, *.{tif,png}; upper and lower case count the same. * is all.",
            "*",
            "*, ?, {a,b} and [a-z] with any text",
            FileNames::of,
            FileNames::glob);

    public static final Option<Existing> EXISTING = Option.choice(
            "existing",
            "Existing results",
            "skip: images whose kernel and result are in the target already are left as they are, so that a batch can be"
                    + " continued. overwrite: all are made anew.",
            Existing.SKIP,
            List.of(Existing.values()),
            Existing::label);

    /** One measured kernel for a whole folder. */
    public static final Option<Optional<Path>> KERNEL_FILE = Option.fileOrNone(
            "kernel",
            "Kernel file",
            "none: the kernel of each image is estimated. The file of a kernel: all images are restored with it, as by"
                    + " Super-Resolve With Kernel, and the options of the estimation do nothing.");

    public static final Option<Part> PART = Option.text(
            "part",
            "Part",
            "For many machines at once: 2/8 is the second of eight parts, each a batch of its own with a table of its own"
                    + " (\"Blind SR 2of8.csv\"). A file's name decides which part it belongs to. 1/1 is all.",
            Part.WHOLE.text(),
            "k/n, the part k (from 1) of n parts: 1/1, 2/8",
            Part::of,
            Part::text);

    public static final Form FORM = new Form(
            "Blind SR Batch...",
            Stream.concat(
                            Stream.of(SOURCE, TARGET, PATTERN, EXISTING, PART, KERNEL_FILE),
                            SuperResolution.FORM.optionsBut(INPUT))
                    .toList());

    private final Settings settings;
    private final Progress progress;
    private final BatchPlan plan;
    private final TargetFolder target;

    private Batch(final Settings settings, final Progress progress) {
        this.settings = settings;
        this.progress = progress;
        plan = new BatchPlan(settings);
        target = plan.target();
    }

    /**
     * Processes all images of the source folder, or those of one part.
     *
     * @throws UserError if a value is not usable for any image, no file matches the pattern, the target cannot be written
     *     to, or none of the files could be processed
     */
    public static Outcome run(final Settings settings, final Progress progress) {
        try {
            return new Batch(settings, progress).run();
        } catch (final IOException e) {
            throw new UserError(
                    TARGET.key(), "\"" + settings.get(TARGET) + "\" cannot be used: " + Failure.reason(e), e);
        }
    }

    private Outcome run() throws IOException {
        final List<SourceFile> all = plan.files();
        plan.checkReady(progress);
        final List<SourceFile> files = new ArrayList<>(), before = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            progress.update("Looking for results", i, all.size());
            (plan.isToDo(all.get(i)) ? files : before).add(all.get(i));
        }
        try (Claim claim = plan.open(files)) {
            final BatchSummary summary = new BatchSummary(plan, progress);
            target.clearUnfinished(before);
            summary.skip(before, target);
            for (int i = 0; i < files.size(); i++) {
                final SourceFile file = files.get(i);
                final int place = i;
                final Progress imageProgress = progress.updating((stage, done, total) -> progress.update(
                        file.name() + ": " + stage + ", " + 100L * done / total + " %", place, files.size()));
                final Attempt<Optional<ImageRecord>> attempt =
                        Attempt.twice(file.name(), () -> process(file, imageProgress), progress::log);
                if (attempt.failure() == null && attempt.value().isEmpty()) summary.skip(List.of(file), target);
                else summary.add(file.name(), attempt.then(Optional::orElseThrow));
            }
            return new Outcome(null, null, summary.end());
        }
    }

    /**
     * Makes and writes the outputs of one image, if no other batch does.
     *
     * @return empty if another one has made them since this batch began, and they are to be left
     */
    private Optional<ImageRecord> process(final SourceFile file, final Progress imageProgress) throws IOException {
        imageProgress.update("Opening", 0, 1);
        file.checkNameable();
        try (Claim claim = target.claim(file.name())) {
            if (!plan.isToDo(file)) return Optional.empty();
            target.checkFree(file.name());
            try {
                return Optional.of(make(file, imageProgress));
            } finally {
                Attempt.of(() -> target.clear(file.name()));
            }
        }
    }

    private ImageRecord make(final SourceFile file, final Progress imageProgress) throws IOException {
        final String name = file.name();
        final ImagePlus image = settings.reader().open(file.path());
        try (WaitingPlanes waiting = new WaitingPlanes(stack -> target.planes(name, stack), imageProgress)) {
            imageProgress.update("Opened", 0, 1); // whether the Esc key ended the reading
            target.checkRoom(name, image);
            if (AreaSelection.of(image).isPresent() && settings.get(REGION) != KernelRegion.WHOLE)
                progress.log(name + ": the file has a selection, which says where the kernel is estimated; region=Whole"
                        + " does not heed it.");
            // Other readers have titles of their own; those of outputs, and whose they are, go by the file.
            NamedImage.remembered(image, file.path()).setTitle(name);
            try (ImageRestoration restoration = plan.prepare(image, imageProgress)) {
                final Outcome outcome = restoration.all(waiting);
                target.write(name, outcome, imageProgress);
                return ImageRecord.of(outcome);
            }
        } finally {
            settings.reader().release(image);
        }
    }
}
