/**
 * The algorithms as SciJava Ops. Nothing here needs an Ops library: the build writes {@code ops.yaml} from the
 * {@code @implNote op} lines, and an Ops engine, where there is one, reads it.
 */
package sc.fiji.blindsr.ops;
