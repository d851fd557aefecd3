/**
 * Kernels as people bring them: images of beads, computed point-spread functions, kernels from other programs. What can be
 * put right without guessing is put right, and said; what cannot is refused with its cause.
 */
package sc.fiji.blindsr.kernel.intake;
