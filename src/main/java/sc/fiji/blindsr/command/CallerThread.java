package sc.fiji.blindsr.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.lang.reflect.Field;
import java.util.Map;
import org.scijava.thread.ThreadService;

/**
 * The thread that called a command. Without windows ImageJ keeps the current image per thread, and SciJava runs commands
 * on threads of its own: what such a thread takes for the current image is left over from an earlier command.
 */
final class CallerThread {

    private final Thread caller;

    CallerThread(final ThreadService threads) {
        caller = threads.getParent(Thread.currentThread());
    }

    /** Whether a macro has called the command itself, rather than a script or another command that does so. */
    boolean isMacro() {
        // IJ.run(…) marks the threads that it works for by this prefix.
        return IJ.isMacro() && caller != null && caller.getName().startsWith("Run$_");
    }

    /** The caller's current image, or null if there is none. */
    ImagePlus currentImage() {
        WindowManager.setTempCurrentImage(null);
        final ImagePlus temporary = temporaryImage();
        return temporary != null ? temporary : WindowManager.getCurrentImage();
    }

    /** Without windows, makes this image the calling macro's current one. */
    void activate(final ImagePlus image) {
        if (isMacro() && Interpreter.isBatchMode()) WindowManager.setTempCurrentImage(caller, image);
    }

    /** ImageJ has no method that tells another thread's temporary image. */
    private ImagePlus temporaryImage() {
        if (caller == null) return null;
        try {
            final Field table = WindowManager.class.getDeclaredField("tempImageTable");
            table.setAccessible(true);
            return (ImagePlus) ((Map<?, ?>) table.get(null)).get(caller);
        } catch (final ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
