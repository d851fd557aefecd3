/**
 * How good a result is: PSNR and SSIM against a reference, and the residual against the input where there is no reference.
 */
package sc.fiji.blindsr.evaluate;
