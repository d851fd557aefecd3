package sc.fiji.blindsr.run;

import java.util.List;
import java.util.function.Function;

/** What a view shows beside the input: the values of the key {@code view}. */
enum ViewSubject {
    /** The super-resolved image. */
    RESULT("Result", shown -> List.of(shown.result())),
    /** What the result does not explain of the input. */
    RESIDUAL("Residual", ResidualView::panels),
    /** The pixels of the input that say nothing. */
    MASK("Mask", MaskView::panels);

    private final String label;
    private final Function<Shown, List<Panel>> panels;

    ViewSubject(final String label, final Function<Shown, List<Panel>> panels) {
        this.label = label;
        this.panels = panels;
    }

    /** The name users choose it by. */
    String label() {
        return label;
    }

    /** The panels to the right of the input's. */
    List<Panel> panels(final Shown shown) {
        return panels.apply(shown);
    }
}
