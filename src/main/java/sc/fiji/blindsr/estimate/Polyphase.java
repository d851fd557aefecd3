package sc.fiji.blindsr.estimate;

/**
 * A high-resolution patch taken apart into s×s phases: phase (r, c) holds the pixels in rows r, r + s, … and columns c,
 * c + s, …, so that sampling every s-th pixel, and stepping to a neighbour, are loops along memory. All phases have the
 * same size; they lie one after the other in one array.
 *
 * @param scale the scale factor s
 * @param width number of columns of a phase
 * @param height number of rows of a phase
 */
record Polyphase(int scale, int width, int height) {

	/** How many of K kernel rows (or columns) meet the pixels of one row (or column) phase. */
	int taps(final int size, final int phase) {
		return (size - phase + scale - 1) / scale;
	}

	/** Where the pixel in this row and column of the patch lies. */
	int index(final int row, final int column) {
		return start(row % scale, column % scale) + row / scale * width + column / scale;
	}

	/** The patch that a low-resolution crop of w×h pixels sees through a K×K kernel, made up to a multiple of s. */
	static Polyphase seenBy(final int w, final int h, final int scale, final int size) {
		final int more = (size + scale - 1) / scale - 1;
		return new Polyphase(scale, w + more, h + more);
	}

	/** Number of pixels of a phase. */
	int phaseSize() {
		return width * height;
	}

	/** Number of pixels of the patch. */
	int size() {
		return scale * scale * phaseSize();
	}

	/** Where phase (r, c) begins. */
	int start(final int r, final int c) {
		return (r * scale + c) * phaseSize();
	}

	/** Rows of pixels that have a neighbour at a given distance, together with those neighbours. */
	interface Rows {

		/**
		 * @param at index of the first pixel
		 * @param neighbour index of its neighbour
		 * @param count number of pixels in the row, side by side as are their neighbours
		 */
		void row(int at, int neighbour, int count);
	}

	/** Goes through all pixels p for which p + (dx, dy) is in the patch too, row by row of each phase. */
	void forNeighbours(final int dx, final int dy, final Rows rows) {
		for (int r = 0; r < scale; r++)
			for (int c = 0; c < scale; c++) {
				final int right = Math.floorDiv(c + dx, scale), down = Math.floorDiv(r + dy, scale);
				final int from = start(r, c), to = start(Math.floorMod(r + dy, scale), Math.floorMod(c + dx, scale));
				final int left = Math.max(0, -right), count = width - Math.abs(right);
				for (int v = Math.max(0, -down); v < height - Math.max(0, down); v++)
					rows.row(from + v * width + left, to + (v + down) * width + left + right, count);
			}
	}
}
