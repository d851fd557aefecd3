/**
 * Runs the batch on Apache Spark: the planes of each image spread over the executors. It is built by the Maven profile
 * {@code spark} alone, and is no part of the plugin. See the page Spark.
 */
package sc.fiji.blindsr.spark;
