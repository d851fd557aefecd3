/**
 * Measures the methods on images whose high-resolution original or kernel is known. It makes the blurred images, runs each
 * method on them, and writes tables, a report and contact sheets.
 */
package sc.fiji.blindsr.benchmark;
