package sc.fiji.blindsr.restore;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.imglib2.Interval;
import sc.fiji.blindsr.field.VaryingKernel;
import sc.fiji.blindsr.posterior.BlurSampling;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.SamplingOperator;
import sc.fiji.blindsr.posterior.VaryingSampling;

/** The sampling model of a problem, with one kernel or with a blur that changes over the field, for any part of an image. */
final class BlurModel {

    private final double[] kernel;
    private final Optional<VaryingKernel> varying;

    private BlurModel(final RestorationProblem problem, final UnaryOperator<double[]> each) {
        kernel = each.apply(problem.correlated());
        varying = Optional.ofNullable(problem.field())
                .map(field -> VaryingKernel.of(field, problem.scale(), problem.size(), problem.grid(), each));
    }

    BlurModel(final RestorationProblem problem) {
        this(problem, UnaryOperator.identity());
    }

    /** The same with the squares of the kernels' values. */
    static BlurModel squared(final RestorationProblem problem) {
        return new BlurModel(
                problem, values -> Arrays.stream(values).map(v -> v * v).toArray());
    }

    /** Number of the base kernels; 1 where the blur is the same everywhere. */
    int bases() {
        return varying.map(VaryingKernel::count).orElse(1);
    }

    /** @param part where the low-resolution image that the patch belongs to lies in the field */
    SamplingOperator on(final Polyphase patch, final Interval part) {
        final BlurSampling blur = new BlurSampling(patch, kernel);
        if (varying.isEmpty()) return blur;
        final VaryingKernel bases = varying.get();
        return new VaryingSampling(
                IntStream.range(0, bases.count())
                        .mapToObj(j -> blur.with(bases.base(j)))
                        .toList(),
                IntStream.range(0, bases.count())
                        .mapToObj(j -> patch.low(
                                bases.weights(j, part.min(0), part.min(1), patch.lowWidth(), patch.lowHeight())))
                        .toList());
    }
}
