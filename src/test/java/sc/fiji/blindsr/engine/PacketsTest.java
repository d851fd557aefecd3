package sc.fiji.blindsr.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketsTest {

    private final List<String> between = new ArrayList<>();
    private final ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    private final Packets.Output out = new Packets.Output(pipe);

    private Packets.Input in() {
        return new Packets.Input(new ByteArrayInputStream(pipe.toByteArray()), between::add);
    }

    private void print(final String text) {
        pipe.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] random(final int length) {
        final byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void bytesOfAnyNumberComeBack() throws IOException {
        for (final int length : new int[] {1, Packets.LONGEST - 1, Packets.LONGEST, Packets.LONGEST + 1, 100_000}) {
            pipe.reset();
            out.write(random(length));
            out.flush();
            assertArrayEquals(random(length), in().readAllBytes());
        }
        assertEquals(List.of(), between);
    }

    /** Even where others print the first bytes of a mark. */
    @Test
    void whatOthersPrintIsHandedOverByLines() throws IOException {
        print("OMP: Info\nµ half a line");
        out.write(random(5000), 0, 2500);
        out.flush();
        pipe.write(0xFE);
        print("\n\nmore\n");
        pipe.writeBytes(new byte[] {(byte) 0xFE, 1});
        out.write(random(5000), 2500, 2500);
        out.flush();
        print("the end");
        assertArrayEquals(random(5000), in().readAllBytes());
        assertEquals(6, between.size(), between.toString());
        assertEquals(List.of("OMP: Info", "µ half a line"), between.subList(0, 2));
        assertEquals("more", between.get(3));
        assertEquals("the end", between.get(5));
    }

    @Test
    void aPacketWithSomethingInItIsNoticed() throws IOException {
        out.write(random(1000));
        out.flush();
        final byte[] bytes = pipe.toByteArray();
        pipe.reset();
        pipe.write(bytes, 0, 500);
        print("printed");
        pipe.write(bytes, 500, bytes.length - 500);
        final String message =
                assertThrows(IOException.class, () -> in().readAllBytes()).getMessage();
        assertTrue(message.contains("damaged"), message);
    }

    @Test
    void soIsHalfAPacket() throws IOException {
        out.write(random(1000));
        out.flush();
        final byte[] bytes = pipe.toByteArray();
        pipe.reset();
        pipe.write(bytes, 0, 500);
        assertThrows(EOFException.class, () -> in().readAllBytes());
    }
}
