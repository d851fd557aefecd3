package sc.fiji.blindsr.engine;

import com.sun.jna.NativeLibrary;

/**
 * Three settings of Linux that decide how fast PyTorch computes on the CPU. They are usually given as environment
 * variables before the program starts; a plugin has to make them itself, before PyTorch's libraries are loaded.
 * <ul>
 * <li>Threads of OpenMP that wait for each other spin for long before they sleep. As soon as another program wants a
 * core they take the time from those they wait for, and a network becomes ten times as slow. Here they spin for some
 * microseconds only, unless the user has said otherwise (OMP_WAIT_POLICY, GOMP_SPINCOUNT).</li>
 * <li>glibc gets large arrays from the system and gives them back at every operation, and the system clears each page at
 * its first touch: a sixth or more of the time of an iteration. Here freed memory is kept for the next arrays. The
 * process then keeps its largest need until {@link #releaseFreedMemory()}.</li>
 * <li>Arrays of some 60 MB and more glibc gets from the system all the same. In pages of 4 KB, clearing these takes several
 * times as long as computing. Here PyTorch asks for pages of 2 MB, unless the user has said otherwise
 * (THP_MEM_ALLOC_ENABLE).</li>
 * </ul>
 * Elsewhere, and with C libraries other than glibc, this class does nothing.
 */
final class LinuxTuning {

    /** Turns of the waiting loop, some nanoseconds each. */
    private static final String SPINS = "1000";

    /** Parameters of mallopt(3) and their largest sensible values, bytes. */
    private static final int M_TRIM_THRESHOLD = -1;

    private static final int M_MMAP_THRESHOLD = -3;
    private static final int NEVER_TRIM = Integer.MAX_VALUE;
    private static final int NEVER_MAP = 1 << 30;
    /** All that older versions of glibc accept; large enough for most arrays. */
    private static final int SELDOM_MAP = 1 << 25;

    private LinuxTuning() {}

    /** Makes the settings. */
    static void apply() {
        if (System.getenv("OMP_WAIT_POLICY") == null) call("setenv", "GOMP_SPINCOUNT", SPINS, 0);
        call("setenv", "THP_MEM_ALLOC_ENABLE", "1", 0);
        // Setting one of the two freezes the other, which glibc would else adapt: both or neither.
        if (call("mallopt", M_MMAP_THRESHOLD, NEVER_MAP) == 1 || call("mallopt", M_MMAP_THRESHOLD, SELDOM_MAP) == 1)
            call("mallopt", M_TRIM_THRESHOLD, NEVER_TRIM);
    }

    /** Gives memory that is kept for the next arrays back to the system. */
    static void releaseFreedMemory() {
        call("malloc_trim", 0);
    }

    /** @return what the function returns; 0 where it does not exist */
    private static int call(final String function, final Object... arguments) {
        if (!System.getProperty("os.name").startsWith("Linux")) return 0;
        try {
            return NativeLibrary.getInstance("c").getFunction(function).invokeInt(arguments);
        } catch (final LinkageError e) {
            return 0; // without this function, or without JNA, it works as well, only slower
        }
    }
}
