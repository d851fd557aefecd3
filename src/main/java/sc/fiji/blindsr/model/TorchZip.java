package sc.fiji.blindsr.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The container that {@code torch.save} writes since PyTorch 1.6: a zip, without compression, of {@code data.pkl} and,
 * for each storage, {@code data/KEY}, all in one folder.
 */
final class TorchZip implements AutoCloseable {

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    /** Entries can lie over each other, and so be more than the file: bytes that may still be read. */
    private long allowed;

    private TorchZip(final Path file) throws IOException {
        allowed = Files.size(file);
        zip = new ZipFile(file.toFile());
    }

    static TorchFile.Saved read(final Path file) throws IOException {
        try (TorchZip zip = new TorchZip(file)) {
            for (final ZipEntry entry : Collections.list(zip.zip.entries()))
                zip.entries.put(entry.getName().substring(entry.getName().indexOf('/') + 1), entry);
            if (zip.entries.containsKey("byteorder")
                    && !new String(zip.bytes("byteorder"), StandardCharsets.US_ASCII).equals("little"))
                throw new IOException("it was written on a big-endian machine, which is not supported");
            final TorchUnpickler unpickler = new TorchUnpickler();
            final Object content = unpickler.load(new ByteArrayInputStream(zip.bytes("data.pkl")));
            final Map<String, ByteBuffer> storages = new HashMap<>();
            for (final TorchUnpickler.Storage storage : unpickler.storages().values()) {
                final byte[] bytes = zip.bytes("data/" + storage.key());
                if (bytes.length != storage.bytes())
                    throw new IOException("the storage \"" + storage.key() + "\" has " + bytes.length
                            + " bytes instead of " + storage.bytes());
                storages.put(storage.key(), ByteBuffer.wrap(bytes));
            }
            return new TorchFile.Saved(content, storages);
        }
    }

    private byte[] bytes(final String name) throws IOException {
        final ZipEntry entry = entries.get(name);
        if (entry == null) throw new IOException("it holds no " + name);
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize())
            throw new IOException(name + " is compressed, which torch.save never does");
        allowed -= entry.getSize();
        if (entry.getSize() < 0 || allowed < 0) throw new IOException("its entries are together larger than the file");
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
