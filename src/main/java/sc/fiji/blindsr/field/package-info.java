/** Blur that changes from place to place: maps of it, and the sampling model with it. */
package sc.fiji.blindsr.field;
