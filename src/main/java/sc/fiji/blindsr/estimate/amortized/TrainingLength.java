package sc.fiji.blindsr.estimate.amortized;

/** How long a training lasts. */
@FunctionalInterface
interface TrainingLength {

    /**
     * How much of it is done, 0 to 1.
     *
     * @param step number of steps so far
     * @param seconds that they took
     */
    double done(int step, double seconds);

    /** So many steps: the same each time. */
    static TrainingLength ofSteps(final int steps) {
        return (step, seconds) -> (double) step / steps;
    }

    /** So many minutes: more steps on a faster machine. */
    static TrainingLength ofMinutes(final double minutes) {
        return (step, seconds) -> seconds / (60 * minutes);
    }
}
