package sc.fiji.blindsr.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import sc.fiji.blindsr.engine.ComputeDevice;
import sc.fiji.blindsr.engine.GradientSession;
import sc.fiji.blindsr.progress.Progress;

class DipMemoryTest {

	private static final Path STATUS = Path.of("/proc/self/status");

	/**
	 * An iteration makes some 5 MB of arrays, 200 make 1 GB; the limit leaves room for the pages of the Java heap that
	 * are touched for the first time.
	 */
	@Test
	void memoryIsFlatOver200Iterations() throws IOException {
		assumeTrue(Files.exists(STATUS), "resident memory is read from Linux's /proc");
		try (DipNetwork network = new DipNetwork(ComputeDevice.CPU, 1, new DipNetwork.Size(16, 4, 3))) {
			final NDArray noise = network.noise(1, 64, 64);
			final Adam adam = new Adam(network.parameters().values(), 5e-3);
			iterate(network, noise, adam, 50);
			final int arrays = network.manager().getManagedArrays().size();
			final long before = residentKilobytes();
			iterate(network, noise, adam, 200);
			assertEquals(arrays, network.manager().getManagedArrays().size());
			final long growth = residentKilobytes() - before;
			assertTrue(growth < 60_000, "resident memory has grown by " + growth + " kB");
		}
	}

	private static void iterate(final DipNetwork network, final NDArray noise, final Adam adam, final int count) {
		for (int i = 0; i < count; i++) {
			try (GradientSession session = GradientSession.open(Progress.NONE);
					NDManager iteration = network.manager().newSubManager())
			{
				session.backward(network.forward(iteration, noise).sub(0.5).square().mean());
			}
			adam.step();
		}
	}

	private static long residentKilobytes() throws IOException {
		return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long
			.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
	}
}
