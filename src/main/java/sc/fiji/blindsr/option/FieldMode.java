package sc.fiji.blindsr.option;

/** Whether an image is restored with one blur, or with one that changes over the field. */
public enum FieldMode {
    /** The same blur everywhere. */
    UNIFORM("Uniform"),
    /** The blur of each place. */
    VARYING("Varying");

    private final String label;

    FieldMode(final String label) {
        this.label = label;
    }

    /** The name users choose it by. */
    public String label() {
        return label;
    }
}
