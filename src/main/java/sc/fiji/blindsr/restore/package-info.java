/**
 * The methods that make the high-resolution image from a known kernel. {@link sc.fiji.blindsr.restore.Restorer} is what they
 * have in common, and {@link sc.fiji.blindsr.restore.Restorers} lists them. Large images are restored in tiles.
 */
package sc.fiji.blindsr.restore;
