package sc.fiji.blindsr.spark;

/** What has to be set in each Java before ImageJ and PyTorch are used: executors are not started by this program. */
final class JavaProperties {

    private JavaProperties() {}

    /** @param pytorch the folder of PyTorch's libraries; empty if there is none */
    static void set(final String pytorch) {
        System.setProperty("java.awt.headless", "true");
        if (!pytorch.isEmpty()) System.setProperty("PYTORCH_LIBRARY_PATH", pytorch);
    }
}
