package sc.fiji.blindsr.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Operations of PyTorch that DJL's {@link NDArray} does not offer (reflection padding, transposed convolution, …), with
 * their gradients. They are methods of a TorchScript class {@code Operations}, kept as a readable text among the
 * resources; a saved TorchScript module is a zip of that text and a pickled instance, which here has no state.
 */
public final class TorchScript implements AutoCloseable {

    /** Pickle, protocol 2, of an {@code Operations} object whose only attribute is training = True. */
    private static final String INSTANCE = "\u0080\u0002c__torch__\nOperations\n)\u0081}X\u0008\0\0\0training\u0088sb.";

    /** Pickle of an empty tuple: the constants of the text. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final NDManager manager;
    private final PtSymbolBlock module;

    /**
     * Compiles a script.
     *
     * @param parent the engine's manager whose closing also ends this script
     * @param owner the class beside which the resource lies
     * @param resource name of the resource
     */
    public TorchScript(final NDManager parent, final Class<?> owner, final String resource) {
        manager = parent.newSubManager();
        try (InputStream script = owner.getResourceAsStream(resource)) {
            if (script == null)
                throw new IllegalArgumentException("There is no resource " + resource + " beside " + owner);
            module = JniUtils.loadModule(
                    (PtNDManager) manager, new ByteArrayInputStream(archive(script.readAllBytes())), false, false);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Calls a method of the script.
     *
     * @param method its name
     * @param inputs its arguments
     * @return its result, attached to the manager of the first argument
     */
    public NDArray call(final String method, final NDArray... inputs) {
        return call(method, new NDList(inputs)).singletonOrThrow();
    }

    /**
     * Calls a method of the script whose arguments are lists of arrays. No array may be in two of them.
     *
     * @param results owner of what it returns
     * @param method its name
     * @param inputs its arguments
     * @return the arrays that it returns, alone, as a list or as a tuple of both
     */
    @SafeVarargs
    public final List<NDArray> call(final NDManager results, final String method, final List<NDArray>... inputs) {
        final NDList all = new NDList();
        for (int i = 0; i < inputs.length; i++)
            for (final NDArray array : inputs[i]) {
                // DJL makes one argument of arrays with the same name of this form.
                array.setName("list" + i + "[]");
                all.add(array);
            }
        try {
            final NDList returned = call(method, all);
            returned.attach(results);
            return returned;
        } finally {
            for (final List<NDArray> list : inputs) list.forEach(array -> array.setName(null));
        }
    }

    private NDList call(final String method, final NDList inputs) {
        // PyTorch's optimiser would compile every method anew for every shape; the setting belongs to the thread.
        JniUtils.setGraphExecutorOptimize(false);
        // DJL tells arguments from the method's name by the names of the arrays.
        try (NDArray name = manager.create(0)) {
            name.setName("module_method:" + method);
            inputs.add(name);
            return IValueUtils.forward(module, inputs, true);
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private static byte[] archive(final byte[] script) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "operations/version", latin1("3\n"));
            store(zip, "operations/data.pkl", latin1(INSTANCE));
            store(zip, "operations/code/__torch__.py", script);
            store(zip, "operations/constants.pkl", latin1(NO_CONSTANTS));
        }
        return bytes.toByteArray();
    }

    private static byte[] latin1(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Adds an entry without compression: PyTorch reads no other. */
    private static void store(final ZipOutputStream zip, final String name, final byte[] content) throws IOException {
        final CRC32 crc = new CRC32();
        crc.update(content);
        final ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
