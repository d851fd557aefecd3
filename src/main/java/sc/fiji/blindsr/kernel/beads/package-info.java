/** The blur kernel from images of beads or stars: found, registered to a fraction of a pixel, and put together on a finer grid. */
package sc.fiji.blindsr.kernel.beads;
