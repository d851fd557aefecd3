package sc.fiji.blindsr.estimate;

import sc.fiji.blindsr.kernel.Grid;

/** DIP-FKP in a Java of its own, for {@link DipFkpTest}. */
public final class DipFkpMemory {

    static final int ITERATIONS = 320;
    /** What the lines with figures begin with. */
    static final String LINE = "native bytes in use: ";

    private DipFkpMemory() {}

    /** Prints the native memory in use after each iteration. */
    public static void main(final String[] args) {
        DipFkpTest.estimate(
                DipFkpTest.image(20, 18, 1),
                Grid.CENTRED,
                ITERATIONS,
                (stage, done, total) -> System.out.println(LINE + NativeMemory.used()));
    }
}
