package sc.fiji.blindsr.option;

/** Where in an image the kernel is looked for. */
public enum KernelRegion {
    /** In the selection if there is one, else in the part that the estimator chooses. */
    AUTO("Auto"),
    /** In the whole image. */
    WHOLE("Whole");

    private final String label;

    KernelRegion(final String label) {
        this.label = label;
    }

    /** The name users choose it by. */
    public String label() {
        return label;
    }
}
