/**
 * Arithmetic of pixel arrays that all methods share: copies out of ImgLib2, mirrored indices, pixels that hang together, means
 * of neighbours, cubic splines and convolution, samples of many pixels, and the cosine transform of 8×8 blocks.
 */
package sc.fiji.blindsr.pixel;
