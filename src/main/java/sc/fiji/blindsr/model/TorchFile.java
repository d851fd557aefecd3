package sc.fiji.blindsr.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.razorvine.pickle.PickleException;
import sc.fiji.blindsr.model.TorchUnpickler.StoredTensor;

/**
 * Reads the tensors of a {@code torch.save} file that holds a state dictionary, alone or as {@code model_state}: of
 * today's format ({@link TorchZip}) and of the older one ({@link TorchStream}). Nothing of the file is run: see
 * {@link TorchUnpickler}.
 */
public final class TorchFile {

    private TorchFile() {}

    /**
     * Reads the tensors of a file by name, in the order of the file.
     *
     * @throws IOException if it is not a {@code torch.save} of a dictionary of 32-bit float tensors, or is broken
     */
    public static Map<String, Tensor> read(final Path file) throws IOException {
        return read(file, ModelFile.bytes(file));
    }

    /** The same, of a file whose bytes have been read. */
    static Map<String, Tensor> read(final Path file, final byte[] bytes) throws IOException {
        try {
            // The first is of zip, whose directory is easier had from
            // the file; the second of pickle, from protocol 2 on.
            if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K')
                return tensors(TorchZip.read(file), bytes.length);
            if (bytes.length > 1 && bytes[0] == (byte) 0x80) return tensors(TorchStream.read(bytes), bytes.length);
        } catch (final IOException | PickleException e) {
            throw new IOException("not a torch.save file of tensors: " + e.getMessage(), e);
        } catch (final ClassCastException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NullPointerException
                | ArithmeticException
                | IllegalArgumentException e) {
            throw new IOException("not a torch.save file of tensors: it is damaged", e);
        }
        throw new IOException("not a torch.save file of tensors: it is neither a zip nor a pickle");
    }

    private static Map<String, Tensor> tensors(final Saved saved, final long fileSize) throws IOException {
        if (!(saved.content instanceof Map<?, ?> content)) throw new IOException("it is not a state dictionary");
        final Map<?, ?> dictionary = content.get("model_state") instanceof Map<?, ?> inner ? inner : content;
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        long size = 0;
        for (final Map.Entry<?, ?> entry : dictionary.entrySet()) {
            if (!(entry.getValue() instanceof StoredTensor stored))
                throw new IOException("\"" + entry.getKey() + "\" of its dictionary is not a tensor");
            try {
                final Tensor tensor = stored.read(saved.storages);
                tensors.put(entry.getKey().toString(), tensor);
                // Tensors can lie over each other: a small file could fill the memory.
                size += 4L * tensor.values().length;
            } catch (final IOException e) {
                throw new IOException("tensor \"" + entry.getKey() + "\": " + e.getMessage(), e);
            }
            if (size > fileSize) throw new IOException("its tensors are together larger than the file");
        }
        return tensors;
    }

    /**
     * What was saved.
     *
     * @param content the object: dictionaries, lists, texts, numbers and {@link StoredTensor}s
     * @param storages the bytes of every storage that it refers to, by key
     */
    record Saved(Object content, Map<String, ByteBuffer> storages) {}
}
