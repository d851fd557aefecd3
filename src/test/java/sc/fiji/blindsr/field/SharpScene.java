package sc.fiji.blindsr.field;

import ij.IJ;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import sc.fiji.blindsr.camera.Camera;
import sc.fiji.blindsr.camera.Digitisation;
import sc.fiji.blindsr.camera.Frame;
import sc.fiji.blindsr.camera.ReadNoise;
import sc.fiji.blindsr.scene.Scenes;

/**
 * A sharp scene that reports measure on.
 *
 * @param seed of its random numbers
 * @param levels grey levels from 0 to 1
 */
record SharpScene(String name, String group, long seed, int width, int height, float[] levels) {

    /** Grey levels of 255. */
    static final double[] NOISES = {0, 3};

    private static final int LARGEST = 640, CELLS = 1024, EVERY = 5;

    /** Photographs of a folder, evenly chosen of every fifth by name, which no weight has seen; and simulated cells. */
    static List<SharpScene> all(final String folder, final int photographs, final int cells) throws IOException {
        final List<Path> files;
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            files = entries.filter(f -> f.toString().matches(".*\\.(jpe?g|png)"))
                    .sorted()
                    .toList();
        }
        final List<SharpScene> scenes = new ArrayList<>();
        final int heldOut = (files.size() + EVERY - 1) / EVERY;
        for (int k = 0; k < photographs; k++) {
            final int i = EVERY * (k * heldOut / photographs);
            scenes.add(photograph(files.get(i), i));
        }
        for (int i = 0; i < cells; i++)
            scenes.add(new SharpScene(
                    "cells-" + i,
                    "cells",
                    1000 + i,
                    CELLS,
                    CELLS,
                    Scenes.CELLS.image(CELLS, new SplittableRandom(7_000_000 + i))));
        return scenes;
    }

    private static SharpScene photograph(final Path file, final long seed) {
        final ImageProcessor pixels =
                IJ.openImage(file.toString()).getProcessor().convertToByte(false);
        final int width = Math.min(LARGEST, pixels.getWidth()) / 2 * 2,
                height = Math.min(LARGEST, pixels.getHeight()) / 2 * 2;
        final float[] levels = new float[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) levels[y * width + x] = pixels.getf(x, y) / 255;
        return new SharpScene(file.getFileName().toString(), "photographs", seed, width, height, levels);
    }

    SplittableRandom random(final SimulatedField.Kind kind) {
        return new SplittableRandom(seed * 10 + kind.ordinal());
    }

    /** An image in 8 bits, grey levels from 0 to 255. */
    static float[] recorded(
            final float[] clean, final int width, final int height, final double noise, final SplittableRandom random) {
        final float[] recorded = Camera.of(new ReadNoise(noise / 255), new Digitisation(8))
                .record(new Frame(clean, width, height, 1), random)
                .levels();
        for (int i = 0; i < recorded.length; i++) recorded[i] = Math.round(255 * recorded[i]);
        return recorded;
    }
}
