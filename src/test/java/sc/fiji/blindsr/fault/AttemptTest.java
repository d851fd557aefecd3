package sc.fiji.blindsr.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** One of several works: what becomes of its failure. */
class AttemptTest {

    private final List<String> log = new ArrayList<>();

    @Test
    void whatUsersCanPutRightIsSaidOnce() {
        assertEquals("input: too small", reason(() -> {
            throw new UserError("input", "too small");
        }));
        assertEquals("no such disk", reason(() -> {
            throw new IOException("no such disk");
        }));
        assertEquals("", reason(() -> "done"));
        assertEquals(List.of(), log);
    }

    /** The log gets its trace, at once and from the inside. */
    @Test
    void aBugLeavesItsTrace() {
        assertEquals(
                "Unexpected error, a bug of this plugin. Its stack trace is in the log: java.lang.IllegalStateException:"
                        + " odd",
                reason(() -> {
                    throw new IllegalStateException("odd");
                }));
        assertEquals(1, log.size());
        assertTrue(
                log.get(0).startsWith("java.lang.IllegalStateException: odd")
                        && log.get(0).contains("at " + AttemptTest.class.getName() + "."),
                log.get(0));
    }

    @Test
    void cancellingEndsTheOthersToo() {
        assertThrows(
                CancellationException.class,
                () -> Attempt.of(() -> {
                    throw new CancellationException();
                }));
    }

    private String reason(final Callable<?> work) {
        return Attempt.of(work).reason(log::add);
    }
}
