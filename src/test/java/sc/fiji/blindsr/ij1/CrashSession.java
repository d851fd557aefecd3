package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.util.Arrays;
import java.util.List;
import sc.fiji.blindsr.SampleImages;

/**
 * A user of ImageJ with its windows, with an image that is not saved, who loses PyTorch's process in the midst of a run.
 * {@link WorkerIT} runs it, ends the process, and reads what it prints.
 */
final class CrashSession {

    private static final String COMMAND =
            "run('Estimate Blur Kernel...', 'input=sample scale=2 estimator=%s region=Whole" + " iterations=%d');";

    private CrashSession() {}

    /** @param estimators the methods that lose it */
    public static void main(final String... estimators) {
        try {
            new ImageJ();
            for (final String estimator : estimators) play(estimator);
            System.exit(0);
        } catch (final Exception | Error e) {
            e.printStackTrace();
            System.exit(1); // windows would keep the program
        }
    }

    private static void play(final String estimator) throws Exception {
        new ImagePlus("sample", SampleImages.plane(80, 80, 8, 1, 0)).show();
        final ImagePlus unsaved = IJ.createImage("unsaved", "8-bit ramp", 50, 40, 1);
        unsaved.show();
        IJ.run(unsaved, "Invert", "");
        final byte[] pixels = ((byte[]) unsaved.getProcessor().getPixels()).clone();
        final float[] before = kernel(estimator);
        final List<String> windows = windows();

        System.out.println("begins: " + estimator);
        final Thread macro = new Thread(() -> IJ.runMacro(String.format(COMMAND, estimator, 1_000_000)));
        macro.start();
        final GenericDialog error = (GenericDialog) DesktopSession.await("Macro Error", GenericDialog.class);
        System.out.println("error on the screen: "
                + new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()).contains(error.getBounds()));
        DesktopSession.press(error, "OK");
        macro.join();
        DesktopSession.waitFor("the dialog to go", () -> !error.isDisplayable());

        System.out.println("windows as before: " + windows.equals(windows()));
        System.out.println("unsaved image as before: "
                + (unsaved.isVisible()
                        && unsaved.changes
                        && Arrays.equals(pixels, (byte[]) unsaved.getProcessor().getPixels())));
        System.out.println("locked: " + WindowManager.getImage("sample").isLocked());
        System.out.println("next run as before: " + Arrays.equals(before, kernel(estimator)));
        for (final String title : List.of("unsaved", "sample")) close(WindowManager.getImage(title));
    }

    private static List<String> windows() {
        return DesktopSession.windows()
                .map(window -> window.getClass().getSimpleName() + " " + window.getName())
                .sorted()
                .toList();
    }

    /** What the command finds when nothing happens. */
    private static float[] kernel(final String estimator) {
        IJ.runMacro(String.format(COMMAND, estimator, 2));
        final ImagePlus kernel = WindowManager.getImage("sample-kernel");
        final float[] weights = ((float[]) kernel.getProcessor().getPixels()).clone();
        close(kernel);
        return weights;
    }

    private static void close(final ImagePlus image) {
        image.changes = false;
        image.close();
    }
}
