package sc.fiji.blindsr.worker;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.engine.Job;
import sc.fiji.blindsr.engine.Message;
import sc.fiji.blindsr.engine.TorchEngine;
import sc.fiji.blindsr.engine.Wire;
import sc.fiji.blindsr.fault.Failure;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.progress.Progress;

/**
 * The worker: does {@linkplain Job jobs} that come in by standard input, one after the other, and answers by standard output, as
 * {@link Message} says. It ends when its input does, at once, whatever it is at.
 */
public final class WorkerMain {

    /** After so long without work freed memory goes back to the system, ms. */
    private static final long PAUSE = 1000;

    private final Wire wire;
    private final BlockingQueue<Job<?>> jobs = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;

    private WorkerMain(final Wire wire) {
        this.wire = wire;
    }

    public static void main(final String... arguments) throws Exception {
        System.setOut(System.err); // what libraries in Java print is no message
        final WorkerMain worker =
                new WorkerMain(new Wire(System.in, new FileOutputStream(FileDescriptor.out), System.err::println));
        new Thread(worker::receive, "receiver").start();
        worker.wire.send(new Message.Ready(Message.PROTOCOL));
        worker.work();
    }

    private void receive() {
        try {
            while (true) {
                final Message message = wire.receive();
                cancelled = message instanceof Message.Cancel;
                if (message instanceof Message.Call call) jobs.add(call.job());
            }
        } catch (final EOFException e) {
            end(0);
        } catch (final IOException | RuntimeException | Error e) {
            e.printStackTrace();
            end(1);
        }
    }

    /** Native code may be at work, or hang: nothing is waited for. */
    private static void end(final int status) {
        Runtime.getRuntime().halt(status);
    }

    private void work() throws InterruptedException {
        while (true) {
            Job<?> job = jobs.poll(PAUSE, TimeUnit.MILLISECONDS);
            if (job == null) {
                TorchEngine.releaseMemory();
                job = jobs.take();
            }
            final Message answer = answer(job);
            try {
                wire.send(answer);
            } catch (final IOException | RuntimeException | Error e) {
                // The other end waits for an answer.
                e.printStackTrace();
                end(1);
            }
        }
    }

    private Message answer(final Job<?> job) {
        try {
            return new Message.Result(job.run(new Listener()));
        } catch (final CancellationException e) {
            return new Message.Cancelled();
        } catch (final UserError e) {
            return Message.Refused.of(e);
        } catch (final LinkageError e) {
            return Message.Refused.of(TorchEngine.unavailable(e));
        } catch (final OutOfMemoryError e) {
            return new Message.OutOfMemory(e.getMessage());
        } catch (final RuntimeException | Error e) {
            return Failure.isOutOfMemoryOfNetworks(e)
                    ? new Message.OutOfMemory(e.getMessage())
                    : new Message.Bug(Failure.stackTrace(e));
        }
    }

    private final class Listener implements Progress {

        @Override
        public void update(final String stage, final int done, final int total) {
            if (cancelled) throw new CancellationException();
            send(new Message.Update(stage, done, total));
        }

        @Override
        public void kernel(final RandomAccessibleInterval<FloatType> kernel) {
            send(Message.Kernel.of(kernel));
        }

        @Override
        public void log(final String line) {
            send(new Message.Log(line));
        }

        private void send(final Message message) {
            try {
                wire.send(message);
            } catch (final IOException e) {
                throw new CancellationException("nobody listens");
            }
        }
    }
}
