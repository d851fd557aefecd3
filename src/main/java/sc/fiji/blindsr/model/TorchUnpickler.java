package sc.fiji.blindsr.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickles of a {@code torch.save} file. Pickle can name functions to be called; here only those that make up
 * a tensor are known, each part of this class, and any other name ends in an error: nothing of the file is run. Of
 * pickle's instructions, too, only those that {@code torch.save} writes are obeyed.
 * <p>
 * The numbers of the tensors are not in the pickle. It refers to them by key, as {@link Storage}.
 */
final class TorchUnpickler extends Unpickler {

    /** The names that may occur, and what they make. */
    private static final Map<String, IObjectConstructor> KNOWN = Map.of( //
            "torch._utils _rebuild_tensor_v2", TorchUnpickler::tensor, //
            "collections OrderedDict", TorchUnpickler::orderedDict, //
            "torch FloatStorage", new StorageType("FloatStorage", 4), //
            "torch DoubleStorage", new StorageType("DoubleStorage", 8), //
            "torch HalfStorage", new StorageType("HalfStorage", 2), //
            "torch LongStorage", new StorageType("LongStorage", 8), //
            "torch IntStorage", new StorageType("IntStorage", 4), //
            "torch BoolStorage", new StorageType("BoolStorage", 1));

    /** Pickle's instructions that are obeyed here; their names are those of Python's pickletools. */
    private static final int GLOBAL = 'c',
            STACK_GLOBAL = 0x93,
            BUILD = 'b',
            EMPTY_DICT = '}',
            SETITEM = 's',
            SETITEMS = 'u',
            APPENDS = 'e',
            BINUNICODE = 'X';

    /**
     * Those that the library obeys, and that can neither call nor allocate: PROTO FRAME STOP MARK, NONE NEWTRUE NEWFALSE
     * BININT BININT1 BININT2 LONG1 BINFLOAT SHORT_BINUNICODE, EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_LIST APPEND,
     * BINPUT LONG_BINPUT BINGET LONG_BINGET MEMOIZE, BINPERSID, REDUCE (of a {@link #KNOWN} constructor).
     */
    private static final String HARMLESS =
            "\u0080\u0095.(N\u0088\u0089JKM\u008aG\u008c)t\u0085\u0086\u0087]aqrhj\u0094QR";

    /** Axes of a tensor; more than any network's has. */
    private static final int MOST_AXES = 16;

    private final Map<String, Storage> storages = new HashMap<>();

    /** The storages that the pickles have referred to, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** Looks names up here alone: the library's own table is one for the whole JVM, and open to others. */
    @Override
    protected Object dispatch(final short instruction) throws IOException {
        switch (instruction) {
            case GLOBAL -> stack.add(known(PickleUtils.readline(input), PickleUtils.readline(input)));
            case STACK_GLOBAL -> {
                final String name = (String) stack.pop();
                stack.add(known((String) stack.pop(), name));
            }
            // The state of an OrderedDict: PyTorch's _metadata, of no use here. The library would look for a method.
            case BUILD -> stack.pop();
            case EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case SETITEM -> {
                final Object value = stack.pop();
                put(Arrays.asList(stack.pop(), value));
            }
            case SETITEMS -> put(stack.pop_all_since_marker());
            // The library moves the whole list at every call: in a long file that never ends.
            case APPENDS -> append(stack.pop_all_since_marker());
            case BINUNICODE -> stack.add(text());
            default -> {
                if (HARMLESS.indexOf(instruction) < 0)
                    throw new PickleException(
                            "it has an instruction that torch.save does not write (" + instruction + ")");
                return super.dispatch(instruction);
            }
        }
        return NO_RETURN_VALUE;
    }

    private static IObjectConstructor known(final String module, final String name) {
        final IObjectConstructor constructor = KNOWN.get(module + " " + name);
        if (constructor == null)
            throw new PickleException("it names " + module + "." + name + ", which is no part of a tensor");
        return constructor;
    }

    /** Fills a dictionary in the order of the file. Keys are plain, as hashing others may never end. */
    private void put(final List<Object> items) {
        @SuppressWarnings("unchecked")
        final Map<Object, Object> dictionary = (Map<Object, Object>) stack.peek();
        for (int i = 0; i < items.size(); i += 2) {
            final Object key = items.get(i);
            if (!(key instanceof String) && !(key instanceof Number))
                throw new PickleException("a key of a dictionary is neither text nor a number");
            dictionary.put(key, items.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked")
    private void append(final List<Object> items) {
        ((List<Object>) stack.peek()).addAll(items);
    }

    /** A text whose length is believed only if the file is long enough. */
    private String text() throws IOException {
        final byte[] length = PickleUtils.readbytes(input, 4);
        final long bytes = PickleUtils.bytes_to_uint(length, 0);
        if (bytes > input.available()) throw new PickleException("it is cut short: a text of " + bytes + " bytes");
        return new String(input.readNBytes((int) bytes), StandardCharsets.UTF_8);
    }

    /** Takes ("storage", type, key, device, count), and in the old format a sixth: None, or what part of another it is. */
    @Override
    protected Object persistentLoad(final Object id) {
        final Object[] parts = (Object[]) id;
        if (!"storage".equals(parts[0]) || parts.length > 5 && parts[5] != null)
            throw new PickleException("it refers to something that is not a whole storage");
        final Storage storage = new Storage((StorageType) parts[1], (String) parts[2], whole(parts[4]));
        final Storage before = storages.putIfAbsent(storage.key, storage);
        if (before != null && !before.equals(storage))
            throw new PickleException("it describes the storage \"" + storage.key + "\" in two ways");
        return storage;
    }

    private static Object orderedDict(final Object[] arguments) {
        if (arguments.length > 0) throw new PickleException("an OrderedDict is not written as torch.save does");
        return new LinkedHashMap<>();
    }

    /** (storage, offset, shape, strides, requires_grad, hooks): of the last two nothing is needed. */
    private static Object tensor(final Object[] arguments) {
        return new StoredTensor(
                (Storage) arguments[0], whole(arguments[1]), wholes(arguments[2]), wholes(arguments[3]));
    }

    private static long[] wholes(final Object tuple) {
        final Object[] numbers = (Object[]) tuple;
        if (numbers.length > MOST_AXES) throw new PickleException("a tensor has " + numbers.length + " axes");
        return Arrays.stream(numbers).mapToLong(TorchUnpickler::whole).toArray();
    }

    /** A number that is whole and not negative: all that occur in a tensor's description are. */
    private static long whole(final Object number) {
        if ((number instanceof Integer || number instanceof Long) && ((Number) number).longValue() >= 0)
            return ((Number) number).longValue();
        throw new PickleException("a length or position is not a whole number from 0 on");
    }

    /** The type of a storage's numbers, and the bytes that each takes. */
    record StorageType(String name, int bytes) implements IObjectConstructor {

        @Override
        public Object construct(final Object[] arguments) {
            throw new PickleException("a storage is not written as torch.save does");
        }
    }

    /** A row of numbers somewhere else in the file. */
    record Storage(StorageType type, String key, long count) {

        /** Its length in the file. */
        long bytes() {
            return Math.multiplyExact(count, (long) type.bytes);
        }
    }

    /** A tensor: which numbers of a storage it has, and in what order. */
    record StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {

        /** Reads its numbers from the storages' bytes. */
        Tensor read(final Map<String, ByteBuffer> storages) throws IOException {
            if (!storage.type.name.equals("FloatStorage"))
                throw new IOException("it is a " + storage.type.name + "; only 32-bit floats are supported");
            if (shape.length != strides.length) throw new IOException("its shape and its strides do not agree");
            long count = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                if (shape[axis] > 1 && strides[axis] != count) throw new IOException("it is not stored row by row");
                count = Math.multiplyExact(count, shape[axis]);
            }
            if (Math.addExact(offset, count) > storage.count) throw new IOException("it is larger than its storage");
            final float[] values = new float[Math.toIntExact(count)];
            storages.get(storage.key)
                    .duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .position((int) offset)
                    .get(values);
            return new Tensor(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray(), values);
        }
    }
}
