package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/**
 * Sharp synthetic images to train on: kinds that differ as much as photographs and micrographs do, made by chance, without
 * anybody's rights.
 */
public enum Scenes {
    /** Opaque polygons and blobs over one another, some with textures. */
    DEAD_LEAVES(new DeadLeaves(), 12),
    /** Fluorescent cells on dark ground. */
    CELLS(new Cells(), 6),
    /** Thin curved fibres. */
    FILAMENTS(new Filaments(), 6),
    /** Small roundish things with sharp rims. */
    SPOTS(new Spots(), 6),
    /** Soft shining spots, alone, among fibres or in cells: often, since they are what is most easily taken for blur. */
    VESICLES(new Vesicles(), 10),
    /** Walls with rows of windows in perspective. */
    FACADES(new Facades(), 3),
    /** Fields of gratings, checkers and stars of sectors. */
    GRATINGS(new Gratings(), 2),
    /** Ink on paper. */
    LINE_ART(new LineArt(), 2),
    /** Points and small discs: more often as sharp as can be than other scenes, or a blur of their own is expected of them. */
    BEADS(new Beads(), 9, 0.5),
    /** A night sky. */
    STAR_FIELD(new StarField(), 2);

    private final Scene scene;
    private final int frequency;
    private final double soft;

    Scenes(final Scene scene, final int frequency) {
        this(scene, frequency, 0.7);
    }

    /** @param soft how often it has a slight blur of its own */
    Scenes(final Scene scene, final int frequency, final double soft) {
        this.scene = scene;
        this.frequency = frequency;
        this.soft = soft;
    }

    /** A scene of any kind: size×size grey levels from 0 to 1. */
    public static float[] draw(final int size, final RandomGenerator random) {
        return any(random).image(size, random);
    }

    private static Scenes any(final RandomGenerator random) {
        int total = 0;
        for (final Scenes kind : values()) total += kind.frequency;
        int left = random.nextInt(total);
        for (final Scenes kind : values()) {
            left -= kind.frequency;
            if (left < 0) return kind;
        }
        throw new AssertionError();
    }

    /**
     * A scene of this kind. It is as sharp as photographs are at their own pixels: drawn twice as fine, and mostly with a
     * slight blur. Some have another contrast curve.
     *
     * @return size×size grey levels from 0 to 1
     */
    public float[] image(final int size, final RandomGenerator random) {
        final Canvas fine = new Canvas(2 * size);
        scene.paint(fine, random);
        final Canvas canvas = fine.halved();
        if (random.nextDouble() < soft) canvas.blur(Draw.uniform(0.25, 0.7, random));
        final float[] levels = canvas.levels();
        final double gamma = random.nextDouble() < 0.3 ? Draw.uniform(0.5, 2, random) : 1;
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.min(1, Math.max(0, levels[i]));
            if (gamma != 1) levels[i] = (float) Math.pow(levels[i], gamma);
        }
        return levels;
    }
}
