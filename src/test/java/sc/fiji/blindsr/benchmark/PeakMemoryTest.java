package sc.fiji.blindsr.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {

    /** Much more than what Java keeps of a heap that is free: an array that comes to lie there adds nothing. */
    private static final int SIZE = 300 << 20;

    /** An array, on the heap and in a native buffer, that is no longer there. */
    @Test
    void remembersWhatWasHeld() {
        PeakMemory.reset();
        final long before = PeakMemory.bytes();
        assertTrue(touched() > 0);
        final long held = PeakMemory.bytes() - before;
        assertTrue(held > (PeakMemory.kind().equals("resident") ? 1.8 : 0.9) * SIZE, before + " + " + held);
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
