package sc.fiji.blindsr.fault;

/**
 * Something that the user can put right: a parameter whose value, image or file cannot be used. Its message goes to the
 * user as it is. Every other exception is a bug of this plugin, and is shown as one.
 */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String problem;

    /**
     * @param parameter the macro key of the parameter
     * @param given what was given, a clause: "the image has 10×10 pixels"
     * @param allowed what is allowed or needed, a clause without full stop: "at least 32×32 are needed"
     */
    public UserError(final String parameter, final String given, final String allowed) {
        this(parameter, given + "; " + allowed + ".");
    }

    /**
     * @param parameter the macro key of the parameter
     * @param problem what was given and what is allowed, one or two sentences
     */
    public UserError(final String parameter, final String problem) {
        this(parameter, problem, (Throwable) null);
    }

    /**
     * @param parameter the macro key of the parameter
     * @param problem what was given and what is allowed, one or two sentences
     * @param cause what failed underneath, or null
     */
    public UserError(final String parameter, final String problem, final Throwable cause) {
        super(parameter + ": " + problem, cause);
        this.parameter = parameter;
        this.problem = problem;
    }

    /**
     * A value that is not among the allowed ones.
     *
     * @param parameter the macro key of the parameter
     * @param given the value
     * @param allowed the allowed values, without full stop: "one of 2, 3, 4"
     */
    public static UserError value(final String parameter, final Object given, final String allowed) {
        return new UserError(parameter, "\"" + given + "\" was given, allowed is " + allowed + ".");
    }

    /** The macro key of the parameter. */
    public String parameter() {
        return parameter;
    }

    /** The message without the parameter. */
    public String problem() {
        return problem;
    }

    /** The same problem, told of another parameter or in another context. */
    public UserError as(final String otherParameter, final String context) {
        return new UserError(otherParameter, context + problem, this);
    }
}
