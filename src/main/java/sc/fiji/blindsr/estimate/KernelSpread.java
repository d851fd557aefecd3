package sc.fiji.blindsr.estimate;

/**
 * How far a kernel's figures may be off: one standard deviation.
 *
 * @param fwhmMajor of the full width at half maximum along the longer axis, high-resolution pixels
 * @param fwhmMinor of that along the shorter axis
 * @param angle of the longer axis' direction, degrees; at most 52, which is that of a direction drawn at random
 */
public record KernelSpread(double fwhmMajor, double fwhmMinor, double angle) {}
