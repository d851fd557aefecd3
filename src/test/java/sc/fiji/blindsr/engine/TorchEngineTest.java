package sc.fiji.blindsr.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchEngineTest {

	@Test
	void leavesTheContextClassLoaderAsItWas() throws IOException {
		final Thread thread = Thread.currentThread();
		final ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader foreign = new URLClassLoader(new URL[0], null)) {
			thread.setContextClassLoader(foreign);
			assertEquals("PyTorch", TorchEngine.get().getEngineName());
			assertSame(foreign, thread.getContextClassLoader());
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Test
	void platformsHaveDjlsNames() {
		assertEquals("linux-x86_64", TorchEngine.platform("Linux", "amd64"));
		assertEquals("win-x86_64", TorchEngine.platform("Windows 11", "amd64"));
		assertEquals("osx-aarch64", TorchEngine.platform("Mac OS X", "aarch64"));
	}

	@Test
	void aPlatformWithoutLibrariesIsToldSo() {
		final String message = TorchEngine.unavailable("osx-x86_64", new UnsatisfiedLinkError("libtorch")).getMessage();
		assertTrue(message.contains("osx-x86_64") && message.contains("There are no PyTorch libraries for this platform"),
			message);
	}

	/** In a JVM of its own, because an engine once loaded stays, and in the class path of a host that lacks the natives. */
	@Test
	void missingLibrariesAreSaidClearlyEveryTime(@TempDir final Path cache) throws IOException, InterruptedException {
		final String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(
			entry -> !entry.contains("pytorch-native") && !entry.contains("pytorch-jni")).collect(Collectors.joining(
				File.pathSeparator));
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-cp", classPath, WithoutLibraries.class.getName());
		builder.environment().put("DJL_CACHE_DIR", cache.toString());
		builder.redirectError(ProcessBuilder.Redirect.DISCARD);
		final Process process = builder.start();
		final List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.toList();
		assertEquals(0, process.waitFor());
		assertEquals(2, lines.size(), lines.toString());
		assertTrue(lines.get(0).startsWith("PyTorch is not available on " + TorchEngine.platform()), lines.get(0));
		assertTrue(lines.get(0).contains("pytorch-native-cpu") || lines.get(0).contains("There are no"), lines.get(0));
		assertEquals(lines.get(0), lines.get(1));
	}

	static final class WithoutLibraries {

		public static void main(final String... args) {
			for (int i = 0; i < 2; i++) {
				try {
					TorchEngine.get();
				}
				catch (final EngineUnavailableException e) {
					System.out.println(e.getMessage().replace('\n', ' '));
				}
			}
		}
	}
}
