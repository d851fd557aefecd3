/**
 * Whether a result is to be trusted: what it leaves unexplained of its input, and whether it is nearer to the truth than
 * interpolation, without knowing the truth.
 */
package sc.fiji.blindsr.evidence;
