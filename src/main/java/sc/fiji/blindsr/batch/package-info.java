/**
 * Runs the blind super-resolution of a whole folder of images. Each image is processed by itself, so that one failure does
 * not end the batch, and a table says what became of each.
 */
package sc.fiji.blindsr.batch;
