/**
 * The main class of the process in which PyTorch runs. No other package knows it; {@code engine} starts it by its name.
 */
package sc.fiji.blindsr.worker;
