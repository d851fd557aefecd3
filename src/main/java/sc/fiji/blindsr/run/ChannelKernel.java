package sc.fiji.blindsr.run;

import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.image.Channel;

/**
 * What is known of a channel when it is to be restored.
 *
 * @param choice where the channel shows its blur, and its noise
 * @param estimate its kernel
 */
record ChannelKernel(PlaneChoice choice, Estimate estimate) {

    Channel channel() {
        return choice.channel();
    }
}
