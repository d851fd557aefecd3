package sc.fiji.blindsr.restore;

import sc.fiji.blindsr.posterior.DataPrecision;
import sc.fiji.blindsr.posterior.Floor;
import sc.fiji.blindsr.posterior.ImagePosterior;
import sc.fiji.blindsr.posterior.Polyphase;
import sc.fiji.blindsr.posterior.Preconditioner;
import sc.fiji.blindsr.posterior.SamplingOperator;

/**
 * Around the most probable image, the posterior as a Gaussian: that of the last reweighting.
 *
 * @param patch the layout of images and data
 * @param blur the problem's sampling model
 * @param squared the same with squared kernels
 * @param solver with the last precisions of the prior
 * @param preconditioner for the solver
 * @param precisions those of the data, for each channel
 * @param floors what holds each channel up
 * @param y the data of each channel
 * @param x the most probable image of each channel
 */
record SparsePosterior(
        Polyphase patch,
        SamplingOperator blur,
        SamplingOperator squared,
        ImagePosterior solver,
        Preconditioner preconditioner,
        DataPrecision[] precisions,
        Floor[] floors,
        float[][] y,
        float[][] x) {}
