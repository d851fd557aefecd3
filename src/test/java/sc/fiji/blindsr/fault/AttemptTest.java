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

    /** What may not happen again is tried once more, and nothing else is. */
    @Test
    void whatMayNotHappenAgain() {
        final List<Integer> tries = new ArrayList<>();
        assertEquals(
                2,
                Attempt.twice(
                                "a.tif",
                                () -> {
                                    tries.add(1);
                                    if (tries.size() == 1) throw new TransientError("device", "it ended");
                                    return tries.size();
                                },
                                log::add)
                        .value());
        assertEquals(List.of("a.tif is tried once more: device: it ended"), log);
        final Callable<Object> fails = () -> {
            tries.add(1);
            throw new TransientError("device", "it ended");
        };
        assertEquals("device: it ended", Attempt.twice("b.tif", fails, log::add).reason(log::add));
        assertEquals(4, tries.size());
        final Callable<Object> mistaken = () -> {
            tries.add(1);
            throw new UserError("input", "too small");
        };
        assertEquals(
                "input: too small", Attempt.twice("c.tif", mistaken, log::add).reason(log::add));
        assertEquals(5, tries.size());
        assertEquals(2, log.size());
    }

    private String reason(final Callable<?> work) {
        return Attempt.of(work).reason(log::add);
    }
}
