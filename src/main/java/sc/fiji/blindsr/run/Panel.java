package sc.fiji.blindsr.run;

import ij.process.ImageProcessor;

/**
 * A part of a view.
 *
 * @param picture what is shown
 * @param caption what stands above it
 */
record Panel(ImageProcessor picture, String caption) {}
