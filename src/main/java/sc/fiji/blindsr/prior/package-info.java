/**
 * The flow-based kernel prior, FKP: a network that maps latent vectors to blur kernels and back. It is trained with
 * PyTorch and evaluated in plain Java.
 */
package sc.fiji.blindsr.prior;
