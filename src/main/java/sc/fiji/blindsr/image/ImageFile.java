package sc.fiji.blindsr.image;

import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import ij.ImagePlus;
import ij.io.Opener;
import ij.io.TiffDecoder;

/**
 * Opens image files with ImageJ's readers, so that a broken one is an exception. ImageJ itself answers with
 * {@code IJ.error}, a window that waits for somebody, and the end of the macro that runs.
 */
public final class ImageFile {

	private ImageFile() { }

	/**
	 * Opens an image: TIFF, PNG, JPEG, and what else ImageJ reads without a plugin.
	 *
	 * @return the image, not shown
	 * @throws IOException if there is no such file, or it is no image that can be read
	 */
	public static ImagePlus open(final Path file) throws IOException {
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		ImagePlus image = null;
		try {
			check(opener.getFileType(file.toString()), file);
			image = opener.openImage(file.toString());
		}
		catch (final IOException | RuntimeException e) {
			throw new IOException("it is no image that can be read: " + e.getMessage(), e);
		}
		if (image == null || image.getWidth() == 0) throw new IOException("it is no image that can be read");
		return image;
	}

	/** Reads what ImageJ would read first, where a failure of it would be shown. */
	private static void check(final int type, final Path file) throws IOException {
		switch (type) {
			case Opener.TIFF:
				final Path folder = file.toAbsolutePath().getParent();
				if (new TiffDecoder(folder + "/", file.getFileName().toString()).getTiffInfo() == null) throw new IOException(
					"it is no TIFF");
				break;
			case Opener.PNG, Opener.JPEG, Opener.GIF, Opener.BMP:
				if (ImageIO.read(file.toFile()) == null) throw new IOException("nothing known");
				break;
			case Opener.UNKNOWN, Opener.TEXT, Opener.JAVA_OR_TEXT:
				throw new IOException("nothing known");
			default:
		}
	}
}
