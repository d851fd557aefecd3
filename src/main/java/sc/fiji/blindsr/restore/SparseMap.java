package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.posterior.ImagePosterior;

/**
 * The most probable image under a sparse prior of its gradients (hyper-Laplacian; Krishnan and Fergus, "Fast image
 * deconvolution using hyper-Laplacian priors", NIPS 2009), for the exact sampling model:
 *
 * <pre>
 * x = argmin ½ Σ_n w_n/σ² · (y − A_k x)_n² + λ Σ_f,i d_f (g_fi + ε²)^(p/2),   f: differences to four neighbours
 * </pre>
 *
 * In images that were JPEG files, the residual is that of the blocks' cosine transforms, each value with the σ that its rounding
 * left. w is the weight of a pixel, 1 where its noise is σ and 0 where nothing is known; where y
 * is a lower bound, w is 0 in each round in which x exceeds it. Pixels that are below the {@linkplain DarkGround dark ground} at
 * the beginning of a round are held up to it, since no light is less than none. g is the squared difference, averaged over the
 * channels, which thus share their edges, and partly over the 3×3 neighbours, since edges are lines and not points. Where an
 * image has little of the range of levels, ε is smaller with its contrast, and λ larger with the root of that. Solved by
 * iterative reweighting: six times, while ε falls, the weights λ d_f p (g + ε²)^(p/2 − 1) are computed from the current image,
 * and the quadratic problem with these weights is solved by some {@linkplain ImagePosterior conjugate-gradient} steps.
 * <p>
 * No boundary is assumed: x reaches beyond the result's edge as far as the kernel does, so that nothing wraps around or rings
 * there. For each low-resolution pixel and channel, about 120 · 2K² multiply-adds for the blur, and 120 · 9s² for the prior.
 */
public final class SparseMap implements Restorer {

    @Override
    public String name() {
        return "Sparse MAP";
    }

    @Override
    public boolean usesWeights() {
        return true;
    }

    @Override
    public boolean takesField() {
        return true;
    }

    @Override
    public String citation() {
        return "prior of Krishnan and Fergus, NIPS 2009";
    }

    @Override
    public Restoration prepare(final RestorationProblem problem) {
        return new SparseSolution(problem);
    }
}
