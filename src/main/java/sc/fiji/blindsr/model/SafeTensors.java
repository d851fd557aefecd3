package sc.fiji.blindsr.model;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import sc.fiji.blindsr.file.AtomicFile;

/**
 * Model files in the safetensors format: eight bytes with the length of a JSON header (little endian), the header that
 * names each tensor's type, shape and place, and the raw numbers. Holds nothing that could run. DJL reads the format too,
 * but only with its native library loaded; kernel priors must work without.
 *
 * @param metadata free text by key, the header's {@code __metadata__}
 * @param tensors the tensors by name, 32-bit floats
 */
public record SafeTensors(Map<String, String> metadata, Map<String, Tensor> tensors) {

    private static final String METADATA = "__metadata__";

    /**
     * Reads a model from the bytes of its file.
     *
     * @throws IOException if they are not safetensors with 32-bit floats, or the header and the data do not agree
     */
    public static SafeTensors read(final byte[] file) throws IOException {
        final ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 8) throw new IOException("not a safetensors file: it has only " + file.length + " bytes");
        final long headerLength = buffer.getLong();
        if (headerLength < 2 || headerLength > file.length - 8)
            throw new IOException(
                    "not a safetensors file: a header of " + headerLength + " bytes in a file of " + file.length);
        final int start = 8 + (int) headerLength;
        try {
            final JsonObject header = JsonParser.parseString(
                            new String(file, 8, (int) headerLength, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            final Map<String, String> metadata = new LinkedHashMap<>();
            final Map<String, Tensor> tensors = new LinkedHashMap<>();
            long size = 0;
            for (final Map.Entry<String, JsonElement> entry : header.entrySet()) {
                final JsonObject value = entry.getValue().getAsJsonObject();
                if (entry.getKey().equals(METADATA)) {
                    value.entrySet()
                            .forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
                    continue;
                }
                final Tensor tensor = tensor(entry.getKey(), value, buffer, start);
                tensors.put(entry.getKey(), tensor);
                // Tensors that lie over each other, as the format forbids, could fill the memory.
                size += 4L * tensor.values().length;
                if (size > file.length - start) throw new IOException("its tensors are together larger than the file");
            }
            return new SafeTensors(metadata, tensors);
        } catch (final JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NumberFormatException
                | NullPointerException
                | ArithmeticException
                | ClassCastException
                | IndexOutOfBoundsException
                | StackOverflowError e) // the last from a header that is nested without end
        {
            throw new IOException("not a safetensors file: its header cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static Tensor tensor(final String name, final JsonObject entry, final ByteBuffer buffer, final int start)
            throws IOException {
        final String type = entry.get("dtype").getAsString();
        if (!type.equals("F32"))
            throw new IOException("tensor \"" + name + "\" has type " + type + "; only F32 is supported");
        final JsonArray dimensions = entry.getAsJsonArray("shape"), offsets = entry.getAsJsonArray("data_offsets");
        final int[] shape = IntStream.range(0, dimensions.size())
                .map(i -> Math.toIntExact(whole(dimensions.get(i))))
                .toArray();
        final long from = whole(offsets.get(0)), to = whole(offsets.get(1));
        long count = 1;
        for (final int length : shape) count = Math.multiplyExact(count, (long) length);
        if (to > buffer.capacity() - start || to - from != Math.multiplyExact(4, count))
            throw new IOException("tensor \"" + name + "\": its shape and its place in the file do not agree");
        final float[] values = new float[(int) count];
        buffer.slice(start + (int) from, (int) (to - from))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new Tensor(shape, values);
    }

    /** A whole number, 0 or more. Gson would round others, and cut off what an int or long cannot hold. */
    private static long whole(final JsonElement number) {
        final long value = Long.parseLong(number.getAsString());
        if (value < 0) throw new NumberFormatException("a length or position of " + value);
        return value;
    }

    /**
     * Writes the model's file, in the place of one of that name. It is there whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public Path write(final Path file) throws IOException {
        return AtomicFile.write(file, toBytes());
    }

    /** The bytes of the model's file: the same model always gives the same bytes. */
    public byte[] toBytes() {
        final JsonObject header = new JsonObject();
        final JsonObject texts = new JsonObject();
        metadata.forEach(texts::addProperty);
        header.add(METADATA, texts);
        int size = 0;
        for (final Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            final JsonObject description = new JsonObject();
            description.addProperty("dtype", "F32");
            description.add("shape", new Gson().toJsonTree(entry.getValue().shape()));
            final int end = size + 4 * entry.getValue().values().length;
            description.add("data_offsets", new Gson().toJsonTree(new int[] {size, end}));
            header.add(entry.getKey(), description);
            size = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        final int padded =
                (json.length + 7) / 8 * 8; // the format wants the data aligned, the header padded with blanks
        final ByteBuffer out = ByteBuffer.allocate(8 + padded + size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(json).put(" ".repeat(padded - json.length).getBytes(StandardCharsets.UTF_8));
        for (final Tensor tensor : tensors.values()) for (final float v : tensor.values()) out.putFloat(v);
        return out.array();
    }
}
