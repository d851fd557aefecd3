package sc.fiji.blindsr.camera;

/** Fills unknown pixels from their known neighbours, from the rims of holes inwards. */
final class Inpainting {

    private Inpainting() {}

    /** Fills in place; an image of which nothing is known stays as it is. */
    static void fill(final Frame frame, final boolean[] unknown) {
        final float[] levels = frame.levels();
        final boolean[] left = unknown.clone();
        boolean filled = true;
        while (filled) {
            filled = false;
            final boolean[] before = left.clone();
            for (int i = 0; i < left.length; i++) {
                if (!before[i]) continue;
                final int width = frame.width(), x = i % width, y = i / width % frame.height();
                double sum = 0;
                int n = 0;
                for (int dy = y > 0 ? -1 : 0; dy <= (y + 1 < frame.height() ? 1 : 0); dy++)
                    for (int dx = x > 0 ? -1 : 0; dx <= (x + 1 < width ? 1 : 0); dx++) {
                        final int j = i + dy * width + dx;
                        if (before[j]) continue;
                        sum += levels[j];
                        n++;
                    }
                if (n == 0) continue;
                levels[i] = (float) (sum / n);
                left[i] = false;
                filled = true;
            }
        }
    }
}
