/** How good a result is where the truth is known: PSNR and SSIM against a reference. */
package sc.fiji.blindsr.evaluate;
