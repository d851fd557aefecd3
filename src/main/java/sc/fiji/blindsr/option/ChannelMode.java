package sc.fiji.blindsr.option;

/** How many kernels an image of several channels has. */
public enum ChannelMode {
    /** One kernel for all channels and planes. */
    ONE_KERNEL("One kernel"),
    /** A kernel for each channel, and for each colour of an RGB image. */
    KERNEL_PER_CHANNEL("Kernel per channel");

    private final String label;

    ChannelMode(final String label) {
        this.label = label;
    }

    /** The name users choose it by. */
    public String label() {
        return label;
    }
}
