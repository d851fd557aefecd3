package sc.fiji.blindsr.camera;

/** Cameras to simulate an image with: the values of the macro key {@code camera} of Simulate Low Resolution. */
public enum CameraModel {
    /** Nothing happens: no noise, no rounding, no clipping. */
    NONE("None"),
    /** White noise with a standard deviation of 3 of 255 grey levels, 8 bits. */
    READ_NOISE("Read noise", new ReadNoise(3 / 255.0), new Digitisation(8)),
    /** Poisson noise of 120 photons at full scale, read noise of 0.4 %, 12 bits above an offset of 2.5 %. */
    PHOTON_NOISE(
            "Photon noise", new ShotNoise(120), new Exposure(0.9, 0.025), new ReadNoise(0.004), new Digitisation(12)),
    /** JPEG of quality 75; colours at half the resolution. */
    JPEG("JPEG", new Jpeg(75)),
    /** Bayer mosaic, read noise of 1.5 of 255 grey levels, 8 bits, bilinear demosaicing to three channels. */
    BAYER(
            "Bayer",
            new BayerMosaic(),
            new ReadNoise(1.5 / 255),
            new Digitisation(8),
            new Demosaicing(true),
            new Digitisation(8)),
    /** One pixel in 1000 hot, one in 5000 dead; read noise of 1 of 255 grey levels; 12 bits. */
    HOT_PIXELS("Hot pixels", new ReadNoise(1 / 255.0), new DefectivePixels(1e-3, 2e-4), new Digitisation(12)),
    /** Three tracks in 10 000 pixels; read noise of 1 of 255 grey levels; 16 bits. */
    COSMIC_RAYS("Cosmic rays", new ReadNoise(1 / 255.0), new CosmicRays(3e-4), new Digitisation(16)),
    /** Offsets of the rows with a standard deviation of 2 of 255 grey levels, read noise of 1; 12 bits. */
    ROW_NOISE("Row noise", new ReadNoise(1 / 255.0), new RowNoise(2 / 255.0), new Digitisation(12)),
    /** Twice the exposure that would fit: everything above half of full scale is clipped; 8 bits. */
    SATURATION("Saturation", new Exposure(2, 0), new ReadNoise(1 / 255.0), new Digitisation(8)),
    /** A fifth of the range above an offset of 10 %: 51 of 255 grey levels are used; 8 bits. */
    LOW_CONTRAST("Low contrast", new Exposure(0.2, 0.1), new Digitisation(8));

    private final String label;
    private final Camera camera;

    CameraModel(final String label, final Effect... effects) {
        this.label = label;
        this.camera = Camera.of(effects);
    }

    /** The name users choose it by. */
    public String label() {
        return label;
    }

    /** The camera with this model's parameters. */
    public Camera camera() {
        return camera;
    }
}
