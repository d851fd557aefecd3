package sc.fiji.blindsr.engine;

import java.util.Optional;

/** Whether two jobs can be done side by side, each in a process of its own. */
final class Neighbours {

    /** What a process takes before it computes, bytes: Java, and PyTorch's libraries. */
    private static final long PROCESS = 600L << 20;

    private Neighbours() {}

    /**
     * Why a job has to wait for another.
     *
     * @param other the other; null if it has just ended
     * @param starts whether a process has to be started for the job
     */
    static Optional<String> obstacle(final Job<?> other, final Job<?> job, final boolean starts) {
        if (other == null) return Optional.of("that one is about to end");
        if (gpu(job) >= 0 && gpu(job) == gpu(other)) return Optional.of("both use the same GPU");
        if (job.memory() == 0 && !starts) return Optional.empty();
        final long needed = job.memory() + other.memory() + (starts ? PROCESS : 0),
                available = MachineMemory.available();
        return needed <= available
                ? Optional.empty()
                : Optional.of(
                        "both need " + (needed >> 20) + " MB of memory, and " + (available >> 20) + " MB are free");
    }

    /** The GPU that a job may use; -1 = none. */
    private static int gpu(final Job<?> job) {
        final DeviceChoice choice = job.device();
        if (choice == DeviceChoice.AUTO) return WorkerClassPath.mayKnowGpus() ? 0 : -1;
        return choice.gpu();
    }
}
