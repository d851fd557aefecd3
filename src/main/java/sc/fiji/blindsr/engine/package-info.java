/**
 * PyTorch, by way of DJL: loading it, choosing the device, running TorchScript, and recording gradients. All that concerns
 * its memory and its native libraries is settled here.
 */
package sc.fiji.blindsr.engine;
