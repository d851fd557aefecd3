package sc.fiji.blindsr.scene;

import java.util.random.RandomGenerator;

/**
 * A closed polygon on a canvas.
 *
 * @param x the corners' columns
 * @param y the corners' rows
 */
record Outline(double[] x, double[] y) {

    /** So many corners make a line round, for each pixel of the radius's square root. */
    private static final double ROUNDNESS = 6;

    /** A polygon of three to eight corners, not always convex. */
    static Outline polygon(final double cx, final double cy, final double radius, final RandomGenerator random) {
        final double[] angles =
                random.doubles(random.nextInt(3, 9), 0, 2 * Math.PI).sorted().toArray();
        final double[] radii = random.doubles(angles.length, 0.6, 1).toArray();
        return turned(cx, cy, radius, angles, radii, random);
    }

    /** A round thing with bulges. */
    static Outline blob(final double cx, final double cy, final double radius, final RandomGenerator random) {
        final double[] angles = round(radius), radii = new double[angles.length];
        final double bulge = Draw.uniform(0, 0.25, random), second = Draw.uniform(0, 0.1, random);
        final int bulges = random.nextInt(2, 5), more = bulges + random.nextInt(1, 4);
        final double phase = Draw.uniform(0, 2 * Math.PI, random);
        for (int i = 0; i < angles.length; i++)
            radii[i] = 1 + bulge * Math.sin(bulges * angles[i]) + second * Math.sin(more * angles[i] + phase);
        return turned(cx, cy, radius, angles, radii, random);
    }

    /** A circle. */
    static Outline disc(final double cx, final double cy, final double radius) {
        final double[] angles = round(radius), x = new double[angles.length], y = new double[angles.length];
        for (int i = 0; i < angles.length; i++) {
            x[i] = cx + radius * Math.cos(angles[i]);
            y[i] = cy + radius * Math.sin(angles[i]);
        }
        return new Outline(x, y);
    }

    /** A straight stroke between two points. */
    static Outline stroke(final double x0, final double y0, final double x1, final double y1, final double width) {
        final double length = Math.max(1e-9, Math.hypot(x1 - x0, y1 - y0));
        final double ox = -(y1 - y0) / length * width / 2, oy = (x1 - x0) / length * width / 2;
        return new Outline(
                new double[] {x0 + ox, x1 + ox, x1 - ox, x0 - ox}, new double[] {y0 + oy, y1 + oy, y1 - oy, y0 - oy});
    }

    /** The same shape, smaller or larger, around its middle. */
    Outline scaled(final double factor) {
        double cx = 0, cy = 0;
        for (int i = 0; i < x.length; i++) {
            cx += x[i] / x.length;
            cy += y[i] / x.length;
        }
        final double[] u = new double[x.length], v = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            u[i] = cx + factor * (x[i] - cx);
            v[i] = cy + factor * (y[i] - cy);
        }
        return new Outline(u, v);
    }

    private static double[] round(final double radius) {
        final double[] angles = new double[(int) Math.max(8, ROUNDNESS * Math.sqrt(radius))];
        for (int i = 0; i < angles.length; i++) angles[i] = 2 * Math.PI * i / angles.length;
        return angles;
    }

    /** Corners in polar coordinates, flattened to a random aspect and turned by a random angle. */
    private static Outline turned(
            final double cx,
            final double cy,
            final double radius,
            final double[] angles,
            final double[] radii,
            final RandomGenerator random) {
        final double aspect = Draw.uniform(0.3, 1, random), turn = Draw.uniform(0, Math.PI, random);
        final double cos = radius * Math.cos(turn), sin = radius * Math.sin(turn);
        final double[] x = new double[angles.length], y = new double[angles.length];
        for (int i = 0; i < x.length; i++) {
            final double u = radii[i] * Math.cos(angles[i]), v = aspect * radii[i] * Math.sin(angles[i]);
            x[i] = cx + cos * u - sin * v;
            y[i] = cy + sin * u + cos * v;
        }
        return new Outline(x, y);
    }
}
