package sc.fiji.blindsr.scene;

/** Says what grey level a pixel gets that is painted on. */
@FunctionalInterface
interface Brush {

    /**
     * @param x column
     * @param y row
     * @param ground what is there so far
     */
    float at(int x, int y, float ground);

    /** Covers what is there. */
    static Brush flat(final double grey) {
        final float level = (float) grey;
        return (x, y, ground) -> level;
    }

    /** Covers what is there with a texture around a mean. */
    static Brush textured(final double grey, final double contrast, final Texture texture) {
        final float mean = (float) grey, strength = (float) contrast;
        return (x, y, ground) -> mean + strength * texture.at(x, y);
    }

    /** Covers what is there with a grey level that changes evenly: a surface under slanting light. */
    static Brush shaded(final double grey, final double slope, final double angle, final double cx, final double cy) {
        final float gx = (float) (slope * Math.cos(angle)), gy = (float) (slope * Math.sin(angle));
        final float origin = (float) (grey - gx * cx - gy * cy);
        return (x, y, ground) -> origin + gx * x + gy * y;
    }

    /** Light on top of what is there: things that are transparent and shine. */
    static Brush adding(final Brush light) {
        return (x, y, ground) -> ground + light.at(x, y, ground);
    }

    /** Leaves what is brighter. */
    static Brush brighter(final double grey) {
        final float level = (float) grey;
        return (x, y, ground) -> Math.max(ground, level);
    }
}
