package sc.fiji.blindsr.image;

import ij.gui.EllipseRoi;
import java.awt.Color;
import sc.fiji.blindsr.kernel.BlurKernel;
import sc.fiji.blindsr.kernel.KernelFigures;

/** The ellipse of a kernel's full widths at half maximum, an overlay for its picture. */
public final class FwhmEllipse {

    /** The colour it is drawn in. */
    public static final Color COLOUR = Color.YELLOW;

    private FwhmEllipse() {}

    /**
     * The ellipse in ImageJ's coordinates, where pixel 0 reaches from 0 to 1.
     *
     * @param zoom how many times the picture is larger than the kernel
     */
    public static EllipseRoi of(final BlurKernel kernel, final double zoom) {
        final KernelFigures figures = KernelFigures.of(kernel);
        final double x = (figures.centreX() + 0.5) * zoom, y = (figures.centreY() + 0.5) * zoom;
        final double half = figures.fwhmMajor() / 2 * zoom, angle = Math.toRadians(figures.angle());
        final double dx = half * Math.cos(angle), dy = -half * Math.sin(angle); // rows run downwards
        final EllipseRoi ellipse =
                new EllipseRoi(x - dx, y - dy, x + dx, y + dy, figures.fwhmMinor() / figures.fwhmMajor());
        ellipse.setStrokeColor(COLOUR);
        ellipse.setName("FWHM");
        return ellipse;
    }
}
