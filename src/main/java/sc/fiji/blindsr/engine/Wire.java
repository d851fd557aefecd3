package sc.fiji.blindsr.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** One end of the pipes between ImageJ and the worker: messages, one after the other. One thread may receive, any may send. */
public final class Wire {

    /** As much as a pipe of Linux holds. */
    private static final int BUFFER = 1 << 16;

    private final ObjectOutputStream out;
    private final InputStream source;
    private ObjectInputStream in;

    /**
     * @param from what the other end sends
     * @param to what it reads
     */
    public Wire(final InputStream from, final OutputStream to) throws IOException {
        out = new ObjectOutputStream(new BufferedOutputStream(to, BUFFER));
        out.flush(); // the other end waits for the stream's header
        source = new BufferedInputStream(from, BUFFER);
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
