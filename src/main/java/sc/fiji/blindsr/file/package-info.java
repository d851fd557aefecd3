/**
 * Text and table files that are written as a whole or not at all.
 */
package sc.fiji.blindsr.file;
