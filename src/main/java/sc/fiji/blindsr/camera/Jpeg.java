package sc.fiji.blindsr.camera;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes the image as JPEG and reads it again. Three channels become one colour image, with colours at half the resolution;
 * any other number of channels are grey images.
 *
 * @param quality 1 to 100, as libjpeg counts it
 */
public record Jpeg(int quality) implements Effect {

    @Override
    public Frame apply(final Frame frame, final RandomGenerator random) {
        final int bands = frame.channels() == 3 ? 3 : 1;
        for (int c = 0; c < frame.channels(); c += bands) compress(frame, c, bands);
        return frame;
    }

    private void compress(final Frame frame, final int channel, final int bands) {
        final BufferedImage image = new BufferedImage(
                frame.width(), frame.height(), bands == 3 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
        final int area = frame.area();
        final int[] samples = new int[area];
        final WritableRaster raster = image.getRaster();
        for (int b = 0; b < bands; b++) {
            for (int i = 0; i < area; i++)
                samples[i] = Math.round(255 * Math.min(1, Math.max(0, frame.levels()[(channel + b) * area + i])));
            raster.setSamples(0, 0, frame.width(), frame.height(), b, samples);
        }
        final BufferedImage back = read(write(image));
        for (int b = 0; b < bands; b++) {
            // A three-band JPEG comes back as blue, green, red in memory; its raster's bands are in order all the same.
            back.getRaster().getSamples(0, 0, frame.width(), frame.height(), b, samples);
            for (int i = 0; i < area; i++) frame.levels()[(channel + b) * area + i] = samples[i] / 255f;
        }
    }

    private byte[] write(final BufferedImage image) {
        final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            final ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality / 100f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (final IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage read(final byte[] file) {
        final ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.read(0);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reader.dispose();
        }
    }
}
