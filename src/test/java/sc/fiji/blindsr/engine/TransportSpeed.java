package sc.fiji.blindsr.engine;

import sc.fiji.blindsr.progress.Progress;

/** Seconds that an RGB image of 4096×4096 pixels takes to the worker, and as large a result back; and what an empty job takes. */
public final class TransportSpeed {

    private static final int VALUES = 3 * 4096 * 4096;
    private static final int TIMES = 5;

    private TransportSpeed() {}

    private record There(float[] image) implements Job<Integer> {

        @Override
        public Integer run(final Progress progress) {
            return image.length;
        }
    }

    private record Back(int values) implements Job<float[]> {

        @Override
        public float[] run(final Progress progress) {
            return new float[values];
        }
    }

    public static void main(final String... arguments) {
        final float[] image = new float[VALUES];
        for (int i = 0; i < TIMES; i++)
            System.out.printf(
                    "empty %.3f s, there %.3f s, back %.3f s%n",
                    seconds(new Back(0)), seconds(new There(image)), seconds(new Back(VALUES)));
        System.exit(0);
    }

    private static double seconds(final Job<?> job) {
        final long start = System.nanoTime();
        TorchWorker.call(job, Progress.NONE);
        return (System.nanoTime() - start) / 1e9;
    }
}
