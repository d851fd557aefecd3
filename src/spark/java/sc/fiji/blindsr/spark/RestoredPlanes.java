package sc.fiji.blindsr.spark;

import java.io.Serializable;
import java.util.List;
import sc.fiji.blindsr.run.PlaneFigures;

/**
 * What the task of a range of planes tells.
 *
 * @param figures of its planes
 * @param nanos how long it took, nanoseconds
 */
record RestoredPlanes(List<PlaneFigures> figures, long nanos) implements Serializable {}
