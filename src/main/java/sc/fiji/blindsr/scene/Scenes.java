package sc.fiji.blindsr.scene;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;

/**
 * Synthetic sharp pictures to learn blur from: what photographs and micrographs have in common are edges, textures, lines and
 * points at all sizes (for "dead leaves" instead of photographs see Achddou, Gousseau, Ladjal, "Synthetic images as a
 * regularity prior for image restoration neural networks", SSVM 2021). Each picture depends on its random numbers alone.
 */
public final class Scenes {

    /** What draws a kind of picture. */
    private interface Kind {

        void draw(Scene scene);
    }

    /** Kinds, and how often they come. */
    private static final Kind[] KINDS = {
        Scenes::deadLeaves,
        Scenes::cells,
        Scenes::filaments,
        Scenes::points,
        Scenes::gratings,
        Scenes::lineArt,
        Scenes::stars
    };

    private static final double[] SHARES = {0.56, 0.14, 0.08, 0.06, 0.04, 0.08, 0.04};

    private Scenes() {}

    /**
     * Draws a picture.
     *
     * @param size width and height
     * @return grey levels in [0,1], row by row
     */
    public static float[] draw(final int size, final Random random) {
        final Scene scene = new Scene(size * Scene.OVERSAMPLING, random);
        double turn = random.nextDouble();
        int kind = 0;
        while (kind < KINDS.length - 1 && turn >= SHARES[kind]) turn -= SHARES[kind++];
        KINDS[kind].draw(scene);
        float[] picture = reduced(scene.levels, size);
        // as sharp as photographs are
        if (scene.chance(0.7)) picture = Smoothing.gaussian(picture, size, scene.uniform(0.25, 0.7));
        final double gamma = scene.chance(0.3) ? scene.uniform(0.5, 2) : 1;
        final double grain = scene.chance(0.3) ? scene.uniform(0, 2) : 0;
        for (int i = 0; i < picture.length; i++) {
            final double level = Math.max(0, Math.min(255, picture[i] + grain * random.nextGaussian())) / 255;
            picture[i] = (float) (gamma == 1 ? level : Math.pow(level, gamma));
        }
        return picture;
    }

    private static float[] reduced(final float[] levels, final int size) {
        final int n = size * Scene.OVERSAMPLING;
        final float[] reduced = new float[size * size];
        for (int y = 0; y < n; y++)
            for (int x = 0; x < n; x++)
                reduced[y / Scene.OVERSAMPLING * size + x / Scene.OVERSAMPLING] +=
                        levels[y * n + x] / (Scene.OVERSAMPLING * Scene.OVERSAMPLING);
        return reduced;
    }

    /** Shapes that hide each other, as things do; some have a texture. */
    private static void deadLeaves(final Scene s) {
        s.add(Textures.field(s, s.uniform(0.8, 2)), s.uniform(0, 40));
        final double base = s.uniform(25, 230);
        for (int i = 0; i < s.levels.length; i++) s.levels[i] += base;
        final float[][] textures = {Textures.any(s), Textures.any(s), Textures.any(s)};
        final double[] contrasts = {s.uniform(3, 40), s.uniform(3, 40), s.uniform(3, 40)};
        final double smallest = s.logUniform(2, 20) * Scene.OVERSAMPLING,
                largest = s.uniform(40, 250) * Scene.OVERSAMPLING;
        final double exponent = 1 - s.uniform(1.5, 3.2), textured = s.uniform(0, 0.8);
        final double[] radii = new double[(int) s.logUniform(150, 5000)];
        for (int i = 0; i < radii.length; i++)
            radii[i] = Math.pow(
                    Math.pow(smallest, exponent)
                            + s.random.nextDouble() * (Math.pow(largest, exponent) - Math.pow(smallest, exponent)),
                    1 / exponent);
        if (s.chance(0.5)) {
            Arrays.sort(radii);
            for (int i = 0; i < radii.length / 2; i++) {
                final double r = radii[i];
                radii[i] = radii[radii.length - 1 - i];
                radii[radii.length - 1 - i] = r;
            }
        }
        // Each leaf has a number, drawn as a colour of three bytes; its grey level and texture are looked up.
        final BufferedImage leaves = new BufferedImage(s.size, s.size, BufferedImage.TYPE_INT_RGB);
        final Graphics2D pen = leaves.createGraphics();
        final float[] greys = new float[radii.length + 1];
        final int[] texture = new int[radii.length + 1], shift = new int[radii.length + 1];
        for (int i = 1; i <= radii.length; i++) {
            final double radius = radii[i - 1];
            greys[i] = (float)
                    (s.chance(0.7)
                            ? s.uniform(0, 255)
                            : Math.max(0, Math.min(255, 128 + 40 * s.random.nextGaussian())));
            texture[i] = radius > 12 * Scene.OVERSAMPLING && s.chance(textured) ? s.random.nextInt(3) : -1;
            shift[i] = s.random.nextInt(s.size) * s.size;
            pen.setColor(new java.awt.Color(i));
            pen.fill(s.shape(s.uniform(0, s.size), s.uniform(0, s.size), radius));
        }
        pen.dispose();
        final int[] numbers = leaves.getRGB(0, 0, s.size, s.size, null, 0, s.size);
        for (int i = 0; i < numbers.length; i++) {
            final int leaf = numbers[i] & 0xffffff;
            if (leaf == 0) continue;
            s.levels[i] = greys[leaf];
            if (texture[leaf] >= 0)
                s.levels[i] += contrasts[texture[leaf]] * textures[texture[leaf]][(i + shift[leaf]) % numbers.length];
        }
    }

    /** Fluorescence: nuclei with a texture and membranes on dark ground, spots, a background that varies slowly. */
    private static void cells(final Scene s) {
        final double ground = s.uniform(2, 30);
        Arrays.fill(s.levels, (float) ground);
        if (s.chance(0.6)) s.add(positive(Textures.field(s, 2.2)), s.uniform(2, 20));
        final float[] inside = Textures.field(s, s.uniform(0.6, 1.8));
        final double contrast = s.uniform(0, 0.5);
        final BufferedImage nuclei = s.canvas();
        final Graphics2D pen = Scene.pen(nuclei);
        final int count = 3 + s.random.nextInt(60);
        for (int i = 0; i < count; i++) {
            final Path2D cell =
                    s.shape(s.uniform(0, s.size), s.uniform(0, s.size), s.uniform(8, 60) * Scene.OVERSAMPLING);
            pen.setColor(Scene.grey(s.uniform(20, 160)));
            pen.fill(cell);
            if (s.chance(0.5)) {
                pen.setColor(Scene.grey(s.uniform(60, 255)));
                pen.setStroke(new BasicStroke((float) s.uniform(1, 4)));
                pen.draw(cell);
            }
        }
        pen.dispose();
        final byte[] drawn = Scene.bytes(nuclei);
        for (int i = 0; i < drawn.length; i++)
            s.levels[i] += (drawn[i] & 0xff) * Math.max(0, Math.min(3, 1 + contrast * inside[i]));
        if (s.chance(0.6)) spots(s, s.random.nextInt(3000), s.uniform(0.3, 3));
        if (s.chance(0.4)) threads(s);
        toRange(s, s.uniform(120, 255));
    }

    private static float[] positive(final float[] values) {
        for (int i = 0; i < values.length; i++) values[i] = Math.max(0, values[i]);
        return values;
    }

    /** Filaments: long bent lines of a few widths. */
    private static void filaments(final Scene s) {
        Arrays.fill(s.levels, (float) s.uniform(2, 60));
        threads(s);
        if (s.chance(0.5)) threads(s);
        if (s.chance(0.3)) s.add(positive(Textures.field(s, 2)), s.uniform(2, 20));
        toRange(s, s.uniform(100, 255));
    }

    private static void threads(final Scene s) {
        final BufferedImage canvas = s.canvas();
        final Graphics2D pen = Scene.pen(canvas);
        final int count = 10 + s.random.nextInt(240);
        for (int i = 0; i < count; i++) {
            double x = s.uniform(0, s.size), y = s.uniform(0, s.size), angle = s.uniform(0, 2 * Math.PI);
            final double bend = 0.02 * s.random.nextGaussian(), wobble = s.uniform(0.01, 0.1);
            final Path2D path = new Path2D.Double();
            path.moveTo(x, y);
            for (int step = 20 + s.random.nextInt(100); step > 0; step--) {
                angle += bend + wobble * s.random.nextGaussian();
                path.lineTo(x += 6 * Math.cos(angle), y += 6 * Math.sin(angle));
            }
            pen.setColor(Scene.grey(s.uniform(20, 220)));
            pen.setStroke(new BasicStroke((float) s.uniform(1, 4 * Scene.OVERSAMPLING)));
            pen.draw(path);
        }
        pen.dispose();
        final byte[] drawn = Scene.bytes(canvas);
        for (int i = 0; i < drawn.length; i++) s.levels[i] += drawn[i] & 0xff;
    }

    /** Beads: points below the resolution, and small discs. */
    private static void points(final Scene s) {
        Arrays.fill(s.levels, (float) s.uniform(2, 60));
        spots(s, (int) s.logUniform(30, 3000), s.chance(0.5) ? 0.35 : s.uniform(0.3, 2.5));
        if (s.chance(0.4)) {
            final BufferedImage canvas = s.canvas();
            final Graphics2D pen = Scene.pen(canvas);
            final double radius = s.uniform(1, 8);
            for (int i = (int) s.logUniform(20, 800); i > 0; i--) {
                pen.setColor(Scene.grey(s.uniform(40, 255)));
                final double r = radius * s.uniform(0.8, 1.2);
                pen.fill(new Ellipse2D.Double(s.uniform(0, s.size), s.uniform(0, s.size), 2 * r, 2 * r));
            }
            pen.dispose();
            final byte[] drawn = Scene.bytes(canvas);
            for (int i = 0; i < drawn.length; i++) s.levels[i] += drawn[i] & 0xff;
        }
        toRange(s, s.uniform(120, 255));
    }

    /** Adds Gaussian spots of one width (pixels of the picture) and of all brightnesses. */
    private static void spots(final Scene s, final int count, final double sigma) {
        final float[] spots = new float[s.levels.length];
        for (int i = 0; i < count; i++)
            spots[s.random.nextInt(spots.length)] +=
                    (float) (-60 * Math.log(s.random.nextDouble() * s.random.nextDouble()));
        final double wide = sigma * Scene.OVERSAMPLING;
        s.add(Smoothing.gaussian(spots, s.size, wide), 2 + 2 * Math.PI * wide * wide);
    }

    /** Nothing but textures, side by side. */
    private static void gratings(final Scene s) {
        final float[] mask = Textures.field(s, 2.2), first = Textures.any(s), second = Textures.any(s);
        final double mean = s.uniform(80, 180), a = s.uniform(10, 70), b = s.uniform(10, 70);
        for (int i = 0; i < s.levels.length; i++)
            s.levels[i] = (float) (mask[i] > 0 ? mean + a * first[i] : mean + 20 + b * second[i]);
    }

    /** Drawings and print: lines, frames and letters on an even ground. */
    private static void lineArt(final Scene s) {
        final boolean dark = s.chance(0.4);
        final double ground = dark ? s.uniform(0, 60) : s.uniform(190, 255);
        final BufferedImage canvas = s.canvas();
        final Graphics2D pen = Scene.pen(canvas);
        pen.setColor(Scene.grey(ground));
        pen.fillRect(0, 0, s.size, s.size);
        for (int i = 20 + s.random.nextInt(150); i > 0; i--) {
            pen.setColor(Scene.grey(dark ? s.uniform(100, 255) : s.uniform(0, 150)));
            pen.setStroke(new BasicStroke((float) s.logUniform(1, 8)));
            final double x = s.uniform(0, s.size),
                    y = s.uniform(0, s.size),
                    w = s.logUniform(5, 300),
                    h = s.logUniform(5, 300);
            switch (s.random.nextInt(5)) {
                case 0 -> pen.draw(new Line2D.Double(x, y, x + (s.chance(0.5) ? w : -w), y + h));
                case 1 -> pen.draw(new Rectangle2D.Double(x, y, w, h));
                case 2 -> pen.fill(new Rectangle2D.Double(x, y, w / 3, h / 3));
                case 3 -> pen.draw(new Ellipse2D.Double(x, y, w, h));
                default -> letters(s, pen, x, y, s.logUniform(4, 40));
            }
        }
        pen.dispose();
        final byte[] drawn = Scene.bytes(canvas);
        for (int i = 0; i < drawn.length; i++) s.levels[i] = drawn[i] & 0xff;
        if (s.chance(0.4)) s.add(Textures.field(s, s.uniform(0.8, 2)), s.uniform(1, 12));
    }

    /** A word of what look like letters: a few strokes each. */
    private static void letters(
            final Scene s, final Graphics2D pen, final double x, final double y, final double height) {
        for (int letter = 2 + s.random.nextInt(10); letter > 0; letter--)
            for (int stroke = 2 + s.random.nextInt(2); stroke > 0; stroke--) {
                final double left = x + 0.9 * height * letter;
                pen.draw(new Line2D.Double(
                        left + 0.6 * height * s.random.nextInt(2),
                        y + height * s.random.nextInt(3) / 2,
                        left + 0.6 * height * s.random.nextInt(2),
                        y + height * s.random.nextInt(3) / 2));
            }
    }

    /** A sky: stars of all brightnesses on a dark ground, a few nebulae. */
    private static void stars(final Scene s) {
        Arrays.fill(s.levels, (float) s.uniform(2, 30));
        if (s.chance(0.5)) s.add(positive(Textures.field(s, 2)), s.uniform(2, 30));
        spots(s, (int) s.logUniform(100, 4000), 0.35);
        for (int i = s.random.nextInt(30); i > 0; i--) spots(s, 1, s.uniform(1, 6));
        toRange(s, s.uniform(150, 400));
    }

    /** Scales the grey levels, so that one in a thousand lies above a level. */
    private static void toRange(final Scene s, final double level) {
        final float[] sorted = s.levels.clone();
        Arrays.sort(sorted);
        final double factor = level / Math.max(1, sorted[(int) (sorted.length * 0.999)]);
        for (int i = 0; i < sorted.length; i++) s.levels[i] *= factor;
    }
}
