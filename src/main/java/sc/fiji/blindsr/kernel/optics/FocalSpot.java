package sc.fiji.blindsr.kernel.optics;

import java.util.stream.IntStream;

/**
 * The intensity around the focus of a lens with a round pupil, at a distance r from the axis.
 * <p>
 * Up to an aperture of 0.7 scalar diffraction (Born &amp; Wolf, Principles of Optics, section 8.8): I = |∫ J₀(k NA r ρ) e^{ikW}
 * ρ dρ|² over the pupil's radius ρ = 0…1, with the path difference W = −z NA²ρ²/(2n) of a defocus z.
 * <p>
 * From 0.7 on vectorial diffraction of an aplanatic lens (Richards &amp; Wolf, Proc. R. Soc. A 253, 1959), unpolarised: I =
 * |I₀|² + 2|I₁|² + |I₂|², I₀ = ∫ √cosθ sinθ (1 + cosθ) J₀ e^{ikW} dθ, I₁ = ∫ √cosθ sin²θ J₁ e^{ikW} dθ, I₂ = ∫ √cosθ sinθ
 * (1 − cosθ) J₂ e^{ikW} dθ, with sinθ = NA ρ/n and W = z n cosθ.
 * <p>
 * A depth d in a medium of index m adds the path difference of Gibson &amp; Lanni (J. Opt. Soc. Am. A 8, 1991) between medium
 * and immersion, d (√(m² − NA²ρ²) − √(n² − NA²ρ²)), without what refocusing takes away: that combination of a constant and
 * √(n² − NA²ρ²) which leaves the least variance over the pupil.
 */
final class FocalSpot {

    /** Aperture from which the direction of the field counts. */
    private static final double VECTORIAL = 0.7;
    /** Rings of the pupil: at the least, and for each radian of phase. */
    private static final int RINGS = 96, RINGS_PER_RADIAN = 6;

    private final Microscope lens;
    private final double aperture;
    private final double wavenumber;
    /** Of the rings of the pupil: radius, and phase. */
    private final double[] rho;

    private final double[] phase;

    FocalSpot(final Microscope lens) {
        this.lens = lens;
        aperture = lens.usedAperture();
        wavenumber = 2 * Math.PI / lens.wavelength();
        final double[] coarse = phases(rings(RINGS));
        double span = 0;
        for (int i = 1; i < coarse.length; i++) span += Math.abs(coarse[i] - coarse[i - 1]);
        rho = rings(Math.max(RINGS, (int) (RINGS_PER_RADIAN * span)));
        phase = phases(rho);
    }

    private static double[] rings(final int count) {
        return IntStream.range(0, count).mapToDouble(i -> (i + 0.5) / count).toArray();
    }

    private boolean isVectorial() {
        return lens.aperture() >= VECTORIAL;
    }

    /** k W at each ring, radians. */
    private double[] phases(final double[] radii) {
        final double n = lens.index(), m = lens.medium();
        final double[] aberration = new double[radii.length], axial = new double[radii.length];
        double weight = 0, meanA = 0, meanB = 0;
        for (int i = 0; i < radii.length; i++) {
            final double transverse = Math.pow(aperture * radii[i], 2);
            axial[i] = Math.sqrt(n * n - transverse);
            if (lens.depth() > 0) aberration[i] = lens.depth() * (Math.sqrt(m * m - transverse) - axial[i]);
            weight += radii[i];
            meanA += radii[i] * aberration[i];
            meanB += radii[i] * axial[i];
        }
        meanA /= weight;
        meanB /= weight;
        double ab = 0, bb = 0;
        for (int i = 0; i < radii.length; i++) {
            ab += radii[i] * (aberration[i] - meanA) * (axial[i] - meanB);
            bb += radii[i] * (axial[i] - meanB) * (axial[i] - meanB);
        }
        final double[] phases = new double[radii.length];
        for (int i = 0; i < radii.length; i++) {
            final double defocus = isVectorial()
                    ? lens.defocus() * axial[i]
                    : -lens.defocus() * Math.pow(aperture * radii[i], 2) / (2 * n);
            phases[i] = wavenumber * (defocus + aberration[i] - meanA - ab / bb * (axial[i] - meanB));
        }
        return phases;
    }

    /** The intensity at a distance from the axis, µm; of no particular unit. */
    double intensity(final double r) {
        double re0 = 0, im0 = 0, re1 = 0, im1 = 0, re2 = 0, im2 = 0;
        for (int i = 0; i < rho.length; i++) {
            final double v = wavenumber * aperture * r * rho[i];
            final double cosPhase = Math.cos(phase[i]), sinPhase = Math.sin(phase[i]);
            final double j0 = bessel(0, v);
            if (!isVectorial()) {
                re0 += rho[i] * j0 * cosPhase;
                im0 += rho[i] * j0 * sinPhase;
                continue;
            }
            final double sin = aperture * rho[i] / lens.index(), cos = Math.sqrt(1 - sin * sin);
            // √cosθ sinθ dθ, and dθ = NA/(n cosθ) dρ
            final double common = sin / Math.sqrt(cos);
            final double w0 = common * (1 + cos) * j0,
                    w1 = common * sin * bessel(1, v),
                    w2 = common * (1 - cos) * bessel(2, v);
            re0 += w0 * cosPhase;
            im0 += w0 * sinPhase;
            re1 += w1 * cosPhase;
            im1 += w1 * sinPhase;
            re2 += w2 * cosPhase;
            im2 += w2 * sinPhase;
        }
        return (re0 * re0 + im0 * im0 + 2 * (re1 * re1 + im1 * im1) + re2 * re2 + im2 * im2)
                / (rho.length * rho.length);
    }

    /**
     * Bessel's function of the first kind by his integral, (1/π) ∫ cos(nτ − x sinτ) dτ over 0…π: for a periodic integrand
     * the trapezoidal rule is exact to machine precision with somewhat more points than x.
     */
    static double bessel(final int n, final double x) {
        final int points = 16 + (int) Math.abs(x);
        double sum = 0;
        // over the whole period, of which the halves are equal
        for (int i = 0; i < 2 * points; i++) {
            final double tau = Math.PI * i / points;
            sum += Math.cos(n * tau - x * Math.sin(tau));
        }
        return sum / (2 * points);
    }
}
