package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Ink on paper: lines of signs that look like writing, straight lines, frames and circles. */
final class LineArt implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final int size = canvas.size();
        final boolean negative = random.nextDouble() < 0.3;
        final double paper = negative ? Draw.uniform(0, 0.4, random) : Draw.uniform(0.6, 1, random);
        final double ink = negative ? Draw.uniform(0.6, 1, random) : Draw.uniform(0, 0.4, random);
        canvas.fill(Brush.textured(
                paper, random.nextDouble(0.04), Tile.ground(canvas, Draw.uniform(0.3, 1.5, random), random)));
        final int figures = random.nextInt(4, 30);
        for (int i = 0; i < figures; i++)
            figure(canvas, Brush.flat(ink), Brush.flat(Draw.uniform(ink, paper, random)), random);
        final int blocks = random.nextInt(2, 12);
        for (int i = 0; i < blocks; i++)
            writing(
                    canvas,
                    random.nextDouble(-0.1, 0.8) * size,
                    random.nextDouble() * size,
                    Draw.logUniform(10, 60, random),
                    Brush.flat(ink),
                    random);
    }

    /** A line, a bar, a disc or a ring. */
    private static void figure(final Canvas canvas, final Brush ink, final Brush wash, final RandomGenerator random) {
        final int size = canvas.size();
        final double x = random.nextDouble(size), y = random.nextDouble(size), width = Draw.logUniform(1.5, 12, random);
        final double length = Draw.logUniform(20, size, random), angle = angle(random);
        final Outline line = Outline.stroke(x, y, x + length * Math.cos(angle), y + length * Math.sin(angle), width);
        switch (random.nextInt(4)) {
            case 0 -> canvas.fill(line, ink);
            case 1 -> canvas.fill(line, wash);
            case 2 -> canvas.fill(Outline.polygon(x, y, length / 3, random), wash);
            default -> {
                canvas.fill(Outline.disc(x, y, length / 4), ink);
                canvas.fill(Outline.disc(x, y, length / 4 - width), wash);
            }
        }
    }

    /** Mostly level or upright. */
    private static double angle(final RandomGenerator random) {
        return random.nextDouble() < 0.6 ? random.nextInt(4) * Math.PI / 2 : random.nextDouble(2 * Math.PI);
    }

    /** Some lines of signs, each of two to four strokes between the corners of a lattice of 3×4 points. */
    private static void writing(
            final Canvas canvas,
            final double left,
            final double top,
            final double height,
            final Brush ink,
            final RandomGenerator random) {
        final int lines = random.nextInt(1, 8), signs = random.nextInt(5, 40);
        final double pen = height * Draw.uniform(0.07, 0.2, random), slant = Draw.uniform(0, 0.25, random);
        for (int line = 0; line < lines; line++)
            for (int sign = 0; sign < signs; sign++) {
                if (random.nextDouble() < 0.15) continue; // between words
                final double x = left + sign * 0.75 * height, y = top + line * 1.6 * height;
                for (int strokes = random.nextInt(2, 5); strokes > 0; strokes--) {
                    final double v0 = random.nextInt(4) / 3.0, v1 = random.nextInt(4) / 3.0;
                    final double u0 = random.nextInt(3) / 4.0 - slant * v0, u1 = random.nextInt(3) / 4.0 - slant * v1;
                    canvas.fill(
                            Outline.stroke(x + u0 * height, y + v0 * height, x + u1 * height, y + v1 * height, pen),
                            ink);
                }
            }
    }
}
