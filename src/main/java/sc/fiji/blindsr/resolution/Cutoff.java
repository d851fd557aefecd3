package sc.fiji.blindsr.resolution;

/**
 * The frequency up to which an image shows more than noise, and the curve that it was read from.
 *
 * @param frequency as a part of the Nyquist frequency, 0 to 1; 0 if nothing stands above the noise
 * @param frequencies of the curve, ascending, as parts of the Nyquist frequency
 * @param curve one value for each frequency, about 0 to 1
 */
public record Cutoff(double frequency, double[] frequencies, double[] curve) {

    /** Whether anything stands above the noise. */
    public boolean isFound() {
        return frequency > 0;
    }

    /** The period of the frequency, in pixels: 2 at the Nyquist frequency; infinite if there is none. */
    public double period() {
        return 2 / frequency;
    }
}
