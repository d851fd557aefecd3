/**
 * What cameras do to images: noise, defects, digitisation, mosaics, compression. A {@link sc.fiji.blindsr.camera.Camera} is
 * a list of {@linkplain sc.fiji.blindsr.camera.Effect effects}; everything that happens by chance takes its random numbers
 * from the caller, so that a seed repeats it. The other way round, a {@link sc.fiji.blindsr.camera.CameraProfile} is what
 * images tell of their camera, and an {@link sc.fiji.blindsr.camera.Observation} a plane with what its pixels are worth.
 */
package sc.fiji.blindsr.camera;
