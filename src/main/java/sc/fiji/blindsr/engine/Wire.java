package sc.fiji.blindsr.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * One end of the pipes between ImageJ and the worker: messages, one after the other, in {@link Packets}. One thread may receive,
 * any may send.
 */
public final class Wire {

    /** As much as a pipe of Linux holds. */
    private static final int BUFFER = 1 << 16;

    private final ObjectOutputStream out;
    private final InputStream source;
    private ObjectInputStream in;

    /**
     * @param from what the other end sends
     * @param to what it reads
     * @param other is given each line that something else has written into the other end
     */
    public Wire(final InputStream from, final OutputStream to, final Consumer<String> other) throws IOException {
        out = new ObjectOutputStream(new Packets.Output(to));
        out.flush(); // the other end waits for the stream's header
        source = new Packets.Input(new BufferedInputStream(from, BUFFER), other);
    }

    /** Sends a message. */
    public synchronized void send(final Message message) throws IOException {
        out.writeObject(message);
        out.reset(); // else both ends would keep all that was ever sent
        out.flush();
    }

    /**
     * Waits for a message.
     *
     * @throws IOException if none comes any more, or what comes is none
     */
    public Message receive() throws IOException {
        if (in == null) in = new ObjectInputStream(source);
        try {
            return (Message) in.readObject();
        } catch (final ClassNotFoundException | ClassCastException e) {
            throw new IOException("no message of this version", e);
        }
    }
}
