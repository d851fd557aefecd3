package sc.fiji.blindsr;

import sc.fiji.blindsr.progress.Progress;

final class BlindSR {

	private BlindSR() { }

	static Outcome superResolve(final Settings settings, final Progress progress) {
		throw new UnsupportedOperationException();
	}

	static Outcome estimateKernel(final Settings settings, final Progress progress) {
		throw new UnsupportedOperationException();
	}
}
