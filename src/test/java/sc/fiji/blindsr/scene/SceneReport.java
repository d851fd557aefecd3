package sc.fiji.blindsr.scene;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import sc.fiji.blindsr.camera.CameraModel;
import sc.fiji.blindsr.camera.Frame;

/**
 * Contact sheets to look at, and times: {@code SceneReport [FOLDER]} writes scenes, cameras and samples as PNG into
 * target/scenes. FOLDER: photographs for the samples.
 */
final class SceneReport {

    private static final int SIZE = 256;
    private static final int COLUMNS = 6;

    private SceneReport() {}

    public static void main(final String[] args) throws IOException {
        final Path folder = Files.createDirectories(Path.of("target/scenes"));
        for (final Scenes kind : Scenes.values()) {
            final Sheet sheet = new Sheet(COLUMNS, 2, 2 * SIZE);
            final long start = System.nanoTime();
            for (int i = 0; i < 2 * COLUMNS; i++) sheet.add(kind.image(2 * SIZE, new SplittableRandom(i)));
            final double ms = (System.nanoTime() - start) / 1e6 / (2 * COLUMNS);
            System.out.printf(Locale.ROOT, "%-12s %.0f ms for 512×512%n", kind, ms);
            sheet.write(folder.resolve(kind.name().toLowerCase(Locale.ROOT) + ".png"));
        }
        for (int round = 0; round < 2; round++) {
            final long start = System.nanoTime();
            for (int i = 0; i < 100; i++) Scenes.draw(512, new SplittableRandom(i));
            System.out.printf(Locale.ROOT, "any scene: %.0f ms on one core%n", (System.nanoTime() - start) / 1e8);
        }
        final Sheet cameras = new Sheet(CameraModel.values().length, 2, SIZE);
        for (final Scenes kind : List.of(Scenes.DEAD_LEAVES, Scenes.CELLS))
            for (final CameraModel model : CameraModel.values()) {
                final SplittableRandom random = new SplittableRandom(5);
                final Frame scene = new Frame(kind.image(SIZE, random), SIZE, SIZE, 1);
                cameras.add(model.camera().record(scene, random).levels());
            }
        cameras.write(folder.resolve("cameras.png"));
        samples(args.length == 0 ? List.of() : images(Path.of(args[0])), folder);
    }

    private static void samples(final List<Path> photographs, final Path folder) throws IOException {
        final BlurSimulator simulator = new BlurSimulator(photographs, 50, 1);
        for (int scale = 2; scale <= 4; scale++) {
            final SplittableRandom random = new SplittableRandom(scale);
            final Sheet sheet = new Sheet(16, 8, 48);
            for (int i = 0; i < 16 * 8; i++)
                sheet.add(simulator.draw(scale, 48, random).low());
            sheet.write(folder.resolve("samples-x" + scale + ".png"));
            final long start = System.nanoTime();
            for (int i = 0; i < 2000; i++) simulator.draw(scale, 48, random);
            System.out.printf(
                    Locale.ROOT, "48×48 sample at ×%d: %.2f ms%n", scale, (System.nanoTime() - start) / 1e6 / 2000);
        }
    }

    private static List<Path> images(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(jpg|png)"))
                    .sorted()
                    .toList();
        }
    }

    /** Square grey images side by side. */
    private static final class Sheet {

        private final BufferedImage image;
        private final int columns;
        private final int size;
        private int number;

        Sheet(final int columns, final int rows, final int size) {
            this.columns = columns;
            this.size = size;
            this.image = new BufferedImage(columns * size, rows * size, BufferedImage.TYPE_BYTE_GRAY);
        }

        /** Of an image of several channels, the first is shown. */
        void add(final float[] levels) {
            final int left = number % columns * size, top = number / columns * size;
            for (int y = 0; y < size; y++)
                for (int x = 0; x < size; x++)
                    image.getRaster()
                            .setSample(
                                    left + x,
                                    top + y,
                                    0,
                                    Math.round(255 * Math.min(1, Math.max(0, levels[y * size + x]))));
            number++;
        }

        void write(final Path file) throws IOException {
            ImageIO.write(image, "png", file.toFile());
        }
    }
}
