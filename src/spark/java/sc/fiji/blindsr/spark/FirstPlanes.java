package sc.fiji.blindsr.spark;

import java.io.Serializable;
import java.util.List;
import sc.fiji.blindsr.run.PlaneFigures;
import sc.fiji.blindsr.run.Survey;

/**
 * What the first task of an image tells: either what the others need to know, or, where it was the only one, the outputs.
 *
 * @param survey what was found out of the image; null if there are no others
 * @param figures of the planes that were restored
 * @param rest the ranges of the planes that were not
 * @param outputs the outputs; null if there are others
 */
record FirstPlanes(Survey survey, List<PlaneFigures> figures, List<PlaneRange> rest, WrittenOutputs outputs)
        implements Serializable {}
