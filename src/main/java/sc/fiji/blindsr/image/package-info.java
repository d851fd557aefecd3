/**
 * Between ImageJ's images and the algorithms: reading and writing planes, the range of grey levels, regions, and the calibrated
 * images of results. The algorithms themselves do not depend on this package.
 */
package sc.fiji.blindsr.image;
