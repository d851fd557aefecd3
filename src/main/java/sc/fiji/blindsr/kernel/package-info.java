/**
 * Blur kernels and the image formation: a kernel blurs the high-resolution image, and every s-th pixel is kept. Also what
 * these need of array arithmetic, such as cubic splines and mirrored indices.
 */
package sc.fiji.blindsr.kernel;
