package sc.fiji.blindsr.engine;

/** Starts the engine in a Java of its own and prints its version: {@link TorchEngineTest} looks at what else is written. */
public final class EngineStart {

    private EngineStart() {}

    /** @param args none */
    public static void main(final String[] args) {
        System.out.println(TorchEngine.version());
    }
}
