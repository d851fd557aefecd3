package sc.fiji.blindsr.camera;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What JPEG compression makes of a grey image. */
final class Jpeg {

    static {
        ImageIO.setUseCache(false);
    }

    private Jpeg() {}

    /**
     * Compresses and decompresses.
     *
     * @param image grey levels in [0,1]
     * @param quality 1…100
     */
    static float[] compressed(final float[] image, final int width, final int height, final int quality) {
        final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        final byte[] bytes = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, image[i])));
        final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            final ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            final ByteArrayOutputStream file = new ByteArrayOutputStream();
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(picture, null, null), parameters);
            }
            final BufferedImage read = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
            final float[] levels = new float[image.length];
            for (int i = 0; i < levels.length; i++)
                levels[i] = read.getRaster().getSample(i % width, i / width, 0) / 255f;
            return levels;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
    }
}
