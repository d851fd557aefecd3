/**
 * The neural networks of the published methods, written with DJL: image networks, generators, discriminators, USRNet, and
 * the losses and optimiser they are trained with.
 */
package sc.fiji.blindsr.network;
