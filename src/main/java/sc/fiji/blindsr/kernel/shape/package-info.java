/** Blurs that are no Gaussians: discs, lines, focal spots, what they make together, and how often each is drawn. */
package sc.fiji.blindsr.kernel.shape;
