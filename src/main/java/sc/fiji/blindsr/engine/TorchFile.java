package sc.fiji.blindsr.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the tensors of a {@code torch.save} file (zip format) that holds a state dictionary, alone or as
 * {@code model_state}. Pickle can name functions to be called; here only those that make up a tensor are known, each a
 * class of this file, and any other name ends in an error: nothing of the file is run.
 */
public final class TorchFile {

	/** The names that may occur, and what they make. */
	private static final Map<String, IObjectConstructor> KNOWN = Map.of(//
		"torch._utils _rebuild_tensor_v2", arguments -> new Rebuilt((Storage) arguments[0], ((Number) arguments[1])
			.longValue(), ints((Object[]) arguments[2]), ints((Object[]) arguments[3])), //
		"collections OrderedDict", arguments -> new StateDictionary(), //
		"torch FloatStorage", new StorageType("FloatStorage"), //
		"torch DoubleStorage", new StorageType("DoubleStorage"), //
		"torch HalfStorage", new StorageType("HalfStorage"), //
		"torch LongStorage", new StorageType("LongStorage"), //
		"torch IntStorage", new StorageType("IntStorage"), //
		"torch BoolStorage", new StorageType("BoolStorage"));

	/** Pickle's instructions that push something named onto the stack. */
	private static final int GLOBAL = 'c', STACK_GLOBAL = 0x93, INST = 'i';

	private TorchFile() { }

	/**
	 * Reads the tensors of a file by name.
	 *
	 * @throws IOException if it is not a zip-format {@code torch.save} of a dictionary of 32-bit float tensors
	 */
	public static Map<String, Tensor> read(final Path file) throws IOException {
		final Map<String, byte[]> entries = unzip(file);
		final byte[] pickle = entries.get("data.pkl");
		if (pickle == null) throw new IOException("not a torch.save file: it has no data.pkl");
		final Object content;
		try {
			content = new StorageUnpickler(entries).load(new ByteArrayInputStream(pickle));
		}
		catch (final PickleException | ClassCastException | IndexOutOfBoundsException | NullPointerException
				| NegativeArraySizeException e)
		{
			throw new IOException("not a torch.save file of tensors: " + e.getMessage(), e);
		}
		if (!(content instanceof Map)) throw new IOException("not a state dictionary but a " + content.getClass()
			.getSimpleName());
		final Map<?, ?> dictionary = ((Map<?, ?>) content).get("model_state") instanceof Map<?, ?> inner ? inner
			: (Map<?, ?>) content;
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (final Map.Entry<?, ?> entry : dictionary.entrySet()) {
			if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof Rebuilt tensor))
				throw new IOException("not a state dictionary: \"" + entry.getKey() + "\" is not a tensor");
			tensors.put(name, tensor.read(name));
		}
		return tensors;
	}

	/** The zip's entries without the folder that holds them all. */
	private static Map<String, byte[]> unzip(final Path file) throws IOException {
		final Map<String, byte[]> entries = new HashMap<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			for (final ZipEntry entry : Collections.list(zip.entries()))
				try (InputStream in = zip.getInputStream(entry)) {
					entries.put(entry.getName().substring(entry.getName().indexOf('/') + 1), in.readAllBytes());
				}
		}
		return entries;
	}

	private static int[] ints(final Object[] numbers) {
		return Arrays.stream(numbers).mapToInt(n -> ((Number) n).intValue()).toArray();
	}

	/** Numbers of one type, not yet read. */
	private record Storage(String type, byte[] bytes) {
	}

	private record StorageType(String type) implements IObjectConstructor {

		@Override
		public Object construct(final Object[] arguments) {
			return this;
		}
	}

	/** What {@code _rebuild_tensor_v2} was given. */
	private record Rebuilt(Storage storage, long offset, int[] shape, int[] strides) {

		Tensor read(final String name) throws IOException {
			if (!storage.type.equals("FloatStorage")) throw new IOException("tensor \"" + name + "\" is a " + storage.type +
				"; only 32-bit floats are supported");
			long count = 1;
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				if (shape[axis] != 1 && strides[axis] != count) throw new IOException("tensor \"" + name +
					"\" is not stored row by row");
				count *= shape[axis];
			}
			if (offset < 0 || count < 0 || 4 * (offset + count) > storage.bytes.length) throw new IOException("tensor \"" +
				name + "\" is cut short");
			final float[] values = new float[(int) count];
			ByteBuffer.wrap(storage.bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().position((int) offset).get(values);
			return new Tensor(shape, values);
		}
	}

	/** Python's OrderedDict; what its {@code __setstate__} brings (PyTorch's {@code _metadata}) is left out. */
	public static final class StateDictionary extends LinkedHashMap<Object, Object> {

		private static final long serialVersionUID = 1L;

		/** Called by the pickle library. */
		public void __setstate__(final HashMap<?, ?> state) {
			// nothing in it is needed
		}
	}

	private static final class StorageUnpickler extends Unpickler {

		private final Map<String, byte[]> entries;

		StorageUnpickler(final Map<String, byte[]> entries) {
			this.entries = entries;
		}

		/** Looks names up here alone: the library's own table is one for the whole JVM, and open to others. */
		@Override
		protected Object dispatch(final short instruction) throws IOException {
			switch (instruction) {
				case GLOBAL -> stack.add(known(PickleUtils.readline(input), PickleUtils.readline(input)));
				case STACK_GLOBAL -> {
					final Object name = stack.pop();
					stack.add(known(String.valueOf(stack.pop()), String.valueOf(name)));
				}
				case INST -> throw new PickleException("it makes objects in a way that torch.save does not");
				default -> {
					return super.dispatch(instruction);
				}
			}
			return NO_RETURN_VALUE;
		}

		private static IObjectConstructor known(final String module, final String name) {
			final IObjectConstructor constructor = KNOWN.get(module + " " + name);
			if (constructor == null) throw new PickleException("it names " + module + "." + name +
				", which is no part of a tensor");
			return constructor;
		}

		@Override
		protected Object persistentLoad(final Object id) {
			// ("storage", type, key, device, count)
			final Object[] parts = (Object[]) id;
			final byte[] bytes = entries.get("data/" + parts[2]);
			if (bytes == null) throw new PickleException("the file holds no data/" + parts[2]);
			return new Storage(((StorageType) parts[1]).type(), bytes);
		}
	}
}
