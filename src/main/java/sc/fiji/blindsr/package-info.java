/**
 * Blind SR for Fiji: what can be asked for ({@link sc.fiji.blindsr.Task}), what can be set
 * ({@link sc.fiji.blindsr.option.Option}), and the way of the data from an image to a kernel and a restored image. Images come
 * and go as ImageJ's ({@code run}, {@code batch}, {@code benchmark}, {@code image}); hosts are served by {@code command} (SciJava),
 * {@code ij1} (plain ImageJ) and {@code ops}. What a method needs is in the other packages, which know neither.
 */
package sc.fiji.blindsr;
