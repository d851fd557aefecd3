package sc.fiji.blindsr.run;

import java.util.Optional;
import sc.fiji.blindsr.estimate.Estimate;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.image.Channel;

/**
 * What is known of a channel when it is to be restored.
 *
 * @param choice where the channel shows its blur, and its noise
 * @param estimate its kernel
 * @param field its blur over the field; empty where it is the kernel everywhere
 */
record ChannelKernel(PlaneChoice choice, Estimate estimate, Optional<BlurField> field) {

    ChannelKernel(final PlaneChoice choice, final Estimate estimate) {
        this(choice, estimate, Optional.empty());
    }

    Channel channel() {
        return choice.channel();
    }
}
