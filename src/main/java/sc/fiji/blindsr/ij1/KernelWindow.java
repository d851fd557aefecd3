package sc.fiji.blindsr.ij1;

import ij.IJ;
import ij.Prefs;
import ij.process.FloatProcessor;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Image;
import java.awt.Point;
import java.awt.Rectangle;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.blindsr.pixel.Pixels;

/**
 * A small window with the kernel of an estimation under way, and a button that cancels it. It is no image window, so that
 * no macro takes it for an image, and it never takes the focus. Closing it is no more than not wanting to look.
 */
final class KernelWindow {

    /** The window's name, by which it can be told from others. */
    static final String NAME = "blind-sr-kernel";

    /** Side of the picture, in screen pixels at ImageJ's GUI scale 1. */
    private static final int SIZE = 240;
    /** Nanoseconds between two pictures. */
    private static final long PAUSE = 100_000_000;

    private volatile boolean cancelled;
    private volatile boolean closed;
    private long drawn = System.nanoTime() - PAUSE;
    /** The rest belongs to Swing's thread. */
    private JFrame frame;

    private final JLabel words = new JLabel(" ");
    private final Picture picture = new Picture();

    KernelWindow() {
        SwingUtilities.invokeLater(this::open);
    }

    private void open() {
        if (closed) return;
        final JButton cancel = new JButton("Cancel");
        cancel.addActionListener(e -> {
            cancelled = true;
            cancel.setEnabled(false);
        });
        final JPanel below = new JPanel(new BorderLayout());
        for (final JComponent text : new JComponent[] {words, cancel})
            text.setFont(text.getFont().deriveFont((float) (text.getFont().getSize2D() * Prefs.getGuiScale())));
        below.add(words);
        below.add(cancel, BorderLayout.SOUTH);
        frame = new JFrame("Kernel so far");
        frame.setName(NAME);
        frame.setFocusableWindowState(false);
        frame.add(picture);
        frame.add(below, BorderLayout.SOUTH);
        frame.pack();
        frame.setLocation(place(frame.getSize()));
        frame.setVisible(true);
    }

    /** Beside ImageJ's own window, since images open below it; below where there is no room. */
    private static Point place(final Dimension size) {
        final Rectangle imagej = IJ.getInstance().getBounds(),
                screen = IJ.getInstance().getGraphicsConfiguration().getBounds();
        if (imagej.x + imagej.width + size.width <= screen.x + screen.width)
            return new Point(imagej.x + imagej.width, imagej.y);
        if (imagej.x - size.width >= screen.x) return new Point(imagej.x - size.width, imagej.y);
        return new Point(imagej.x, imagej.y + imagej.height);
    }

    /** Whether the button has been pressed. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Shows a kernel, as bright as can be. */
    void show(final RandomAccessibleInterval<FloatType> kernel) {
        if (System.nanoTime() - drawn < PAUSE) return;
        drawn = System.nanoTime();
        final FloatProcessor pixels =
                new FloatProcessor((int) kernel.dimension(0), (int) kernel.dimension(1), Pixels.floats(kernel));
        pixels.setMinAndMax(0, pixels.getStats().max);
        final Image image = pixels.createImage();
        SwingUtilities.invokeLater(() -> picture.show(image));
    }

    /** Says how far the estimation is. */
    void say(final String text) {
        SwingUtilities.invokeLater(() -> words.setText(" " + text));
    }

    /** Closes the window, if it is still open. */
    void close() {
        closed = true;
        SwingUtilities.invokeLater(() -> {
            if (frame != null) frame.dispose();
        });
    }

    private static final class Picture extends JComponent {

        private static final long serialVersionUID = 1;

        private transient Image image;

        Picture() {
            final int size = (int) (SIZE * Prefs.getGuiScale());
            setPreferredSize(new Dimension(size, size));
        }

        void show(final Image newer) {
            image = newer;
            repaint();
        }

        @Override
        protected void paintComponent(final Graphics graphics) {
            graphics.fillRect(0, 0, getWidth(), getHeight());
            if (image == null) return;
            final int size = Math.min(getWidth(), getHeight());
            graphics.drawImage(image, (getWidth() - size) / 2, (getHeight() - size) / 2, size, size, null);
        }
    }
}
