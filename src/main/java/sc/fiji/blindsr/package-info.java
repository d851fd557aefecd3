/**
 * Blind SR for Fiji: what can be asked for ({@link sc.fiji.blindsr.Task}), what can be set
 * ({@link sc.fiji.blindsr.Option}), and the way of the data from an image to a kernel and a restored image. Everything a
 * host needs is here; everything a method needs is in the packages below, which know neither ImageJ nor SciJava, but for
 * {@code image}, {@code ij1} and {@code command}.
 */
package sc.fiji.blindsr;
