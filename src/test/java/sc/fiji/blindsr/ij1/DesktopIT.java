package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.ProgramRun;
import sc.fiji.blindsr.Task;

/**
 * ImageJ 1.x with its windows on a virtual screen: {@link DesktopSession} is the user. Screenshots are left in
 * {@code target/screenshots}. Skipped where there is no Xvfb.
 */
class DesktopIT {

    @Test
    void dialogsHelpAndCancelling() throws Exception {
        try (VirtualScreen screen = new VirtualScreen("1600x1000x24")) {
            final String printed = session(screen, "screenshots");

            assertTrue(
                    printed.contains("recorded: run(\"Estimate Blur Kernel...\", \"input=camera.png scale=2"
                            + " estimator=[Amortized FKP] "),
                    printed);
            assertTrue(
                    printed.matches(
                            "(?s).*again: choices in : camera.png, 3, .*, loud\n.*"
                                    + "corrected: run\\(\"Estimate Blur Kernel...\", \"input=camera.png scale=3 .* noise=1.5 .*"),
                    printed);
            assertTrue(printed.matches("(?s).*again after the run: choices in : camera.png, 3, .*, 1.5\n.*"), printed);
            assertTrue(printed.contains("asked before it is closed: true\n"), printed);
            assertTrue(
                    printed.contains("menu: Blind Super-Resolution..., Blind SR Batch..., Super-Resolve With Kernel...,"
                            + " Estimate Blur Kernel..., Blur Kernel From Beads..., Blur Kernel From Optics..., Map Blur..., Show Blind SR Result..., Compare Blind SR Result..., Estimate Image Resolution..., Open Blind SR Sample, Tools"
                            + " (Simulate Low Resolution..., Sample Blur Kernel Prior..., Train Blur Kernel Prior...,"
                            + " Blind SR Benchmark..., Import Blind SR Model..., Blind SR Engine)\n"),
                    printed);
            final List<Task> asking = Arrays.stream(Task.values())
                    .filter(t -> !t.options().isEmpty())
                    .toList();
            for (final Task task : asking)
                assertTrue(printed.contains("dialog: " + task.title() + ": on the screen, nothing cut off\n"), printed);
            assertEquals(
                    2,
                    printed.split(", camera-SRx2, camera-kernel, Result\ndialog: Show Blind SR Result", -1).length - 1,
                    printed);
            assertTrue(
                    printed.contains(", camera-kernel, 2, Sparse MAP, off, Centred\ndialog: Super-Resolve"), printed);

            // The same dialogs in a SciJava host: "none" can be chosen, and the right images are preselected.
            for (final String choices : List.of(
                    "Simulate Low Resolution: camera.png, 2, none, None, Centred\n",
                    "Super-Resolve With Kernel: camera.png, camera-kernel, 2, Sparse MAP, off, Centred\n",
                    "Compare Blind SR Result: camera-SRx2, none\n",
                    "Train Blur Kernel Prior: 2, none\n"))
                assertTrue(printed.contains("in Fiji, choices in " + choices), printed);
            assertEquals(4, printed.split("in Fiji, cancelled: true\n", -1).length - 1, printed);
            assertTrue(
                    printed.contains(
                            "in Fiji with an image, choices in : camera-kernel, 2, Sparse MAP, off, Centred\n"),
                    printed);
            assertTrue(printed.contains("in Fiji, result: camera-SRx2-1\n"), printed);
            assertTrue(printed.contains("in Fiji without a dialog, result: camera-SRx2-1\n"), printed);
            assertFalse(printed.contains("SciJava asks for"), printed);

            for (final String way : List.of("Esc", "button")) {
                assertTrue(
                        Pattern.compile(
                                        "status before " + way
                                                + ": Variational FKP: FWHM [\\d.]+ × [\\d.]+ HR pixels, \\d+/100006, \\d+ .*left\n")
                                .matcher(printed)
                                .find(),
                        printed);
                assertTrue(printed.contains("cancelled by " + way), printed);
                assertTrue(printed.contains("left by " + way + ": 0 images, 0 tables, locked: false\n"), printed);
            }
            assertTrue(printed.contains("opened in batch mode: 0 kernels, 0 images\n"), printed);
            assertTrue(printed.contains("images: camera.png, camera-kernel, camera-SRx2, camera-view\n"), printed);
            assertTrue(
                    printed.contains("Blind SR: Blind Super-Resolution, camera.png, ×2, Amortized FKP, Sparse MAP,"
                            + " CPU: camera-kernel 11×11, camera-SRx2 512×512, "),
                    printed);
        }
    }

    /** With ImageJ's GUI scale 2: all that has a size of its own is twice as large, and long titles do not push anything off. */
    @Test
    void onAHighResolutionScreen() throws Exception {
        try (VirtualScreen screen = new VirtualScreen("3200x2000x24")) {
            final String printed = session(screen, "screenshots-2", "2");
            for (final Task task : Task.values())
                if (!task.options().isEmpty())
                    assertTrue(
                            printed.contains("dialog: " + task.title() + ": on the screen, nothing cut off\n"),
                            printed);
            final Matcher width =
                    Pattern.compile("kernel's window: (\\d+) pixels wide").matcher(printed);
            assertTrue(width.find() && Integer.parseInt(width.group(1)) > 340, printed);
        }
    }

    private static String session(final VirtualScreen screen, final String screenshots, final String... scale)
            throws IOException, InterruptedException {
        final List<String> arguments =
                new ArrayList<>(List.of(Path.of("target", screenshots).toString(), "macros/samples/camera.png"));
        arguments.addAll(List.of(scale));
        final ProgramRun run = ProgramRun.run(
                Path.of("").toAbsolutePath(),
                VirtualScreen.imageJ(DesktopSession.class, List.of(), arguments.toArray(String[]::new)),
                VirtualScreen.DISPLAY,
                screen.display());
        assertEquals(0, run.status(), run.output());
        return run.output();
    }
}
