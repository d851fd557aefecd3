package sc.fiji.blindsr.kernel.beads;

/**
 * Finds a bead's flux and place, and how well it is explained, by what a point is seen as.
 *
 * @param psf what a camera's pixel sees of a point
 */
record Registration(EffectivePsf psf) {

    private static final int STEPS = 3;

    /** Longest step, pixels. */
    private static final double LONGEST = 0.5;

    /**
     * Finds a bead's flux, then its place, each by least squares; a few times in turn. The background stays that of the
     * bead's rim: beside it, the far part of the function would not be determined.
     */
    Bead registered(final Bead bead) {
        final BeadLight light = bead.light();
        final int n = light.count();
        double x = bead.x(), y = bead.y(), flux = light.flux();
        for (int step = 0; step < STEPS; step++) {
            final double[][] model = new double[n][];
            double pp = 0, pv = 0;
            for (int i = 0; i < n; i++) {
                model[i] = psf.at(light.x(i) - x, light.y(i) - y);
                pp += model[i][0] * model[i][0];
                pv += model[i][0] * light.level(i);
            }
            flux = pv / pp;
            double xx = 0, xy = 0, yy = 0, xr = 0, yr = 0;
            for (int i = 0; i < n; i++) {
                final double gx = -flux * model[i][1], gy = -flux * model[i][2];
                final double r = light.level(i) - flux * model[i][0];
                xx += gx * gx;
                xy += gx * gy;
                yy += gy * gy;
                xr += gx * r;
                yr += gy * r;
            }
            final double det = xx * yy - xy * xy;
            if (!(det > 0) || !(flux > 0)) return bead.as(Bead.Use.UNCLEAR);
            x += Math.max(-LONGEST, Math.min(LONGEST, (yy * xr - xy * yr) / det));
            y += Math.max(-LONGEST, Math.min(LONGEST, (xx * yr - xy * xr) / det));
        }
        return bead.with(light.withFlux(flux), x, y);
    }

    /** Light of a bead that is expected at one of its pixels, grey levels. */
    private double expected(final Bead bead, final int i) {
        final BeadLight light = bead.light();
        return light.flux() * psf.at(light.x(i) - bead.x(), light.y(i) - bead.y())[0];
    }

    /**
     * Variance of the noise for each grey level of light, such as photons have: the slope of squared residuals over light.
     */
    double gain(final Bead bead) {
        final BeadLight light = bead.light();
        double products = 0, squares = 0;
        for (int i = 0; i < light.count(); i++) {
            final double expected = Math.max(0, expected(bead, i)), residual = light.level(i) - expected;
            products += expected * (residual * residual - light.noise() * light.noise());
            squares += expected * expected;
        }
        return products / squares;
    }

    /**
     * χ² for each pixel.
     *
     * @param gain variance of the noise for each grey level of light
     */
    double misfit(final Bead bead, final double gain) {
        final BeadLight light = bead.light();
        double sum = 1e-12;
        for (int i = 0; i < light.count(); i++) {
            final double expected = expected(bead, i);
            sum += Math.pow(light.level(i) - expected, 2)
                    / (light.noise() * light.noise() + gain * Math.max(0, expected) + Double.MIN_NORMAL);
        }
        return sum / light.count();
    }
}
