package sc.fiji.blindsr.camera;

import java.util.Arrays;

/** Fills unknown pixels from their known neighbours, from the rims of holes inwards. */
final class Inpainting {

    /** All neighbours of a pixel. */
    private static final int[][] NEIGHBOURS = {{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}};

    private final Frame frame;
    private final boolean[] unknown;
    /** Whether an unknown pixel is in the present ring or was in one before. */
    private final boolean[] reached;

    private Inpainting(final Frame frame, final boolean[] unknown) {
        this.frame = frame;
        this.unknown = unknown.clone();
        reached = new boolean[unknown.length];
    }

    /** Fills in place; a channel of which nothing is known becomes black. */
    static void fill(final Frame frame, final boolean[] unknown) {
        final Inpainting inpainting = new Inpainting(frame, unknown);
        int[] ring = inpainting.rim();
        while (ring.length > 0) ring = inpainting.fill(ring);
        inpainting.blacken();
    }

    /** The unknown pixels that have a known neighbour. */
    private int[] rim() {
        final int[] ring = new int[unknown.length];
        int count = 0;
        for (int i = 0; i < unknown.length; i++) {
            if (!unknown[i]) continue;
            for (int n = 0; n < NEIGHBOURS.length && !reached[i]; n++) {
                final int j = neighbour(i, n);
                if (j >= 0 && !unknown[j]) reached[ring[count++] = i] = true;
            }
        }
        return Arrays.copyOf(ring, count);
    }

    /** Fills a ring from what was known before it. @return the next one */
    private int[] fill(final int[] ring) {
        for (final int i : ring) {
            double sum = 0;
            int n = 0;
            for (int k = 0; k < NEIGHBOURS.length; k++) {
                final int j = neighbour(i, k);
                if (j < 0 || unknown[j]) continue;
                sum += frame.levels()[j];
                n++;
            }
            frame.levels()[i] = (float) (sum / n);
        }
        for (final int i : ring) unknown[i] = false;
        int[] next = new int[ring.length + NEIGHBOURS.length];
        int count = 0;
        for (final int i : ring)
            for (int k = 0; k < NEIGHBOURS.length; k++) {
                final int j = neighbour(i, k);
                if (j < 0 || !unknown[j] || reached[j]) continue;
                reached[j] = true;
                if (count == next.length) next = Arrays.copyOf(next, 2 * count);
                next[count++] = j;
            }
        return Arrays.copyOf(next, count);
    }

    private void blacken() {
        for (int i = 0; i < unknown.length; i++) if (unknown[i]) frame.levels()[i] = 0;
    }

    /** Index of a neighbour in the same channel; −1 if there is none. */
    private int neighbour(final int i, final int which) {
        final int x = i % frame.width() + NEIGHBOURS[which][0],
                y = i / frame.width() % frame.height() + NEIGHBOURS[which][1];
        return x < 0 || y < 0 || x >= frame.width() || y >= frame.height()
                ? -1
                : i + NEIGHBOURS[which][1] * frame.width() + NEIGHBOURS[which][0];
    }
}
