package sc.fiji.blindsr.run;

import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.image.Channel;

/**
 * What is known of a channel when it is to be restored.
 *
 * @param camera its planes, and their noise
 * @param estimate its kernel
 * @param steps number of steps of its restoration, for methods that have such; 0 = the method chooses
 */
record ChannelKernel(CameraSurvey camera, Estimate estimate, int steps) {

    Channel channel() {
        return camera.channel();
    }

    /** The one number for the noise, grey levels in [0,1]. */
    double noise() {
        return camera.profile().sigma();
    }
}
