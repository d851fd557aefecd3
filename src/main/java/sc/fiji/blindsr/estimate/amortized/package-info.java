/**
 * Amortized FKP: a small network that was trained on simulated images reads the blur off an image. {@code BlurReader} is the
 * network in plain Java, {@code ReaderTrainer} trains it, {@code AmortizedFkp} is the estimator that users choose.
 */
package sc.fiji.blindsr.estimate.amortized;
