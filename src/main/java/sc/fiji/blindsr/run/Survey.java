package sc.fiji.blindsr.run;

import java.io.Serializable;
import java.util.List;
import sc.fiji.blindsr.camera.CameraProfile;
import sc.fiji.blindsr.image.IntensityRange;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelSpread;

/**
 * What is known of an image when its planes are to be restored: what only all planes together tell. With it another process
 * restores any of them, see {@link ImageRestoration#resume}.
 *
 * @param ranges the maps between the grey levels of the hyperstack's channels and [0,1]
 * @param kernelPerChannel whether each of several channels has a kernel of its own
 * @param channels one for each channel, in their order
 * @param notes what has been reported so far
 */
public record Survey(
        List<IntensityRange> ranges, boolean kernelPerChannel, List<KnownChannel> channels, RunReport.Notes notes)
        implements Serializable {

    /**
     * What is known of a channel.
     *
     * @param camera what its camera is like; levels in [0,1]
     * @param kernel its kernel
     * @param spread how far its figures may be off; null where nothing is known of that
     * @param device the device that found the kernel
     * @param steps number of steps of its restoration; 0 = the method has none, or has not yet chosen
     */
    record KnownChannel(CameraProfile camera, BlurKernel kernel, KernelSpread spread, String device, int steps)
            implements Serializable {}
}
