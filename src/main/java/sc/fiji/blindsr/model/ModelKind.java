package sc.fiji.blindsr.model;

import java.util.Map;
import sc.fiji.blindsr.fault.UserError;

/** A kind of model that can be imported. */
public interface ModelKind {

    /** The name for users, such as "USRNet". */
    String label();

    /** Whether a file with these tensors is meant to be of this kind; it may still be wrong. */
    boolean recognises(Map<String, Tensor> tensors);

    /**
     * Checks the name, shape and values of every tensor.
     *
     * @throws UserError if one is missing, too many, of another shape than it needs or not finite; the
     *           message names it
     */
    void check(Map<String, Tensor> tensors);

    /**
     * The name that a model of this kind has in the {@linkplain Models models folder}.
     *
     * @param source the name of the file that it comes from
     * @throws UserError if no model can have this name
     */
    String name(String source);
}
