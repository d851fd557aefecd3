package sc.fiji.blindsr.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {

    @Test
    void whatIsWrittenIsRead() throws IOException {
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", new Tensor(new int[] {2, 3}, new float[] {0, 1.5f, -2, Float.MIN_VALUE, 4, 5}));
        tensors.put("a", new Tensor(new int[0], new float[] {7}));
        final byte[] bytes = new SafeTensors(Map.of("source", "a \"file\""), tensors).toBytes();
        final SafeTensors read = SafeTensors.read(bytes);
        assertEquals(List.of("b", "a"), List.copyOf(read.tensors().keySet()));
        assertArrayEquals(tensors.get("b").shape(), read.tensors().get("b").shape());
        assertArrayEquals(tensors.get("b").values(), read.tensors().get("b").values());
        assertArrayEquals(new float[] {7}, read.tensors().get("a").values());
        assertEquals("a \"file\"", read.metadata().get("source"));
        assertArrayEquals(bytes, read.toBytes());
    }

    /** One tensor of two numbers, eight bytes, whose header lies. */
    @ParameterizedTest
    @ValueSource(
            strings = { //
                "'dtype':'F32','shape':[3],'data_offsets':[0,12]", // more than there is
                "'dtype':'F32','shape':[2],'data_offsets':[4,12]", // behind the end
                "'dtype':'F32','shape':[2],'data_offsets':[-8,0]", // in the header
                "'dtype':'F32','shape':[2],'data_offsets':[8,0]", // backwards
                "'dtype':'F32','shape':[1],'data_offsets':[0,8]", // of another size
                "'dtype':'F32','shape':[-2],'data_offsets':[0,8]", //
                "'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]", // two wrongs
                "'dtype':'F32','shape':[4294967298],'data_offsets':[0,8]", // 2³² + 2
                "'dtype':'F32','shape':[2147483647,2147483647,4],'data_offsets':[0,8]", //
                "'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]", // 2⁶⁴
                "'dtype':'F32','shape':[2.5],'data_offsets':[0,8]", //
                "'dtype':'F32','shape':[1e999999999],'data_offsets':[0,8]", //
                "'dtype':'F32','shape':[2],'data_offsets':[0,18446744073709551624]", // 2⁶⁴ + 8
                "'dtype':'F32','shape':[2],'data_offsets':[0]", //
                "'dtype':'F32','shape':2,'data_offsets':[0,8]", //
                "'dtype':'F32','data_offsets':[0,8]", //
                "'dtype':'F64','shape':[1],'data_offsets':[0,8]", //
                "'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]"
            }) // both
    void headersAreNotBelieved(final String entry) {
        refused(file("{'a':{" + entry + "}}"));
    }

    @Test
    void brokenFilesAreRefused() {
        final byte[] whole = file("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}");
        for (int length = 0; length < whole.length; length++) refused(Arrays.copyOf(whole, length));
        for (final long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, whole.length, 0, 1})
            refused(ByteBuffer.wrap(whole.clone())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0, length)
                    .array());
        refused(file("[1]"));
        refused(file("{'a':7}"));
        refused(file("{'__metadata__':{'a':[]}}"));
        refused(file("{'a':" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}"));
        refused(file("{'a':{'dtype':'F32','shape':[" + "[".repeat(1_000_000) + "2" + "]".repeat(1_000_000)
                + "],'data_offsets':[0,8]}}"));
    }

    /** Names from the file may stand in messages, and may be long. */
    @Test
    void messagesStayShort(@TempDir final Path folder) throws IOException {
        final Path file = Files.write(folder.resolve("a"), file("{'" + "a".repeat(100_000) + "':{'dtype':'F64'}}"));
        final String message =
                assertThrows(IOException.class, () -> ModelFile.read(file)).getMessage();
        assertTrue(message.startsWith("tensor \"aaa") && message.length() < 400, message);
    }

    private static void refused(final byte[] file) {
        final String message =
                assertThrows(IOException.class, () -> SafeTensors.read(file)).getMessage();
        assertTrue(message.contains("tensor"), message);
    }

    /** A file with this header, quoted by apostrophes, and eight bytes of data. */
    private static byte[] file(final String header) {
        final byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
