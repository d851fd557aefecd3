/**
 * The posterior of the high-resolution image, given kernel, noise and a sparse prior of its gradients: the operators and the
 * solver. {@link sc.fiji.blindsr.posterior.Polyphase} explains the memory layout that all of them share.
 */
package sc.fiji.blindsr.posterior;
