package sc.fiji.blindsr.engine;

import java.io.Serializable;
import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.fault.NetworksOutOfMemory;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.pixel.Pixels;
import sc.fiji.blindsr.progress.Progress;

/**
 * What ImageJ and the worker tell each other, over the worker's standard input and output. Each message is an object in
 * Java's serialised form; the bytes go in {@link Packets}.
 *
 * <pre>
 * worker   Ready                    once, at its start
 * ImageJ   Call                     one at a time: the next one follows the answer
 * worker   Update, Kernel, Log      any number
 * ImageJ   Cancel                   at most once; may cross the answer
 * worker   one Answer               Result, Refused, OutOfMemory, Cancelled or Bug
 * </pre>
 *
 * The end of its input ends the worker, and is all that does. ImageJ starts it with the plugin's own jar, so that both know
 * the same messages; a worker of another {@link #PROTOCOL} is not used.
 */
public interface Message extends Serializable {

    /** The version of all this; raised with each change. */
    int PROTOCOL = 2;

    /** The worker is there. */
    record Ready(int protocol) implements Message {}

    /** A job to be done. */
    record Call(Job<?> job) implements Message {}

    /** The job is no longer wanted. */
    record Cancel() implements Message {}

    /** What the worker's progress was told. */
    interface News extends Message {

        /** Tells it ImageJ's. */
        void tell(Progress progress);
    }

    /** How far the work is, see {@link Progress#update}. */
    record Update(String stage, int done, int total) implements News {

        @Override
        public void tell(final Progress progress) {
            progress.update(stage, done, total);
        }
    }

    /** The current kernel, width×height weights, row by row. */
    record Kernel(int width, int height, float[] weights) implements News {

        /** A kernel's image, X×Y. */
        public static Kernel of(final RandomAccessibleInterval<FloatType> image) {
            return new Kernel((int) image.dimension(0), (int) image.dimension(1), Pixels.floats(image));
        }

        @Override
        public void tell(final Progress progress) {
            progress.kernel(ArrayImgs.floats(weights, width, height));
        }
    }

    /** A line for the user's log. */
    record Log(String line) implements News {

        @Override
        public void tell(final Progress progress) {
            progress.log(line);
        }
    }

    /** What came of a job. */
    interface Answer extends Message {

        /** Gives its result, or throws what it threw. */
        Serializable get();
    }

    /** The result. */
    record Result(Serializable value) implements Answer {

        @Override
        public Serializable get() {
            return value;
        }
    }

    /**
     * A user error.
     *
     * @param withoutEngine whether it is that PyTorch does not load
     */
    record Refused(String parameter, String problem, boolean withoutEngine) implements Answer {

        /** An error without its cause, which may be of a class that ImageJ does not have. */
        public static Refused of(final UserError error) {
            return new Refused(error.parameter(), error.problem(), error instanceof EngineUnavailableException);
        }

        @Override
        public Serializable get() {
            throw withoutEngine ? new EngineUnavailableException(problem, null) : new UserError(parameter, problem);
        }
    }

    /** The worker's heap, the machine's memory or the GPU's did not suffice. */
    record OutOfMemory(String reason) implements Answer {

        @Override
        public Serializable get() {
            throw new NetworksOutOfMemory(reason);
        }
    }

    /** The job ended because it was told to. */
    record Cancelled() implements Answer {

        @Override
        public Serializable get() {
            throw new CancellationException("cancelled");
        }
    }

    /**
     * Any other exception, a bug.
     *
     * @param trace its stack trace, which no longer means anything to ImageJ's Java
     */
    record Bug(String trace) implements Answer {

        @Override
        public Serializable get() {
            throw new IllegalStateException("in the process of PyTorch: " + trace);
        }
    }
}
