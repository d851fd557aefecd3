package sc.fiji.blindsr.engine;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import sc.fiji.blindsr.fault.NetworksOutOfMemory;
import sc.fiji.blindsr.fault.TransientError;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/**
 * PyTorch for ImageJ: {@linkplain Job jobs} that are done in a Java process of its own, the worker. Whatever native code does
 * there, ImageJ and the user's images live on, and libraries of other plugins do not meet ours.
 * <p>
 * The first job starts the worker. It is kept for some minutes after a job, since starting Java and loading PyTorch take
 * seconds, and then ended, since it may hold memory of a GPU. If it breaks down, the next job starts another. It ends with
 * ImageJ, however that ends.
 * <p>
 * Jobs of several commands take turns, first come first served, where they would share a GPU and its memory, or where the
 * machine's memory does not suffice for two ({@link Neighbours}). Otherwise a second one gets a second worker, so that a short
 * job need not wait for a long one.
 */
public final class TorchWorker {

    /** Seconds for which a worker without work is kept. */
    private static final long IDLE = Long.getLong("blindsr.worker.idle", 300);

    /** How often those who wait for their turn look whether they have been cancelled, ms. */
    private static final long POLL = 100;

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "Blind SR worker, clock");
        thread.setDaemon(true);
        return thread;
    });

    private static final TorchWorker FIRST = new TorchWorker(), SECOND = new TorchWorker();

    /** The engine's, once a worker has told it; it is the same in all of them. */
    private static volatile String version;

    /** Held by who has a job done. */
    private final ReentrantLock turn = new ReentrantLock(true);

    /** The process, whose turn it is to change it; null if there is none. */
    private volatile Worker worker;

    /** What it is at; null if that is nothing. */
    private volatile Job<?> current;

    private ScheduledFuture<?> end;

    private TorchWorker() {}

    /** What PyTorch is and computes on: the engine's version, and the names of the devices, the CPU's first. */
    public record Facts(String version, String... devices) implements Serializable {}

    private record FindFacts() implements Job<Facts> {

        @Override
        public Facts run(final Progress progress) {
            return new Facts(
                    TorchEngine.version(),
                    ComputeDevice.all().stream().map(ComputeDevice::name).toArray(String[]::new));
        }

        @Override
        public DeviceChoice device() {
            return DeviceChoice.CPU; // a GPU is looked at, not used
        }
    }

    private record FindDevice(DeviceChoice choice) implements Job<String> {

        @Override
        public String run(final Progress progress) {
            return ComputeDevice.of(choice).name();
        }

        @Override
        public DeviceChoice device() {
            return DeviceChoice.CPU; // a GPU is looked at, not used
        }
    }

    /**
     * Has a job done, as soon as those of other threads that came earlier are.
     *
     * @param progress told of what the job tells; also asked meanwhile whether the user wants to stop
     * @return its result
     * @throws UserError what the job throws as such
     * @throws EngineUnavailableException if no worker can be started, or PyTorch does not load there
     * @throws TransientError if the worker broke down
     * @throws NetworksOutOfMemory if memory did not suffice there
     * @throws CancellationException if {@code progress} cancelled, or the thread was interrupted
     */
    @SuppressWarnings("unchecked") // a job's result is what it says
    public static <R extends Serializable> R call(final Job<R> job, final Progress progress) {
        final TorchWorker place = awaitTurn(job, progress);
        try {
            return (R) place.work(job, progress);
        } finally {
            place.turn.unlock();
        }
    }

    private Serializable work(final Job<?> job, final Progress progress) {
        current = job;
        try {
            if (end != null) end.cancel(false);
            if (!isAlive()) worker = new Worker(progress);
            return worker.call(job, progress);
        } catch (final EngineUnavailableException e) {
            end(); // the next one looks again
            throw e;
        } finally {
            current = null;
            end = CLOCK.schedule(this::endIfIdle, IDLE, TimeUnit.SECONDS);
        }
    }

    /**
     * The name of the device that the user chose.
     *
     * @param progress asked whether the user wants to stop, as in {@link #call}
     * @throws UserError if it is a GPU that is not there
     * @throws EngineUnavailableException if anything but the CPU is asked for and PyTorch does not load
     */
    public static String device(final DeviceChoice choice, final Progress progress) {
        return choice == DeviceChoice.CPU ? ComputeDevice.CPU.name() : call(new FindDevice(choice), progress);
    }

    /**
     * What there is to compute with.
     *
     * @throws EngineUnavailableException if PyTorch does not load
     */
    public static Facts facts(final Progress progress) {
        final Facts facts = call(new FindFacts(), progress);
        version = facts.version();
        return facts;
    }

    /** The engine's version, if a worker is there. The first time it is asked for, while that one is at work, a second may start. */
    public static Optional<String> loaded() {
        if (pid().isEmpty()) return Optional.empty();
        if (version == null) facts(Progress.NONE);
        return Optional.of(version);
    }

    /** The number of the first worker's process, if there is one. */
    public static OptionalLong pid() {
        return FIRST.alive().mapToLong(Worker::pid).findFirst();
    }

    /** The numbers of the processes of all workers. */
    public static LongStream pids() {
        return Stream.of(FIRST, SECOND).flatMap(TorchWorker::alive).mapToLong(Worker::pid);
    }

    private boolean isAlive() {
        return alive().findFirst().isPresent();
    }

    /** The worker, if it is alive: other threads may end it at any time. */
    private Stream<Worker> alive() {
        return Stream.ofNullable(worker).filter(Worker::isAlive);
    }

    /** Waits until a worker may do the job. @return the worker, locked */
    private static TorchWorker awaitTurn(final Job<?> job, final Progress progress) {
        if (FIRST.turn.isHeldByCurrentThread() || SECOND.turn.isHeldByCurrentThread())
            throw new IllegalStateException("A job's listener has asked for another job.");
        boolean said = false;
        try {
            while (true) {
                Optional<String> obstacle = Optional.of("another has just begun");
                if (FIRST.turn.tryLock(POLL, TimeUnit.MILLISECONDS)) {
                    try {
                        obstacle = SECOND.turn.isLocked()
                                ? Neighbours.obstacle(SECOND.current, job, !FIRST.isAlive())
                                : Optional.empty();
                        if (obstacle.isEmpty()) return FIRST;
                    } finally {
                        if (obstacle.isPresent()) FIRST.turn.unlock();
                    }
                    Thread.sleep(POLL);
                } else {
                    obstacle = Neighbours.obstacle(FIRST.current, job, !SECOND.isAlive());
                    if (obstacle.isEmpty() && SECOND.turn.tryLock()) {
                        if (!SECOND.isAlive())
                            progress.log("Another command uses PyTorch; this one gets a second process of it.");
                        return SECOND;
                    }
                }
                if (!said)
                    progress.log("Another command uses PyTorch; this one waits for its turn, because "
                            + obstacle.orElse("there are two processes of it already") + ".");
                said = true;
                progress.update("Waiting for another command's network to finish", 0, 1);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while another command's network was at work");
        }
    }

    private void endIfIdle() {
        if (!turn.tryLock()) return; // it has work
        try {
            end();
        } finally {
            turn.unlock();
        }
    }

    private void end() {
        if (worker != null) worker.end();
        worker = null;
    }
}
