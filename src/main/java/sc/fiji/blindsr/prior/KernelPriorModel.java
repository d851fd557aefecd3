package sc.fiji.blindsr.prior;

import java.util.Map;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.model.ModelKind;
import sc.fiji.blindsr.model.Tensor;

/** A kernel prior in the models folder: named after its file, since there can be many. */
public final class KernelPriorModel implements ModelKind {

    /** What comes before a prior's name in the models folder. */
    public static final String FOLDER = "priors/";

    /** A tensor that every prior has. */
    public static final String FIRST_TENSOR = "net.0.s_net.0.weight";

    @Override
    public String label() {
        return "Kernel prior";
    }

    @Override
    public boolean recognises(final Map<String, Tensor> tensors) {
        return tensors.containsKey("kernel_size") || tensors.containsKey(FIRST_TENSOR);
    }

    @Override
    public void check(final Map<String, Tensor> tensors) {
        KernelFlow.of(tensors);
    }

    @Override
    public String name(final String source) {
        final String name =
                source.replaceFirst("\\.[^.]*$", "").replaceAll("[^\\p{L}\\p{N}_ .+()-]|^[^\\p{L}\\p{N}_]", "_");
        if (name.equalsIgnoreCase(KernelPriors.BUILT_IN) || name.equalsIgnoreCase(KernelPriors.GENERAL))
            throw new UserError(
                    "file",
                    "a prior cannot be called \"" + name
                            + "\", which is the name of those that come with the plugin; rename the file.");
        return FOLDER + name;
    }
}
