package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/** Walls with rows of windows, seen at an angle: the repeated rectangles of cities, shelves and circuits. */
final class Facades implements Scene {

    @Override
    public void paint(final Canvas canvas, final RandomGenerator random) {
        final double size = canvas.size();
        canvas.fill(Brush.textured(
                random.nextDouble(), random.nextDouble(0.1), Tile.ground(canvas, Draw.uniform(1, 2, random), random)));
        for (int walls = random.nextInt(2, 8); walls > 0; walls--)
            new Wall(random.nextDouble(size), random.nextDouble(size), Draw.uniform(0.3, 1.5, random) * size, random)
                    .paint(canvas);
    }

    /** A plane in perspective, with the windows of one house. */
    private static final class Wall {

        private final RandomGenerator random;
        private final double cx;
        private final double cy;
        private final double extent;
        private final double cos;
        private final double sin;
        private final double shear;
        private final double vanishing;

        /**
         * @param cx column of the wall's middle
         * @param cy its row
         * @param extent width and height of the wall, as large as it appears in its middle
         */
        Wall(final double cx, final double cy, final double extent, final RandomGenerator random) {
            this.random = random;
            this.cx = cx;
            this.cy = cy;
            this.extent = extent;
            final double turn = random.nextBoolean() ? 0.05 * random.nextGaussian() : random.nextDouble(2 * Math.PI);
            this.cos = Math.cos(turn);
            this.sin = Math.sin(turn);
            this.shear = 0.3 * random.nextGaussian();
            this.vanishing = random.nextDouble(0.8);
        }

        void paint(final Canvas canvas) {
            final double wall = random.nextDouble(), frame = random.nextDouble(), pane = random.nextDouble();
            final double uneven = random.nextDouble(0.3);
            final int columns = random.nextInt(3, 40), rows = random.nextInt(3, 40);
            final double wide = Draw.uniform(0.4, 0.9, random), high = Draw.uniform(0.4, 0.9, random);
            final double rim = Draw.uniform(0.05, 0.2, random);
            final int bars = random.nextInt(3);
            final Texture plaster = Texture.random(random);
            canvas.fill(rectangle(0, 0, 1, 1), Brush.textured(wall, random.nextDouble(0.08), plaster));
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++) {
                    final double u = (column + 0.05) / columns, v = (row + 0.05) / rows;
                    final double w = wide / columns, h = high / rows;
                    canvas.fill(rectangle(u, v, w, h), Brush.flat(frame));
                    final Brush glass = Brush.flat(pane + uneven * (random.nextDouble() - 0.5));
                    // Panes between the bars of the frame
                    for (int i = 0; i <= bars; i++) {
                        final double part = w / (bars + 1);
                        canvas.fill(
                                rectangle(u + (i + rim) * part, v + rim * h, (1 - 2 * rim) * part, (1 - 2 * rim) * h),
                                glass);
                    }
                }
        }

        /** A rectangle on the wall, whose sides are 1, as it appears on the canvas. */
        private Outline rectangle(final double u, final double v, final double w, final double h) {
            final double[] x = new double[4], y = new double[4];
            for (int i = 0; i < 4; i++) {
                final double right = (i == 1 || i == 2 ? u + w : u) - 0.5, down = (i >= 2 ? v + h : v) - 0.5;
                final double nearness = extent / (1 + vanishing * right);
                final double across = right * nearness, along = (down + shear * right) * nearness;
                x[i] = cx + cos * across - sin * along;
                y[i] = cy + sin * across + cos * along;
            }
            return new Outline(x, y);
        }
    }
}
