package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.HTMLDialog;
import ij.gui.MessageDialog;
import ij.plugin.frame.Recorder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.AWTEventListener;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.JButton;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;
import sc.fiji.blindsr.Task;
import sc.fiji.blindsr.command.CompareBlindSRResult;
import sc.fiji.blindsr.command.SimulateLowResolution;
import sc.fiji.blindsr.command.SuperResolveWithKernel;
import sc.fiji.blindsr.command.TrainBlurKernelPrior;

/**
 * What a user does in ImageJ with its windows: chooses commands in the menu, looks at the dialogs, asks for help, cancels.
 * {@link DesktopIT} runs it in an ImageJ of its own and reads what it prints. It leaves screenshots in a folder.
 */
public final class DesktopSession {

    private static final long PATIENCE = 300_000;

    private final File screenshots;
    private final Robot robot;

    private DesktopSession(final File screenshots) throws Exception {
        this.screenshots = screenshots;
        robot = new Robot();
    }

    /** @param args the folder for screenshots, the sample image, and, for a high-resolution screen, ImageJ's GUI scale */
    public static void main(final String[] args) {
        try {
            if (args.length > 2) playLarge(args);
            else play(args);
        } catch (final Exception | Error e) {
            e.printStackTrace();
            System.exit(1); // windows would keep the program
        }
    }

    private static void play(final String[] args) throws Exception {
        final DesktopSession session = new DesktopSession(new File(args[0]));
        session.screenshots.mkdirs();
        new ImageJ();
        System.out.println(
                "menu: " + items(submenu(submenu(submenu(Menus.getMenuBar(), "Plugins"), "Blind SR"), "FKP")));
        IJ.open(args[1]);
        final String title = WindowManager.getCurrentImage().getTitle();
        for (final Task task : Task.values()) if (!task.options().isEmpty()) session.dialog(task, "");
        session.cancel("Esc", () -> {
            final KeyEvent escape = new KeyEvent(
                    IJ.getInstance(),
                    KeyEvent.KEY_PRESSED,
                    System.currentTimeMillis(),
                    0,
                    KeyEvent.VK_ESCAPE,
                    KeyEvent.CHAR_UNDEFINED);
            EventQueue.invokeLater(() -> IJ.getInstance().keyPressed(escape));
        });
        session.cancel(
                "button",
                () -> EventQueue.invokeLater(() -> components(kernelWindow().orElseThrow())
                        .filter(JButton.class::isInstance)
                        .map(JButton.class::cast)
                        .findFirst()
                        .orElseThrow()
                        .doClick()));
        session.recording();
        session.correction();
        session.batchMode(title);
        IJ.runMacro("run('Blind Super-Resolution...', 'input=[" + title + "] scale=2');");
        waitFor("the result", () -> WindowManager.getImage(title.replaceAll("\\.\\w+$", "") + "-SRx2") != null);
        IJ.runMacro("run('Show Blind SR Result...', 'input=[" + title + "] result=camera-SRx2 kernel=camera-kernel');");
        // newer ones, of another image whose name begins alike
        final List<ImagePlus> others = List.of(
                new ImagePlus("camera-1-kernel", new FloatProcessor(11, 11)),
                new ImagePlus("camera-1-SRx2", new ByteProcessor(64, 64)));
        others.forEach(ImagePlus::show);
        IJ.selectWindow(title);
        session.dialog(Task.SHOW_RESULT, " of a run");
        session.dialog(Task.SUPER_RESOLVE_WITH_KERNEL, " of a run");
        others.forEach(ImagePlus::close);
        IJ.runMacro("run('Blind Super-Resolution...', 'input=[" + title + "] scale=2 noise=2');");
        final List<ImagePlus> later = Stream.of("camera-SRx2-1", "camera-kernel-1")
                .map(WindowManager::getImage)
                .toList();
        IJ.selectWindow("camera-SRx2");
        session.dialog(Task.SHOW_RESULT, " of an earlier run");
        later.forEach(image -> {
            image.changes = false;
            image.close();
        });
        IJ.selectWindow(title);
        Thread.sleep(1000); // what was below the dialogs is drawn again
        session.capture("results", new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
        session.inFiji(title);
        IJ.doCommand(Task.ENGINE.label());
        waitFor("the table of engines", () -> WindowManager.getWindow(Task.ENGINE.label()) != null);
        for (final String other : WindowManager.getNonImageTitles()) {
            final Window window = WindowManager.getWindow(other);
            EventQueue.invokeAndWait(window::toFront);
            Thread.sleep(500);
            session.capture(other, window.getBounds());
        }
        System.out.println("log: " + IJ.getLog().trim());
        System.out.println("images: " + String.join(", ", WindowManager.getImageTitles()));
        System.exit(0);
    }

    /** The first minutes on a screen with many small pixels: sample, dialogs, an image with a long title, result. */
    private static void playLarge(final String[] args) throws Exception {
        final DesktopSession session = new DesktopSession(new File(args[0]));
        session.screenshots.mkdirs();
        Prefs.setGuiScale(Double.parseDouble(args[2]));
        new ImageJ();
        IJ.doCommand(Task.SAMPLE.label());
        waitFor("the sample", () -> WindowManager.getImage("retina") != null);
        final ImagePlus sample = WindowManager.getImage("retina");
        final ImagePlus longName = sample.duplicate();
        longName.setTitle("2026-11-28 embryo 3, left, second channel, ".repeat(5) + "01.tif");
        longName.show();
        IJ.selectWindow(sample.getID());
        for (final Task task : Task.values()) if (!task.options().isEmpty()) session.dialog(task, "");
        session.cancel(
                "button",
                () -> EventQueue.invokeLater(() -> components(kernelWindow().orElseThrow())
                        .filter(JButton.class::isInstance)
                        .map(JButton.class::cast)
                        .findFirst()
                        .orElseThrow()
                        .doClick()));
        IJ.runMacro("run('Blind Super-Resolution...', 'input=retina');");
        waitFor("the result", () -> WindowManager.getImage("retina-SRx2") != null);
        IJ.runMacro("run('Show Blind SR Result...', 'input=retina result=retina-SRx2 kernel=retina-kernel');");
        waitFor("the view", () -> WindowManager.getImage("retina-view") != null);
        Thread.sleep(1000);
        System.out.println("kernel's window: "
                + WindowManager.getImage("retina-kernel").getWindow().getWidth() + " pixels wide");
        session.capture("results", new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
        System.exit(0);
    }

    /** What the recorder writes when a user leaves the dialog as it is. */
    private void recording() throws Exception {
        final Recorder recorder = new Recorder();
        IJ.doCommand(Task.ESTIMATE_KERNEL.label());
        press((GenericDialog) await(Task.ESTIMATE_KERNEL.title(), GenericDialog.class), "OK");
        waitFor("the recorded line", () -> recorder.getText().contains(Task.ESTIMATE_KERNEL.label()));
        System.out.println("recorded: " + recorder.getText().trim());
        recorder.close();
        final ImagePlus kernel = WindowManager.getCurrentImage();
        kernel.changes = false;
        kernel.close();
    }

    /** What a user sees who writes a value that is not allowed, and corrects it. */
    private void correction() throws Exception {
        IJ.doCommand(Task.ESTIMATE_KERNEL.label());
        final GenericDialog wrong = (GenericDialog) await(Task.ESTIMATE_KERNEL.title(), GenericDialog.class);
        EventQueue.invokeAndWait(() -> {
            ((Choice) wrong.getChoices().get(1)).select("3");
            field(wrong, "auto").setText("loud");
        });
        press(wrong, "OK");
        closeError();
        final GenericDialog again = (GenericDialog) await(Task.ESTIMATE_KERNEL.title(), GenericDialog.class);
        System.out.println(
                "again: " + choices("", again) + ", " + field(again, "loud").getText());
        // what only the run finds out
        EventQueue.invokeAndWait(() -> {
            field(again, "loud").setText("1.5");
            field(again, "built-in").setText("nowhere");
        });
        press(again, "OK");
        closeError();
        final GenericDialog third = (GenericDialog) await(Task.ESTIMATE_KERNEL.title(), GenericDialog.class);
        System.out.println("again after the run: " + choices("", third) + ", "
                + field(third, "1.5").getText());
        EventQueue.invokeAndWait(() -> field(third, "nowhere").setText("built-in"));
        press(third, "OK");
        waitFor("the kernel", () -> WindowManager.getImage("camera-kernel") != null);
        System.out.println(
                "corrected: " + WindowManager.getImage("camera-kernel").getStringProperty("Macro"));
        System.out.println("asked before it is closed: " + WindowManager.getImage("camera-kernel").changes);
        WindowManager.getImage("camera-kernel").changes = false;
        WindowManager.getImage("camera-kernel").close();
    }

    private void closeError() throws Exception {
        final Window error = await("Blind SR", MessageDialog.class);
        capture("wrong value", error.getBounds());
        final Button ok = components(error)
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow();
        EventQueue.invokeLater(() -> ok.getActionListeners()[0].actionPerformed(
                new ActionEvent(ok, ActionEvent.ACTION_PERFORMED, ok.getLabel())));
    }

    /** The field with some text in it. */
    private static TextField field(final GenericDialog dialog, final String text) {
        return components(dialog)
                .filter(TextField.class::isInstance)
                .map(TextField.class::cast)
                .filter(field -> field.getText().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static Menu submenu(final MenuBar bar, final String label) {
        return IntStream.range(0, bar.getMenuCount())
                .mapToObj(bar::getMenu)
                .filter(m -> m.getLabel().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Menu submenu(final Menu menu, final String label) {
        return IntStream.range(0, menu.getItemCount())
                .mapToObj(menu::getItem)
                .filter(m -> m instanceof Menu && m.getLabel().equals(label))
                .map(Menu.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The labels in a menu, in their order; those of a submenu in brackets. */
    private static String items(final Menu menu) {
        return IntStream.range(0, menu.getItemCount())
                .mapToObj(menu::getItem)
                .map(m -> m instanceof Menu sub ? m.getLabel() + " (" + items(sub) + ")" : m.getLabel())
                .collect(Collectors.joining(", "));
    }

    /** Opens a command's dialog and its help, and cancels it. */
    private void dialog(final Task task, final String suffix) throws Exception {
        IJ.doCommand(task.label());
        final GenericDialog dialog = (GenericDialog) await(task.title(), GenericDialog.class);
        final Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        final Optional<Component> cut = components(dialog)
                .filter(c -> c.isVisible()
                        && (c.getWidth() < c.getPreferredSize().width || c.getHeight() < c.getPreferredSize().height))
                .findFirst();
        System.out.println(choices(task.title() + suffix, dialog));
        System.out.println("dialog: " + task.title() + ": "
                + (screen.contains(dialog.getBounds()) ? "on the screen" : "off the screen") + ", "
                + (cut.isEmpty() ? "nothing cut off" : cut.get() + " cut off"));
        capture(task.title() + suffix, dialog.getBounds());
        press(dialog, "Help");
        final Window help = await("", HTMLDialog.class);
        capture(task.title() + suffix + " help", help.getBounds());
        EventQueue.invokeAndWait(help::dispose);
        press(dialog, "Cancel");
        waitFor("the dialog to go", () -> !dialog.isDisplayable());
    }

    /**
     * Runs commands as Fiji does, with three images open, of which the first would be SciJava's choice for each parameter.
     * What SciJava would still ask for in a dialog of its own is printed by {@link OpenInputs}.
     */
    private void inFiji(final String title) throws Exception {
        try (Context context = new Context()) {
            final CommandService commands = context.service(CommandService.class);
            for (final Class<? extends Command> command : List.of(
                    SimulateLowResolution.class,
                    SuperResolveWithKernel.class,
                    CompareBlindSRResult.class,
                    TrainBlurKernelPrior.class)) {
                final Future<CommandModule> run = commands.run(command, true);
                final Task task = Task.labelled(
                        commands.getCommand(command).getMenuPath().getLeaf().getName());
                final GenericDialog dialog = (GenericDialog) await(task.title(), GenericDialog.class);
                System.out.println("in Fiji, " + choices(task.title(), dialog));
                capture(task.title() + " in Fiji", dialog.getBounds());
                press(dialog, "Cancel");
                System.out.println("in Fiji, cancelled: " + run.get().isCanceled());
            }
            // a script gives all that is needed for the choices; a user leaves the dialog as it is
            final Future<CommandModule> run =
                    commands.run(SuperResolveWithKernel.class, true, "input", WindowManager.getImage(title));
            final GenericDialog dialog =
                    (GenericDialog) await(Task.SUPER_RESOLVE_WITH_KERNEL.title(), GenericDialog.class);
            System.out.println("in Fiji with an image, " + choices("", dialog));
            press(dialog, "OK");
            System.out.println("in Fiji, result: " + ((ImagePlus) run.get().getOutput("result")).getTitle());
            // one that chooses is not asked for the rest
            final ImagePlus chosen = (ImagePlus) commands.run(
                            SuperResolveWithKernel.class,
                            true,
                            "input",
                            WindowManager.getImage(title),
                            "kernel",
                            WindowManager.getImage("camera-kernel"),
                            "restorer",
                            "Cubic spline")
                    .get(30, TimeUnit.SECONDS)
                    .getOutput("result");
            System.out.println("in Fiji without a dialog, result: " + chosen.getTitle());
            chosen.close();
        }
    }

    private static String choices(final String title, final Window dialog) {
        return "choices in " + title + ": "
                + components(dialog)
                        .filter(Choice.class::isInstance)
                        .map(c -> ((Choice) c).getSelectedItem())
                        .collect(Collectors.joining(", "));
    }

    /** Stands where SciJava's dialog would be built: for all inputs that are not resolved by then. */
    @Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY)
    public static class OpenInputs extends AbstractPreprocessorPlugin {

        @Override
        public void process(final Module module) {
            for (final ModuleItem<?> input : module.getInfo().inputs())
                if (!module.isInputResolved(input.getName())) System.out.println("SciJava asks for " + input.getName());
        }
    }

    /** Starts a very long estimation from the menu, waits for its kernel, and cancels it. */
    private void cancel(final String way, final Runnable action) throws Exception {
        final int images = WindowManager.getImageCount(), tables = WindowManager.getNonImageTitles().length;
        IJ.doCommand(Task.ESTIMATE_KERNEL.label());
        final GenericDialog dialog = (GenericDialog) await(Task.ESTIMATE_KERNEL.title(), GenericDialog.class);
        EventQueue.invokeAndWait(() -> components(dialog)
                .filter(Choice.class::isInstance)
                .map(Choice.class::cast)
                .forEach(choice -> choice.select("Variational FKP"))); // no effect where that is no choice
        EventQueue.invokeAndWait(() -> components(dialog)
                .filter(TextField.class::isInstance)
                .map(TextField.class::cast)
                .filter(f -> f.getText().equals("0"))
                .reduce((plane, iterations) -> iterations)
                .orElseThrow()
                .setText("100000"));
        press(dialog, "OK");
        waitFor("the kernel's window", () -> kernelWindow().isPresent());
        waitFor("the time left", () -> ImageJ.getStatusBarText().endsWith(" left"));
        capture(
                "estimating, before " + way,
                new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
        System.out.println("status before " + way + ": " + ImageJ.getStatusBarText());
        final long start = System.nanoTime();
        action.run();
        waitFor("the end of the kernel's window", () -> kernelWindow().isEmpty());
        final long milliseconds = (System.nanoTime() - start) / 1_000_000;
        System.out.println("cancelled by " + way + " after " + milliseconds + " ms");
        System.out.println("left by " + way + ": " + (WindowManager.getImageCount() - images) + " images, "
                + (WindowManager.getNonImageTitles().length - tables) + " tables, locked: "
                + WindowManager.getCurrentImage().isLocked());
    }

    /** Runs an estimation in batch mode, which is not to show its kernel. */
    private void batchMode(final String title) throws Exception {
        final AtomicInteger opened = new AtomicInteger();
        final AWTEventListener listener = e -> {
            if (e.getID() == WindowEvent.WINDOW_OPENED
                    && KernelWindow.NAME.equals(((Component) e.getSource()).getName())) opened.incrementAndGet();
        };
        Toolkit.getDefaultToolkit().addAWTEventListener(listener, AWTEvent.WINDOW_EVENT_MASK);
        IJ.runMacro("setBatchMode(true); run('Estimate Blur Kernel...', 'input=[" + title + "] iterations=3');");
        EventQueue.invokeAndWait(() -> Toolkit.getDefaultToolkit().removeAWTEventListener(listener));
        System.out.println(
                "opened in batch mode: " + opened + " kernels, " + (WindowManager.getWindowCount() - 1) + " images");
    }

    private static Optional<Window> kernelWindow() {
        return windows().filter(w -> KernelWindow.NAME.equals(w.getName())).findFirst();
    }

    static Stream<Window> windows() {
        return Arrays.stream(Window.getWindows()).filter(Window::isShowing);
    }

    static Window await(final String title, final Class<?> type) throws Exception {
        final Window[] found = new Window[1];
        waitFor(type.getSimpleName() + " " + title, () -> {
            found[0] = windows()
                    .filter(w -> type.isInstance(w)
                            && String.valueOf(((Dialog) w).getTitle()).contains(title))
                    .findFirst()
                    .orElse(null);
            return found[0] != null;
        });
        Thread.sleep(300); // to be drawn
        return found[0];
    }

    static void waitFor(final String what, final BooleanSupplier condition) throws InterruptedException {
        final long end = System.currentTimeMillis() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > end) {
                System.out.println("waited in vain for " + what);
                System.exit(1);
            }
            Thread.sleep(20);
        }
    }

    static Stream<Component> components(final Container container) {
        return Arrays.stream(container.getComponents())
                .flatMap(c ->
                        c instanceof Container inner ? Stream.concat(Stream.of(c), components(inner)) : Stream.of(c));
    }

    /** Presses a button of a dialog. */
    static void press(final GenericDialog dialog, final String label) {
        final Button button = Arrays.stream(dialog.getButtons())
                .filter(b -> b != null && b.getLabel().trim().equals(label))
                .findFirst()
                .orElseThrow();
        EventQueue.invokeLater(
                () -> dialog.actionPerformed(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, label)));
    }

    private void capture(final String name, final Rectangle part) throws Exception {
        final Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(
                robot.createScreenCapture(part.intersection(screen)), "png", new File(screenshots, name + ".png"));
    }
}
