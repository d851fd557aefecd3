/**
 * Images to train estimators of the blur on. {@link sc.fiji.blindsr.scene.Scenes} draws sharp synthetic ones;
 * {@link sc.fiji.blindsr.scene.BlurSimulator} blurs, samples and records pieces of them and of photographs.
 */
package sc.fiji.blindsr.scene;
