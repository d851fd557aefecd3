/**
 * The methods that find the blur kernel of an image. {@link sc.fiji.blindsr.estimate.KernelEstimator} is what they have in
 * common, and {@link sc.fiji.blindsr.estimate.Estimators} lists them, the default first.
 */
package sc.fiji.blindsr.estimate;
