package sc.fiji.blindsr.estimate.amortized;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.DeviceChoice;
import sc.fiji.blindsr.model.ModelFile;
import sc.fiji.blindsr.model.SafeTensors;
import sc.fiji.blindsr.model.Tensor;
import sc.fiji.blindsr.network.BlurReaderNetwork;
import sc.fiji.blindsr.network.BlurReaderNetwork.Exactness;
import sc.fiji.blindsr.network.BlurReaderNetwork.Weights;
import sc.fiji.blindsr.progress.Progress;

/**
 * Trains the network that reads a blur off an image. The same seed, images, device and number of steps give the same weights; a
 * training that was broken off goes on from its checkpoint as if it had not been, since the optimiser's state is in the
 * checkpoint and each batch depends on its number alone.
 */
final class ReaderTrainer {

    private static final double BETA1 = 0.9, BETA2 = 0.99, EPSILON = 1e-8, CLIP = 5;
    /** Steps over which the learning rate rises. */
    private static final int WARM_UP = 150;
    /** Weight of a step in the running mean of the weights, which is what is kept. */
    private static final double AVERAGING = 1 / 500.0;

    /** Sizes of crops, how many of them make a batch of usual size, and how often they come. */
    private static final int[][] BATCHES = {{44, 32, 4}, {60, 20, 3}, {92, 10, 2}, {140, 4, 1}, {200, 2, 1}};

    private static final int TURNS = Arrays.stream(BATCHES).mapToInt(b -> b[2]).sum();

    /** At large scale factors the largest crops would be larger than most pictures: those have a size before them. */
    static final int LARGEST_CROP = 420;

    private static final int PREFETCHED = Math.max(6, 2 * Runtime.getRuntime().availableProcessors()), REPORT = 100;

    private record Batch(int scale, int size, float[] images, float[] truth) {}

    private final ReaderLessons lessons;
    private final long seed;
    private final TrainingLength length;
    private final double highestRate, coarse;
    private final int batches;
    private final ReaderWeights weights, average;
    private final Map<String, float[]> mean = new LinkedHashMap<>(), square = new LinkedHashMap<>();
    private int step;
    private double seconds;

    /**
     * @param lessons images and what is to be read off them
     * @param start the {@linkplain ReaderWeights#startingFrom weights to begin with}
     * @param length how long the whole training lasts
     * @param seed of the samples, and of weights that are not in the start
     * @param highestRate the learning rate after a short rise, from which it falls as a cosine
     * @param coarse share of the training, its beginning, that is computed {@link Exactness#BRAIN less exactly}
     * @param batches how many times the usual number of images make a batch: one for a CPU, several for a GPU
     */
    ReaderTrainer(
            final ReaderLessons lessons,
            final Map<String, Tensor> start,
            final TrainingLength length,
            final long seed,
            final double highestRate,
            final double coarse,
            final int batches) {
        this.coarse = coarse;
        this.batches = batches;
        this.highestRate = highestRate;
        this.lessons = lessons;
        this.length = length;
        this.seed = seed;
        weights = ReaderWeights.startingFrom(
                start, lessons.scales().stream().distinct().sorted().toList(), lessons.head(), seed);
        average = weights.copy();
        weights.tensors().forEach((name, values) -> {
            mean.put(name, new float[values.length]);
            square.put(name, new float[values.length]);
        });
    }

    /** Number of steps done. */
    int step() {
        return step;
    }

    /**
     * Goes on from a checkpoint.
     *
     * @throws IllegalArgumentException if it is of a training with another seed
     */
    void resume(final Path checkpoint) throws IOException {
        final SafeTensors file = ModelFile.read(checkpoint).content();
        final String before = file.metadata().get("seed");
        if (!String.valueOf(seed).equals(before))
            throw new IllegalArgumentException(checkpoint + " is of the seed " + before + ", not " + seed);
        step = Integer.parseInt(file.metadata().get("step"));
        seconds = Double.parseDouble(file.metadata().get("seconds"));
        final Map<String, Tensor> tensors = file.tensors();
        restore(tensors, "", average.tensors());
        restore(tensors, "current.", weights.tensors());
        restore(tensors, "adam.mean.", mean);
        restore(tensors, "adam.square.", square);
    }

    private static void restore(
            final Map<String, Tensor> tensors, final String prefix, final Map<String, float[]> target) {
        target.forEach(
                (name, values) -> System.arraycopy(tensors.get(prefix + name).values(), 0, values, 0, values.length));
    }

    /** Is told of a training every {@value #REPORT} steps, and may keep a {@linkplain #checkpoint checkpoint}. */
    @FunctionalInterface
    interface Watcher {

        /**
         * @param step number of steps so far
         * @param done how much of the training is done, 0 to 1
         * @param figures seconds, and means over the last steps: loss, squared error, share of entries within one standard
         *     deviation
         */
        void steps(int step, double done, String figures) throws IOException;
    }

    /** Trains to the end. */
    void train(final DeviceChoice device, final Progress progress) throws IOException {
        train(device, (step, done, figures) -> {}, progress);
    }

    /** Trains to the end, under the eyes of a watcher. */
    void train(final DeviceChoice device, final Watcher watcher, final Progress progress) throws IOException {
        try (BlurReaderNetwork network = new BlurReaderNetwork(ComputeDevice.of(device))) {
            final Deque<CompletableFuture<Batch>> coming = new ArrayDeque<>();
            int next = step;
            double loss = 0, squares = 0, within = 0, done = length.done(step, seconds);
            long start = System.nanoTime();
            while (done < 1) {
                while (coming.size() < PREFETCHED) {
                    final int number = next++;
                    coming.add(CompletableFuture.supplyAsync(() -> batch(number)));
                }
                final Batch batch = coming.remove().join();
                final BlurReaderNetwork.Result result = network.loss(
                        batch.images,
                        batch.size,
                        batch.truth.length / weights.entries(),
                        batch.truth,
                        weights.head().surest(),
                        full(weights, batch.scale),
                        done < coarse ? Exactness.BRAIN : Exactness.SINGLE,
                        progress);
                move(gradients(batch.scale, result.gradients()), done);
                step++;
                final long now = System.nanoTime();
                seconds += (now - start) / 1e9;
                start = now;
                done = length.done(step, seconds);
                loss += result.loss() / REPORT;
                final int n = batch.truth.length;
                for (int i = 0; i < n; i++) {
                    final double error = result.means()[i] - batch.truth[i];
                    squares += error * error / n / REPORT;
                    if (error * error * result.precisions()[i] <= 1) within += 1.0 / n / REPORT;
                }
                if (step % REPORT == 0) {
                    watcher.steps(
                            step,
                            done,
                            String.format(Locale.ROOT, "%.0f,%.4f,%.5f,%.3f", seconds, loss, squares, within));
                    loss = squares = within = 0;
                }
                progress.update(
                        String.format(
                                Locale.ROOT,
                                "Training the reader: loss %.2f, %.0f minutes left",
                                result.loss(),
                                done > 0 ? seconds / 60 * (1 - done) / done : 0),
                        (int) (1000 * done),
                        1000);
            }
        }
    }

    /** What has been learned: the mean of the weights over the last steps. */
    ReaderWeights weights() {
        return average.copy();
    }

    private Batch batch(final int number) {
        final SplittableRandom random = new SplittableRandom((seed) * 1_000_003L + number);
        final int scale = lessons.scales().get(random.nextInt(lessons.scales().size()));
        int turn = random.nextInt(TURNS), kind = 0;
        while (turn >= BATCHES[kind][2]) turn -= BATCHES[kind++][2];
        while (scale * BATCHES[kind][0] > LARGEST_CROP) kind--;
        final int size = BATCHES[kind][0], count = batches * BATCHES[kind][1];
        final float[] images = new float[count * ReaderInput.PLANES * size * size],
                truth = new float[weights.entries() * count];
        for (int i = 0; i < count; i++) {
            final ReaderLessons.Lesson lesson = lessons.draw(scale, size, random);
            final float[] input = ReaderInput.of(lesson.low(), size, size);
            System.arraycopy(input, 0, images, i * input.length, input.length);
            System.arraycopy(lesson.truth(), 0, truth, i * weights.entries(), weights.entries());
        }
        return new Batch(scale, size, images, truth);
    }

    /** The arrays of the network for a scale factor, as it takes them. */
    static List<Weights> full(final ReaderWeights weights, final int scale) {
        final List<Weights> full = new ArrayList<>();
        for (int i = 0; i < weights.layers(); i++) {
            final TurnedWeights.Layer layer = weights.layer(i);
            full.add(new Weights(
                    weights.fullFilters(i), layer.outputs(), layer.inputs(), layer.window(), layer.window()));
            full.add(new Weights(weights.fullBiases(scale, i), layer.outputs()));
        }
        full.add(new Weights(weights.pooling(scale), weights.pooling(scale).length));
        full.add(new Weights(weights.prior(scale), 2 * weights.entries()));
        return full;
    }

    /** Gradients at the learned numbers, by name; of the scale factor of the batch alone. */
    private Map<String, float[]> gradients(final int scale, final List<float[]> full) {
        final Map<String, float[]> gradients = new LinkedHashMap<>();
        for (int i = 0; i < weights.layers(); i++) {
            gradients.put(ReaderWeights.filters(i), weights.layer(i).learned(full.get(2 * i)));
            gradients.put(ReaderWeights.biases(scale, i), weights.learnedBiases(i, full.get(2 * i + 1)));
        }
        gradients.put(ReaderWeights.poolingName(scale), full.get(2 * weights.layers()));
        gradients.put(ReaderWeights.priorName(scale), weights.learnedPrior(full.get(2 * weights.layers() + 1)));
        return gradients;
    }

    /** A step of Adam; the rate falls as a cosine. */
    private void move(final Map<String, float[]> gradients, final double done) {
        double norm = 0;
        for (final float[] gradient : gradients.values()) for (final float g : gradient) norm += (double) g * g;
        if (!Double.isFinite(norm)) return; // a batch without use
        final double factor = Math.min(1, CLIP / Math.sqrt(norm + 1e-12));
        final double rate =
                highestRate * Math.min(1, (step + 1.0) / WARM_UP) * (0.5 * (1 + Math.cos(Math.PI * done)) + 0.01);
        final double correction1 = 1 - Math.pow(BETA1, step + 1), correction2 = 1 - Math.pow(BETA2, step + 1);
        gradients.forEach((name, gradient) -> {
            final float[] w = weights.tensors().get(name), m = mean.get(name), v = square.get(name);
            for (int i = 0; i < w.length; i++) {
                final double g = factor * gradient[i];
                m[i] = (float) (BETA1 * m[i] + (1 - BETA1) * g);
                v[i] = (float) (BETA2 * v[i] + (1 - BETA2) * g * g);
                w[i] -= (float) (rate * m[i] / correction1 / (Math.sqrt(v[i] / correction2) + EPSILON));
            }
        });
        final float weight = (float) Math.max(AVERAGING, 1.0 / (step + 1));
        average.tensors().forEach((name, a) -> {
            final float[] w = weights.tensors().get(name);
            for (int i = 0; i < a.length; i++) a[i] += weight * (w[i] - a[i]);
        });
    }

    /** Writes all that is needed to go on. */
    void checkpoint(final Path file) throws IOException {
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        store(tensors, "", average.tensors());
        store(tensors, "current.", weights.tensors());
        store(tensors, "adam.mean.", mean);
        store(tensors, "adam.square.", square);
        new SafeTensors(
                        Map.of(
                                "step", String.valueOf(step),
                                "seconds", String.format(Locale.ROOT, "%.0f", seconds),
                                "seed", String.valueOf(seed)),
                        tensors)
                .write(file);
    }

    private static void store(
            final Map<String, Tensor> tensors, final String prefix, final Map<String, float[]> source) {
        source.forEach((name, values) -> tensors.put(prefix + name, Tensor.of(values.clone())));
    }
}
