package sc.fiji.blindsr.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both formats of {@code torch.save}; the small files are made by {@code make.py} beside them. */
class TorchFileTest {

    /** Magic number, version 1001 and byte order: how files of the older format begin. */
    private static final String OLD_START = "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."
            + "\u0080\u0002M\u00e9\u0003." + "\u0080\u0002}X\r\0\0\0little_endian\u0088s.";

    /** A tensor of one number, of the storage "k" with one number. */
    private static final String TENSOR = tensor("K\001", "K\0", "K\001\u0085", "K\001\u0085");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"usrnet.pth", "usrnet_old.pth"})
    void tensorsHaveTheirNamesShapesAndValues(final String name) throws IOException {
        final Map<String, Tensor> tensors = TorchFile.read(resource(name));
        assertEquals(28, tensors.size());
        final List<String> names = new ArrayList<>(tensors.keySet());
        assertEquals("p.m_head.weight", names.get(0));
        assertEquals("h.mlp.4.bias", names.get(27));
        assertArrayEquals(new int[] {2, 4, 3, 3}, tensors.get("p.m_head.weight").shape());
        assertArrayEquals(
                new int[] {5, 4, 2, 2}, tensors.get("p.m_up3.0.weight").shape());
        for (int t = 0; t < names.size(); t++) {
            final float[] values = tensors.get(names.get(t)).values();
            for (int i = 0; i < values.length; i++) assertEquals(t + i / 1024f, values[i], names.get(t));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"views.pt", "views_old.pt", "views_protocol4.pt"})
    void tensorsMayShareAStorage(final String name) throws IOException {
        final Map<String, Tensor> tensors = TorchFile.read(resource(name));
        assertEquals(List.of("first", "second", "third"), List.copyOf(tensors.keySet()));
        assertArrayEquals(new int[] {2, 3}, tensors.get("first").shape());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, tensors.get("first").values());
        assertArrayEquals(new float[] {6}, tensors.get("second").values());
        assertArrayEquals(new int[0], tensors.get("third").shape());
        assertArrayEquals(new float[] {0.5f}, tensors.get("third").values());
    }

    /** Pickles that call, in all the ways there are; each in both formats. */
    static Stream<String> hostilePickles() {
        final String argument = "X\u000c\0\0\0touch marker";
        return Stream.of( //
                "\u0080\u0002cos\nsystem\n" + argument + "\u0085R.", // GLOBAL, REDUCE
                "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093" + argument + "\u0085R.", // STACK_GLOBAL
                "\u0080\u0002(" + argument + "ios\nsystem\n.", // INST
                "\u0080\u0002(cos\nsystem\n" + argument + "o.", // OBJ
                "\u0080\u0002cos\nsystem\n" + argument + "\u0085\u0081.", // NEWOBJ
                "\u0080\u0004cos\nsystem\n" + argument + "\u0085}\u0092.", // NEWOBJ_EX
                "\u0080\u0002\u0082\001" + argument + "\u0085R.", // EXT1
                "\u0080\u0002Pos.system\n.", // PERSID
                "\u0080\u0002ccollections\nOrderedDict\n)RX\u0003\0\0\0keycos\nsystem\n" + argument
                        + "\u0085Rs.", // as a value
                "\u0080\u0002ccollections\nOrderedDict\n)R}X\u000c\0\0\0__setstate__cos\nsystem\nsb.", // BUILD
                "\u0080\u0002ctorch\nFloatStorage\n" + argument + "\u0085R.", // a known name that is not to be called
                "\u0080\u0002ccollections\nOrderedDict\n]\u0085R.", // a known one with what is not its argument
                "\u0080\u0002c__builtin__\neval\n" + argument
                        + "\u0085R.", // names that the library knows, or makes something of
                "\u0080\u0002cdecimal\nDecimal\nX\u0001\0\0\00001\u0085R.",
                "\u0080\u0002cexceptions\nError\n)R.");
    }

    @ParameterizedTest
    @MethodSource("hostilePickles")
    void nothingIsRun(final String pickle) throws IOException {
        // The library's own table, open to all in this JVM: here something really would be called.
        final AtomicBoolean called = new AtomicBoolean();
        Unpickler.registerConstructor("os", "system", arguments -> {
            called.set(true);
            return Map.of();
        });
        for (final Path file : List.of(zip("data.pkl", pickle), old(pickle + "\u0080\u0002]."))) {
            final String message =
                    assertThrows(IOException.class, () -> TorchFile.read(file)).getMessage();
            assertTrue(
                    message.startsWith("not a torch.save file of tensors: ")
                            && (message.contains("which is no part of a tensor")
                                    || message.contains("does not write")
                                    || message.contains("not written as torch.save does")),
                    message);
            if (pickle.contains("cos\nsystem") && !pickle.contains("o."))
                assertTrue(message.contains("it names os.system"), message);
        }
        assertFalse(called.get());
        assertFalse(Files.exists(Path.of("marker")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"usrnet.pth", "usrnet_old.pth", "views_protocol4.pt"})
    void filesThatAreCutShortAreRefused(final String name) throws IOException {
        final byte[] whole = Files.readAllBytes(resource(name));
        for (int length = 0; length < whole.length; length += 97) refused(write(Arrays.copyOf(whole, length)));
        refused(write(Arrays.copyOf(whole, whole.length - 1)));
    }

    /** Whatever a damaged byte does, it ends in tensors or in an IOException. */
    @ParameterizedTest
    @ValueSource(strings = {"views.pt", "views_old.pt", "views_protocol4.pt"})
    void damagedBytesDoNoHarm(final String name) throws IOException {
        final byte[] whole = Files.readAllBytes(resource(name));
        for (int i = 0; i < whole.length; i++) {
            final byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (i % 2 == 0 ? 0xff : 1 << i % 8);
            try {
                TorchFile.read(write(damaged));
            } catch (final IOException e) {
                assertTrue(e.getMessage().startsWith("not a torch.save file of tensors: "), e.getMessage());
            }
        }
    }

    @Test
    void lengthsAreNotBelieved() throws IOException {
        // so that the refusals below are for the lengths alone
        assertEquals(
                1,
                TorchFile.read(old(dictionary(TENSOR) + keys() + count(1) + "\0\0\u0080\u003f"))
                        .size());

        refused(old(dictionary(TENSOR) + keys() + count(-1)), "has -1 numbers instead of 1");
        refused(old(dictionary(TENSOR) + keys() + count(Long.MAX_VALUE)), "numbers instead of 1");
        refused(old(dictionary(TENSOR) + keys() + count(1)), "cut short");
        refused(old(dictionary(TENSOR) + keys() + "\001"), "cut short");
        refused(old(dictionary(TENSOR) + "\u0080\u0002]."), "does not hold the numbers");
        refused(old(dictionary(TENSOR) + "\u0080\u0002]X\001\0\0\0xa."), "belong to no tensor");
        refused(old(dictionary(TENSOR) + "\u0080\u0002N."));
        // 2⁶² numbers of four bytes are 0 bytes, and 2⁶¹ more than there are
        for (final String count : List.of("\u008a\u0008\0\0\0\0\0\0\0\u0040", "\u008a\u0008\0\0\0\0\0\0\0\u0020"))
            refused(old(dictionary(tensor(count, "K\0", "K\001\u0085", "K\001\u0085")) + keys() + count.substring(2)));
        // more than its storage, before its start, from where there are none
        one(tensor("K\001", "K\0", "K\002\u0085", "K\001\u0085"), "larger than its storage");
        one(tensor("K\001", "K\001", "K\001\u0085", "K\001\u0085"), "larger than its storage");
        one(tensor("K\001", "J\u00ff\u00ff\u00ff\u00ff", "K\001\u0085", "K\001\u0085"), "not a whole number");
        one(
                tensor("K\001", "K\0", "J\u00fe\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ff\u0086", "K\001K\001\u0086"),
                "not a whole number");
        one(tensor("K\001", "K\0", "K\002\u0085", "K\0\u0085"), "not stored row by row");
        one(tensor("K\001", "K\0", "K\001\u0085", ")"), "do not agree");
        // axes whose product is 2¹²⁴, and too many of them
        final String large = "J\u00ff\u00ff\u00ff\u007f";
        one(tensor("K\001", "K\0", "(" + large.repeat(4) + "t", "(" + "K\001".repeat(4) + "t"));
        one(tensor("K\001", "K\0", "(" + "K\001".repeat(1000) + "t", "(" + "K\001".repeat(1000) + "t"), "1000 axes");
        // a text of 4 GB, whole numbers of 255 bytes
        refused(old("\u0080\u0002}X\u00ff\u00ff\u00ff\u00ff."), "text of 4294967295 bytes");
        one(tensor("\u008a\u00ff" + "\u007f".repeat(255), "K\0", "K\001\u0085", "K\001\u0085"), "not a whole number");
    }

    @Test
    void nestedAndTangledThingsAreRefused() throws IOException {
        one("(".repeat(100_000));
        one("]".repeat(100_000) + "a".repeat(99_999));
        one(")" + "\u0085".repeat(100_000));
        // a list in itself, as a key: its hash code would never end
        refused(old("\u0080\u0002}]q\0h\0aK\001s." + "\u0080\u0002]."), "neither text nor a number");
        // and a key made of thirty lists, each twice in the next
        refused(
                old("\u0080\u0002(]" + "q\0]h\0ah\0a".repeat(30) + "q\0t}h\0K\001s." + "\u0080\u0002]."),
                "neither text nor a number");
    }

    @Test
    void tensorsLargerTogetherThanTheFileAreRefused() throws IOException {
        final StringBuilder pickle = new StringBuilder("\u0080\u0002}(X\001\0\0\0a")
                .append(tensor("M\u00e8\u0003", "K\0", "M\u00e8\u0003\u0085", "K\001\u0085"))
                .append("q\001");
        for (char name = 'b'; name <= 'z'; name++)
            pickle.append("X\001\0\0\0").append(name).append("h\001");
        refused(old(pickle + "u." + keys() + count(1000) + "\0".repeat(4000)), "together larger than the file");
    }

    @Test
    void whatIsNotAStateDictionaryIsRefused() throws IOException {
        refused(write("just text".getBytes(StandardCharsets.US_ASCII)), "neither a zip nor a pickle");
        refused(zip("other", "x"), "holds no data.pkl");
        refused(zip("data.pkl", dictionary(TENSOR)), "holds no data/k");
        refused(zip("data.pkl", dictionary(TENSOR), "data/k", "12345"), "has 5 bytes instead of 4");
        refused(zip("data.pkl", dictionary(TENSOR), "data/k", "1234", "byteorder", "big"), "big-endian");
        refused(zip("data.pkl", "\u0080\u0002]."), "not a state dictionary");
        refused(old(dictionary("K\007") + "\u0080\u0002]."), "\"t\" of its dictionary is not a tensor");
        one(TENSOR.replace("FloatStorage", "LongStorage"));
        refused(write(latin1(OLD_START.replace("M\u00e9", "M\u00e8"))), "unknown version");
        refused(write(latin1("\u0080\u0002K\001.")), "not one of torch.save");
    }

    @Test
    void compressedEntriesAreRefused() throws IOException {
        final Path file = folder.resolve("compressed.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[1 << 24]); // what is left of it in the file is 16 kB
        }
        refused(file, "data.pkl is compressed");
    }

    /** A {@code _rebuild_tensor_v2} of the storage "k". */
    private static String tensor(
            final String storageCount, final String offset, final String shape, final String strides) {
        return "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\001\0\0\0kX\003\0\0\0cpu"
                + storageCount + "tQ" + offset + shape + strides + "\u0089)tR";
    }

    /** Of one thing, "t". */
    private static String dictionary(final String thing) {
        return "\u0080\u0002}X\001\0\0\0t" + thing + "s.";
    }

    /** The list of the storages' keys: "k". */
    private static String keys() {
        return "\u0080\u0002]X\001\0\0\0ka.";
    }

    private static String count(final long count) {
        final StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < 8; i++) bytes.append((char) (count >> 8 * i & 0xff));
        return bytes.toString();
    }

    /** Refuses a file of the older format whose only tensor is this, with a storage of one number. */
    private void one(final String tensor, final String... reason) throws IOException {
        refused(old(dictionary(tensor) + keys() + count(1) + "\0\0\u0080\u003f"), reason);
    }

    private static void refused(final Path file, final String... reason) {
        final String message =
                assertThrows(IOException.class, () -> TorchFile.read(file)).getMessage();
        assertTrue(message.startsWith("not a torch.save file of tensors: "), message);
        for (final String words : reason) assertTrue(message.contains(words), message);
    }

    private Path old(final String rest) throws IOException {
        return write(latin1(OLD_START + rest));
    }

    /** A zip without compression: names and contents in turn. */
    private Path zip(final String... entries) throws IOException {
        final Path file = folder.resolve("file.pt");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries.length; i += 2) {
                final byte[] content = latin1(entries[i + 1]);
                final ZipEntry entry = new ZipEntry("archive/" + entries[i]);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                final CRC32 crc = new CRC32();
                crc.update(content);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return file;
    }

    private Path write(final byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.pth"), bytes);
    }

    private static byte[] latin1(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Path resource(final String name) {
        try {
            return Path.of(TorchFileTest.class.getResource(name).toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
