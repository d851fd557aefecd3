/**
 * What each command does, from its input image to its results: choosing the plane and region, estimating the kernel, restoring
 * all planes, and reporting. One class per command; they use the algorithms of {@code estimate} and {@code restore} and
 * ImageJ's images, but open no windows.
 */
package sc.fiji.blindsr.run;
