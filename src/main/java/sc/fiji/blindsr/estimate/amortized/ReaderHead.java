package sc.fiji.blindsr.estimate.amortized;

/**
 * What the network says of the blur at each place: so many numbers, the entries, each with its precision. Turned and mirrored
 * images must give turned and mirrored answers, so less is learned than said.
 */
interface ReaderHead {

    /** How many numbers describe the blur. */
    int entries();

    /**
     * The highest log-precision that one place may have; the lowest is its negative. One that was surer than it can be, which
     * happens to one place in thousands, would speak for all others.
     */
    float surest();

    /** The numbers of {@link sc.fiji.blindsr.network.BlurReaderNetwork}'s pooling to begin with, four or six. */
    float[] pooling();

    /** The 1×1 filters from features to means and log-precisions of the entries. */
    TurnedWeights.Layer layer(int inputs);

    /** What is learned of biases, and of means and log-precisions without an image, to begin with. */
    float[] first();

    /** Means and log-precisions of the entries from what is learned. */
    float[] full(float[] learned);

    /** The gradient at what is learned from that at means and log-precisions. */
    float[] learned(float[] gradient);
}
