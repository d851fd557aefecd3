package sc.fiji.blindsr.estimate;

import java.util.Iterator;
import sc.fiji.blindsr.camera.Observation;
import sc.fiji.blindsr.fault.UserError;
import sc.fiji.blindsr.field.BlurField;
import sc.fiji.blindsr.prior.KernelFlow;
import sc.fiji.blindsr.progress.Progress;

/** An estimator that sees the blur place by place. */
public interface FieldEstimator extends KernelEstimator {

    /** A blur over the field, and the one blur that the whole image shows. */
    record FieldEstimate(BlurField field, Estimate whole) {}

    /**
     * Checks that this method can see a blur over the field with a prior. Called before any image is read.
     *
     * @throws UserError if it cannot; the message says what to do
     */
    void checkFieldPrior(KernelFlow prior, int scale);

    /**
     * Finds the blur over the field.
     *
     * @param planes of one size, taken with the same optics: what is seen of the blur in the same place of each is put together
     * @param problem what is known and requested
     */
    FieldEstimate field(Iterator<Observation> planes, EstimationProblem problem, Progress progress);
}
