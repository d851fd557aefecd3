package sc.fiji.blindsr.run;

import static sc.fiji.blindsr.option.Options.CHANNELS;
import static sc.fiji.blindsr.option.Options.INPUT;
import static sc.fiji.blindsr.option.Options.KERNEL_RESTORER;
import static sc.fiji.blindsr.option.Options.RESTORER;
import static sc.fiji.blindsr.option.Options.SCALE;

import ij.ImagePlus;
import java.util.Locale;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.option.Settings;

/** How large results can be: a plane, its colours together, must fit into one of Java's arrays. */
final class ResultSize {

    private static final long LARGEST = Integer.MAX_VALUE;

    private ResultSize() {}

    /**
     * Checks it before anything is computed.
     *
     * @param colours how many are restored together
     * @throws UserError if the image, or what would become of it, is too large
     */
    static void check(final Settings settings, final int colours) {
        final ImagePlus input = settings.get(INPUT);
        final boolean restores = settings.has(RESTORER) || settings.has(KERNEL_RESTORER);
        final int scale = restores ? settings.get(SCALE) : 1;
        final long values = (long) colours * input.getWidth() * input.getHeight(), all = scale * scale * values;
        if (all <= LARGEST) return;
        final int side = (int) Math.sqrt(LARGEST / (double) (scale * scale * colours));
        throw new UserError(
                values <= LARGEST ? SCALE.key() : INPUT.key(),
                String.format(
                        Locale.ROOT,
                        "%d×%d pixels%s at scale factor %d become %d values",
                        input.getWidth(),
                        input.getHeight(),
                        colours > 1 ? " in " + colours + " colours" : "",
                        scale,
                        all),
                String.format(
                        Locale.ROOT,
                        "%d are possible, those of %d×%d pixels here; crop the image%s%s",
                        LARGEST,
                        side,
                        side,
                        scale > 1 ? ", take a smaller scale factor" : "",
                        colours > 1 && settings.has(CHANNELS) ? ", or take each colour by itself (channels)" : ""));
    }
}
