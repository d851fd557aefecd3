package sc.fiji.blindsr.scene;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Random;

/**
 * A synthetic picture while it is drawn: grey levels from 0 to 255, at twice the size that is asked for, so that edges lie
 * anywhere between pixels.
 */
final class Scene {

    /** Drawn pixels for each one of the picture, along each axis. */
    static final int OVERSAMPLING = 2;

    final int size;
    final float[] levels;
    final Random random;

    /** @param size width and height, drawn pixels */
    Scene(final int size, final Random random) {
        this.size = size;
        this.random = random;
        levels = new float[size * size];
    }

    /** A random number of a range. */
    double uniform(final double from, final double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** A random number of a range, each factor as likely as another. */
    double logUniform(final double from, final double to) {
        return Math.exp(uniform(Math.log(from), Math.log(to)));
    }

    boolean chance(final double probability) {
        return random.nextDouble() < probability;
    }

    /** Adds something to all grey levels. */
    void add(final float[] other, final double factor) {
        for (int i = 0; i < levels.length; i++) levels[i] += factor * other[i];
    }

    /** A canvas for shapes. */
    BufferedImage canvas() {
        return new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    }

    static Graphics2D pen(final BufferedImage canvas) {
        final Graphics2D pen = canvas.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return pen;
    }

    static byte[] bytes(final BufferedImage canvas) {
        return ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
    }

    static Color grey(final double level) {
        final int v = (int) Math.max(0, Math.min(255, Math.round(level)));
        return new Color(v, v, v);
    }

    /** A polygon of a few corners, or a blob. */
    Path2D shape(final double x, final double y, final double radius) {
        final boolean blob = chance(0.4);
        final int corners = blob ? 40 : 3 + random.nextInt(6);
        final double flatness = uniform(0.25, 1), tilt = uniform(0, Math.PI), waves = uniform(0, 0.3);
        final int lobes = 2 + random.nextInt(4);
        final Path2D path = new Path2D.Double();
        for (int i = 0; i < corners; i++) {
            final double angle = 2 * Math.PI * (i + (blob ? 0 : uniform(-0.4, 0.4))) / corners;
            final double r = radius * (blob ? 1 + waves * Math.sin(lobes * angle + 1) : uniform(0.6, 1));
            final double u = r * Math.cos(angle), v = flatness * r * Math.sin(angle);
            final double px = x + u * Math.cos(tilt) - v * Math.sin(tilt),
                    py = y + u * Math.sin(tilt) + v * Math.cos(tilt);
            if (i == 0) path.moveTo(px, py);
            else path.lineTo(px, py);
        }
        path.closePath();
        return path;
    }
}
