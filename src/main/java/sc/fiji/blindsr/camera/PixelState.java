package sc.fiji.blindsr.camera;

/** Whether a pixel shows the light, and if not, why. */
public enum PixelState {
    /** It shows the light. */
    SOUND("sound"),
    /** Saturated: the light was at least that strong. */
    SATURATED("saturated"),
    /** Something was drawn over it, such as a scale bar. */
    DRAWN_OVER("drawn over"),
    /** It is hot or dead, or was struck by a particle. */
    DEFECTIVE("defective, cosmic ray"),
    /** Its level stands for missing data. */
    MISSING("no data"),
    /** The user does not want it to be looked at. */
    LEFT_OUT("left out (key mask)");

    private final String text;

    PixelState(final String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
