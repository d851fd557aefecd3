/** Blur kernels and the image formation: a kernel blurs the high-resolution image, and every s-th pixel is kept. */
package sc.fiji.blindsr.kernel;
