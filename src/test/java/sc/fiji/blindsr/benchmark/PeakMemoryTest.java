package sc.fiji.blindsr.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {

    private static final int SIZE = 300 << 20;

    /** An array, on the heap and in a native buffer, that is no longer there. */
    @Test
    void remembersWhatWasHeld() {
        assumeTrue(
                !PeakMemory.kind().equals("resident") || Files.isWritable(Path.of("/proc/self/clear_refs")),
                "the system does not let the peak of earlier tests be forgotten");
        PeakMemory.reset();
        final long before = PeakMemory.bytes(), free = Runtime.getRuntime().freeMemory();
        assertTrue(touched() > 0);
        final long held = PeakMemory.bytes() - before;
        // Of a heap array, only what does not fit into memory that Java holds already is new to the process.
        final double expected = PeakMemory.kind().equals("resident") ? 2.0 * SIZE - Math.min(SIZE, free) : SIZE;
        assertTrue(held > 0.9 * expected, before + " + " + held + ", expected " + expected);
    }

    private static long touched() {
        final byte[] heap = new byte[SIZE];
        final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
        long sum = 0;
        for (int i = 0; i < SIZE; i += 512) {
            heap[i] = 1;
            buffer.put(i, (byte) 1);
            sum += heap[i] + buffer.get(i);
        }
        return sum;
    }
}
