package sc.fiji.blindsr.run;

import java.util.Optional;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.image.Channel;
import sc.fiji.blindsr.progress.Progress;

/**
 * What is known of a channel when it is to be restored.
 *
 * @param camera its planes, and their noise
 * @param choice the plane on which the kernel was found; empty where others looked for it
 * @param estimate its kernel
 * @param steps number of steps of its restoration, for methods that have such; 0 = the method chooses
 * @param field its blur over the field; empty where it is the kernel everywhere
 */
record ChannelKernel(
        CameraSurvey camera, Optional<PlaneChoice> choice, Estimate estimate, int steps, Optional<BlurField> field) {

    /** The same with a blur that varies over the field, if there is one. */
    ChannelKernel with(final Optional<BlurField> varying) {
        return new ChannelKernel(camera, choice, estimate, steps, varying);
    }

    /**
     * Reads one plane, with what its blur tells; what is given back is not to be changed.
     *
     * @param plane number of the plane in the image's stack, from 1
     * @param scale the scale factor
     * @param progress may cancel
     */
    Observation read(final int plane, final int scale, final Progress progress) {
        return camera.read(plane, estimate.kernel(), scale, progress);
    }

    Channel channel() {
        return camera.channel();
    }

    /** The one number for the noise, grey levels in [0,1]. */
    double noise() {
        return camera.profile().sigma();
    }
}
