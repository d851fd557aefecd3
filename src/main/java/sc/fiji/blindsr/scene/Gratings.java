package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** A board of fields with gratings, checkers, stars of sectors and flat grey: test charts, fabrics, façades. */
final class Gratings implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final int fields = random.nextInt(2, 8);
        final double side = (double) canvas.size() / fields;
        for (int row = 0; row < fields; row++)
            for (int column = 0; column < fields; column++) field(canvas, column * side, row * side, side, random);
    }

    private static void field(
            final Canvas canvas, final double x, final double y, final double side, final RandomGenerator random) {
        final double grey = Draw.uniform(0.2, 0.8, random), contrast = Draw.uniform(0.05, 0.45, random);
        final Outline square = Outline.stroke(x, y + side / 2, x + side, y + side / 2, side);
        final double kind = random.nextDouble();
        if (kind < 0.1) canvas.fill(square, Brush.flat(grey));
        else if (kind < 0.3) {
            canvas.fill(square, Brush.flat(grey - contrast));
            star(canvas, x + side / 2, y + side / 2, side * 0.45, Brush.flat(grey + contrast), random);
        } else
            canvas.fill(
                    square,
                    Brush.textured(grey, contrast, kind < 0.7 ? Grating.random(random) : Grating.checker(random)));
    }

    /** Sectors that run together in the middle: Siemens's star. */
    private static void star(
            final Canvas canvas,
            final double cx,
            final double cy,
            final double radius,
            final Brush brush,
            final RandomGenerator random) {
        final int sectors = random.nextInt(6, 40);
        final double turn = random.nextDouble(Math.PI);
        for (int i = 0; i < sectors; i++) {
            final double from = turn + 2 * Math.PI * i / sectors, to = from + Math.PI / sectors;
            canvas.fill(
                    new Outline(
                            new double[] {cx, cx + radius * Math.cos(from), cx + radius * Math.cos(to)},
                            new double[] {cy, cy + radius * Math.sin(from), cy + radius * Math.sin(to)}),
                    brush);
        }
    }
}
