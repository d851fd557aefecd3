package sc.fiji.blindsr.ij1;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a run of ImageJ in a process of its own ended: its exit status, and what it printed on both streams. */
record Ended(int status, String output) {

	/** Runs a command to its end; its output passes through a file in a folder. */
	static Ended of(final List<String> command, final Path folder) throws IOException, InterruptedException {
		final File log = folder.resolve("log.txt").toFile();
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		final int status = builder.start().waitFor();
		return new Ended(status, Files.readString(log.toPath(), StandardCharsets.UTF_8));
	}
}
