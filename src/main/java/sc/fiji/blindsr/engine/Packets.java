package sc.fiji.blindsr.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Bytes in packets that can be told from what others write into the same pipe: in the worker, native code may print to standard
 * output, where the messages go.
 *
 * <pre>
 * 8 bytes  {@link #MARK}
 * 4 bytes  length of the content, 1…{@link #LONGEST}
 * 4 bytes  CRC-32 of the content
 *          content
 * </pre>
 *
 * A packet is one write, short enough that Linux never mixes it with another. Where a system does, the sum tells, and the
 * reader fails.
 */
final class Packets {

    /** Bytes that no text in any encoding has, all of them different. */
    private static final byte[] MARK = {(byte) 0xFE, 0x01, (byte) 0xFF, 0x02, (byte) 0xC0, 0x03, (byte) 0xC1, 0x04};

    private static final int HEADER = MARK.length + 2 * Integer.BYTES;
    /** With its header a packet has 4096 bytes, what Linux calls PIPE_BUF. */
    static final int LONGEST = 4096 - HEADER;

    private Packets() {}

    private static int sum(final byte[] bytes, final int start, final int length) {
        final CRC32 sum = new CRC32();
        sum.update(bytes, start, length);
        return (int) sum.getValue();
    }

    /** Writes packets, each when it is full, or when it is flushed. */
    static final class Output extends OutputStream {

        private final OutputStream pipe;
        private final byte[] packet = new byte[HEADER + LONGEST];
        private int end = HEADER;

        Output(final OutputStream pipe) {
            this.pipe = pipe;
        }

        @Override
        public void write(final int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(final byte[] bytes, final int offset, final int length) throws IOException {
            for (int done = 0; done < length; ) {
                if (end == packet.length) writePacket();
                final int part = Math.min(length - done, packet.length - end);
                System.arraycopy(bytes, offset + done, packet, end, part);
                end += part;
                done += part;
            }
        }

        @Override
        public void flush() throws IOException {
            if (end > HEADER) writePacket();
            pipe.flush();
        }

        private void writePacket() throws IOException {
            final int length = end - HEADER;
            ByteBuffer.wrap(packet).put(MARK).putInt(length).putInt(sum(packet, HEADER, length));
            end = HEADER;
            pipe.write(packet, 0, HEADER + length);
        }
    }

    /** Reads the content of packets; what lies between them it hands over line by line. */
    static final class Input extends InputStream {

        private final DataInputStream pipe;
        private final Consumer<String> between;
        private final byte[] content = new byte[LONGEST];
        private int next;
        private int end;

        /** @param between is given each line that is in no packet, as UTF-8 */
        Input(final InputStream pipe, final Consumer<String> between) {
            this.pipe = new DataInputStream(pipe);
            this.between = between;
        }

        @Override
        public int read() throws IOException {
            return next < end || readPacket() ? content[next++] & 0xFF : -1;
        }

        @Override
        public int read(final byte[] bytes, final int offset, final int length) throws IOException {
            if (length == 0) return 0;
            if (next == end && !readPacket()) return -1;
            final int part = Math.min(length, end - next);
            System.arraycopy(content, next, bytes, offset, part);
            next += part;
            return part;
        }

        /** @return whether there is one more */
        private boolean readPacket() throws IOException {
            if (!findMark()) return false;
            final int length = pipe.readInt(), sum = pipe.readInt();
            if (length < 1 || length > LONGEST) throw new IOException("a packet says that it has " + length + " bytes");
            pipe.readFully(content, 0, length);
            if (sum(content, 0, length) != sum) throw new IOException("a packet arrived damaged");
            next = 0;
            end = length;
            return true;
        }

        private boolean findMark() throws IOException {
            final ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int found = 0; found < MARK.length; ) {
                final int value = pipe.read();
                if (value == (MARK[found] & 0xFF)) found++;
                else {
                    line.write(MARK, 0, found); // it was none
                    found = value == (MARK[0] & 0xFF) ? 1 : 0;
                    if (found == 0 && value != '\n' && value >= 0) line.write(value);
                    if (value == '\n' || value < 0) handOver(line);
                    if (value < 0) return false;
                }
            }
            handOver(line);
            return true;
        }

        private void handOver(final ByteArrayOutputStream line) {
            if (line.size() > 0) between.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }
}
