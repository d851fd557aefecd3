package sc.fiji.blindsr.estimate;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** Bytes that the process has allocated by malloc and not freed, PyTorch's arrays among them, as glibc counts them. */
final class NativeMemory {

    /** The C library's function. */
    public interface C extends Library {

        /** mallinfo2(3). */
        Info mallinfo2();
    }

    /** What it returns. */
    @FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static class Info extends Structure implements Structure.ByValue {

        public NativeLong arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
    }

    private NativeMemory() {}

    static boolean isKnown() {
        try {
            return used() > 0;
        } catch (final UnsatisfiedLinkError e) {
            return false;
        }
    }

    static long used() {
        final Info info = Native.load("c", C.class).mallinfo2();
        return info.uordblks.longValue() + info.hblkhd.longValue();
    }
}
