/** Blur kernels computed from the optics of a microscope: diffraction, aberration by a mismatch of refractive indices, pixels. */
package sc.fiji.blindsr.kernel.optics;
