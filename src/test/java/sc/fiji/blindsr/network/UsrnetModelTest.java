package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.Tensor;

class UsrnetModelTest {

    private final UsrnetModel kind = new UsrnetModel();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** A small one, with two residual blocks a level and three iterations. */
    @BeforeEach
    void build() {
        final int[] channels = {2, 3, 4, 5};
        put("p.m_head.weight", 2, 4, 3, 3);
        for (int level = 1; level <= 3; level++) {
            final int fine = channels[level - 1], coarse = channels[level];
            blocks("p.m_down" + level, 0, fine);
            put("p.m_down" + level + ".2.weight", coarse, fine, 2, 2);
            put("p.m_up" + level + ".0.weight", coarse, fine, 2, 2);
            blocks("p.m_up" + level, 1, fine);
        }
        blocks("p.m_body", 0, 5);
        put("p.m_tail.weight", 3, 2, 3, 3);
        put("h.mlp.0.weight", 7, 2, 1, 1);
        put("h.mlp.0.bias", 7);
        put("h.mlp.2.weight", 7, 7, 1, 1);
        put("h.mlp.2.bias", 7);
        put("h.mlp.4.weight", 6, 7, 1, 1);
        put("h.mlp.4.bias", 6);
    }

    private void blocks(final String prefix, final int first, final int channels) {
        for (int block = first; block < first + 2; block++) {
            put(prefix + "." + block + ".res.0.weight", channels, channels, 3, 3);
            put(prefix + "." + block + ".res.2.weight", channels, channels, 3, 3);
        }
    }

    private void put(final String name, final int... shape) {
        int count = 1;
        for (final int length : shape) count *= length;
        tensors.put(name, new Tensor(shape, new float[count]));
    }

    @Test
    void anySizeWillDo() {
        assertTrue(kind.recognises(tensors));
        kind.check(tensors);
        assertEquals("usrnet", kind.name("any file.pth"));
    }

    @Test
    void thePublishedOneIsRight() throws IOException {
        final Map<String, Tensor> published = UsrnetModel.builtIn();
        assertTrue(kind.recognises(published));
        kind.check(published);
    }

    @Test
    void everyTensorIsNeededWithItsShape() {
        for (final Map.Entry<String, Tensor> entry : Map.copyOf(tensors).entrySet()) {
            tensors.remove(entry.getKey());
            refused("tensor \"");
            final int[] shape = entry.getValue().shape().clone();
            shape[shape.length - 1]++;
            put(entry.getKey(), shape);
            refused("tensor \"");
            tensors.put(entry.getKey(), entry.getValue());
        }
        kind.check(tensors);
    }

    @Test
    void otherTensorsAreRefused() {
        put("p.m_head.bias", 2);
        refused("tensor \"p.m_head.bias\" is no part of USRNet.");
        assertFalse(kind.recognises(Map.of("net.0.s_net.0.weight", Tensor.of(1))));
    }

    @Test
    void valuesAreFinite() {
        tensors.get("p.m_tail.weight").values()[3] = Float.NaN;
        refused("tensor \"p.m_tail.weight\" holds a value that is not finite (NaN).");
    }

    @Test
    void eachIterationHasTwoParameters() {
        put("h.mlp.4.bias", 5);
        refused("tensor \"h.mlp.4.bias\" has 5 values");
    }

    private void refused(final String reason) {
        final String message =
                assertThrows(UserError.class, () -> kind.check(tensors)).getMessage();
        assertTrue(message.startsWith("file: " + reason), message);
    }

    /** The numbers are those of the authors' file as PyTorch reads them. */
    @Test
    void theAuthorsWeightsComeWithThePlugin() {
        final Map<String, Tensor> weights = UsrnetModel.builtIn();
        assertEquals(
                590_332,
                weights.values().stream().mapToInt(t -> t.values().length).sum());
        double sum = 0;
        for (final Tensor tensor : weights.values()) for (final float v : tensor.values()) sum += v;
        assertEquals(243.4807095, sum, 1e-6);
        assertEquals(-0.03605964f, weights.get("p.m_head.weight").values()[0]);
    }
}
