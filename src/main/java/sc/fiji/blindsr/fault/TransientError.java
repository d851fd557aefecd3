package sc.fiji.blindsr.fault;

/**
 * Something that was nobody's mistake and may not happen again: it is worth another try. What the user can do about it is to try,
 * and the message is for the user; so it is a {@link UserError}.
 */
public final class TransientError extends UserError {

    private static final long serialVersionUID = 1L;

    /**
     * @param parameter the macro key of the parameter that has most to do with it
     * @param problem what happened and what can be done, sentences
     */
    public TransientError(final String parameter, final String problem) {
        super(parameter, problem);
    }
}
