package sc.fiji.blindsr.run;

import java.io.Serializable;
import sc.fiji.blindsr.evidence.ResidualFigures;

/**
 * What was found when a channel of a plane was restored.
 *
 * @param plane number of the plane in the image's stack, from 1
 * @param channel number of the channel, from 0
 * @param square mean square of the residual, grey levels
 * @param noise mean square of the noise of the same pixels, likewise
 * @param residual what the residual looks like
 * @param masked number of masked pixels
 * @param unknown number of those of which nothing is known
 * @param blank whether nothing is known of any pixel
 * @param shortOfMemory whether smaller tiles than planned were taken
 * @param resolution before and after; null where nobody asked for it
 */
public record PlaneFigures(
        int plane,
        int channel,
        double square,
        double noise,
        ResidualFigures residual,
        int masked,
        int unknown,
        boolean blank,
        boolean shortOfMemory,
        ResolutionGain resolution)
        implements Serializable {}
