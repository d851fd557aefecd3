/**
 * The resolution of an image by itself: the highest spatial frequency at which it shows more than noise.
 */
package sc.fiji.blindsr.resolution;
