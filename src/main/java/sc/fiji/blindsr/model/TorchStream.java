package sc.fiji.blindsr.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The container that {@code torch.save} wrote before PyTorch 1.6, and still can: one pickle after another, namely a
 * magic number, the version of the format, facts of the machine, the object, and the keys of its storages; then the
 * storages in the order of these keys, each its count of numbers in eight bytes (little endian) and the raw numbers.
 */
final class TorchStream {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private static final long VERSION = 1001;

    private TorchStream() {}

    static TorchFile.Saved read(final byte[] file) throws IOException {
        final ByteArrayInputStream in = new ByteArrayInputStream(file);
        final TorchUnpickler unpickler = new TorchUnpickler();
        if (!MAGIC.equals(unpickler.load(in))) throw new IOException("it is a pickle, but not one of torch.save");
        if (!(unpickler.load(in) instanceof Number version) || version.longValue() != VERSION)
            throw new IOException("it has an unknown version of the format");
        if (!(unpickler.load(in) instanceof Map<?, ?> machine) || !Boolean.TRUE.equals(machine.get("little_endian")))
            throw new IOException("it was written on a big-endian machine, which is not supported");
        final Object content = unpickler.load(in);
        final List<?> keys = (List<?>) unpickler.load(in);
        final Map<String, ByteBuffer> storages = new HashMap<>();
        for (final Object key : keys) {
            final TorchUnpickler.Storage storage =
                    key instanceof String ? unpickler.storages().get(key) : null;
            if (storage == null) throw new IOException("it holds numbers that belong to no tensor");
            final byte[] length = in.readNBytes(Long.BYTES);
            if (length.length < Long.BYTES) throw new IOException("it is cut short");
            final long count =
                    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (count != storage.count())
                throw new IOException("the storage \"" + storage.key() + "\" has " + count + " numbers instead of "
                        + storage.count());
            if (storage.bytes() > in.available()) throw new IOException("it is cut short");
            storages.put(
                    storage.key(),
                    ByteBuffer.wrap(file, file.length - in.available(), (int) storage.bytes())
                            .slice());
            in.skipNBytes(storage.bytes());
        }
        if (!storages.keySet().equals(unpickler.storages().keySet()))
            throw new IOException("it does not hold the numbers of all its tensors");
        return new TorchFile.Saved(content, storages);
    }
}
