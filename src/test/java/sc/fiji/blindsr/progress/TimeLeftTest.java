package sc.fiji.blindsr.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private long now;
    private final TimeLeft left = new TimeLeft(() -> now);

    private String after(final double seconds, final int done, final int total) {
        now = (long) (seconds * 1e9);
        return left.after(done, total);
    }

    @Test
    void fromTheTimeOfTheStepsSoFar() {
        assertEquals("", after(5, 0, 10));
        assertEquals("", after(5.5, 1, 10));
        assertEquals("8 s left", after(7, 2, 10));
        assertEquals("0 s left", after(15, 10, 10));
    }

    @Test
    void longTimesInLongerUnits() {
        after(0, 0, 1000);
        assertEquals("17 min left", after(1, 1, 1000));
        assertEquals("27 h 45 min left", after(100, 1, 1000));
    }

    /** Other stages have other steps. */
    @Test
    void anewForEachStage() {
        after(0, 0, 10);
        assertEquals("1 s left", after(9, 9, 10));
        assertEquals("", after(20, 0, 10));
        assertEquals("18 s left", after(22, 1, 10));
        assertEquals("", after(23, 2, 50));
    }
}
