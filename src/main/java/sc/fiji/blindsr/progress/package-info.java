/**
 * How long computations report their progress, log lines and intermediate kernels, and how they are cancelled.
 */
package sc.fiji.blindsr.progress;
