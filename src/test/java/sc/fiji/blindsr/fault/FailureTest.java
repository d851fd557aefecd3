package sc.fiji.blindsr.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {

    @Test
    void aUserErrorIsShownAsItIs() {
        final UserError error = UserError.value("scale", 5, "one of 2, 3, 4");
        assertTrue(Failure.isExpected(error));
        assertEquals("scale: \"5\" was given, allowed is one of 2, 3, 4.", Failure.message(error));
        assertEquals("scale", error.parameter());
        assertEquals(
                "kernels: plane 3: \"5\" was given, allowed is one of 2, 3, 4.",
                Failure.message(error.as("kernels", "plane 3: ")));
    }

    @Test
    void whatOtherThreadsEndedWith() {
        final Throwable wrapped = new CompletionException(new OutOfMemoryError("Java heap space"));
        assertTrue(Failure.isExpected(wrapped));
        assertEquals(Failure.message(new OutOfMemoryError()), Failure.message(wrapped));
        assertFalse(Failure.isExpected(new CompletionException(new IllegalStateException("odd"))));
        assertFalse(Failure.isExpected(new CompletionException("odd", null)));
    }

    /** Even those whose message looks like one for users. */
    @Test
    void everyOtherExceptionIsABug() {
        for (final Throwable bug : new Throwable[] {
            new IllegalArgumentException("scale: 5 was given"),
            new NullPointerException(),
            new IllegalStateException("out of memory"),
            new EngineException("no such operator"),
            new EngineException((String) null)
        }) {
            assertFalse(Failure.isExpected(bug), bug.toString());
            assertEquals(
                    "Unexpected error, a bug of this plugin. Its stack trace is in the log: " + bug,
                    Failure.message(bug));
        }
    }

    /** As the allocators and libraries of PyTorch put it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 20.00 GiB",
                "[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: you tried to allocate",
                "DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
            })
    void theNetworksMayRunOutOfMemory(final String message) {
        final EngineException failure = new EngineException(message);
        assertTrue(Failure.isOutOfMemoryOfNetworks(failure));
        assertTrue(Failure.isExpected(failure));
        assertEquals(
                "There is not enough memory for the networks. Crop the image (Image > Crop), choose another restorer, or"
                        + " another device. (" + message + ")",
                Failure.message(failure));
        assertFalse(Failure.isOutOfMemoryOfNetworks(new IllegalStateException(message)));
        assertEquals(Failure.message(failure), Failure.message(new NetworksOutOfMemory(message)));
    }

    @Test
    void soMayJava() {
        final OutOfMemoryError failure = new OutOfMemoryError("Java heap space");
        assertTrue(Failure.isExpected(failure));
        assertFalse(Failure.isOutOfMemoryOfNetworks(failure));
        assertTrue(Failure.message(failure).startsWith("There is not enough memory. Crop the image"));
    }

    /** Of files: exceptions whose message is but a path, or the name of another exception, say what it was in words. */
    @Test
    void reasonsAreWords() {
        assertEquals("access denied", Failure.reason(new AccessDeniedException("/a")));
        assertEquals("there is no such file", Failure.reason(new NoSuchFileException("/a")));
        assertEquals(
                "No space left on device",
                Failure.reason(
                        new UncheckedIOException(new FileSystemException("/a", null, "No space left on device"))));
        assertEquals(
                "bad header",
                Failure.reason(new IOException(new IllegalStateException(new IOException("bad header")))));
        assertEquals("outer", Failure.reason(new IOException("outer", new IOException("inner"))));
        assertEquals("no reason was given", Failure.reason(new EOFException()));
    }

    @Test
    void theTraceNamesItsCause() {
        final String trace = Failure.stackTrace(new IllegalStateException("outer", new NullPointerException("inner")));
        assertTrue(trace.startsWith("java.lang.IllegalStateException: outer"), trace);
        assertTrue(trace.contains("Caused by: java.lang.NullPointerException: inner"), trace);
        assertTrue(trace.contains("at " + FailureTest.class.getName() + "."), trace);
    }
}
