package sc.fiji.blindsr.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.blindsr.fault.UserError;

class ModelsTest {

    private static final String HOME = System.getProperty("user.home");

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void start() {
        System.setProperty("user.home", folder.resolve("home").toString());
        home = folder.resolve("home").resolve(".blind-sr").resolve("models");
    }

    @AfterEach
    void end() {
        System.setProperty("user.home", HOME);
        System.clearProperty(Models.PROPERTY);
        Models.setImageJ(null);
    }

    @Test
    void theFolderIsThatOfImageJOrElseTheUsers() throws IOException {
        assertEquals(List.of(home), Models.folders());
        final Path shared = folder.resolve("ImageJ").resolve("models").resolve("blind-sr");
        Models.setImageJ(folder.resolve("ImageJ"));
        assertEquals(List.of(shared, home), Models.folders());
        // where no folder can be made, for whatever reason
        Models.setImageJ(Files.write(folder.resolve("a file"), new byte[0]));
        assertEquals(home, Models.folders().get(0));
        assertEquals(2, Models.folders().size());
        System.setProperty(Models.PROPERTY, folder.resolve("mine").toString());
        assertEquals(List.of(folder.resolve("mine")), Models.folders());
    }

    @Test
    void whatIsStoredIsFound() throws IOException {
        assertEquals(Optional.empty(), Models.find("usrnet"));
        assertEquals(Map.of(), Models.all());
        final Path file = Models.store("usrnet", model(1, 2));
        assertEquals(home.resolve("usrnet.safetensors"), file);
        assertArrayEquals(
                new float[] {1, 2}, Models.find("usrnet").orElseThrow().get("t").values());
        final byte[] bytes = Files.readAllBytes(file);
        Models.store("usrnet", model(3));
        assertArrayEquals(
                new float[] {3}, Models.find("usrnet").orElseThrow().get("t").values());
        Models.store("usrnet", model(1, 2));
        assertArrayEquals(bytes, Files.readAllBytes(file));
        Models.store("priors/large (2)+b", model(5));
        assertEquals(
                List.of("priors/large (2)+b", "usrnet"),
                List.copyOf(Models.all().keySet()));
        assertTrue(Models.find("priors/large (2)+b").isPresent());
        // only the models and their folders: no temporary file
        try (Stream<Path> files = Files.walk(home)) {
            assertEquals(4, files.count());
        }
    }

    @Test
    void theUsersModelsAreFoundBesideThoseOfImageJ() throws IOException {
        Models.store("usrnet", model(1));
        Models.store("other", model(1));
        Models.setImageJ(folder.resolve("ImageJ"));
        Models.store("usrnet", model(2));
        assertArrayEquals(
                new float[] {2}, Models.find("usrnet").orElseThrow().get("t").values());
        assertEquals(List.of("other", "usrnet"), List.copyOf(Models.all().keySet()));
        assertTrue(Models.all().get("usrnet").startsWith(folder.resolve("ImageJ")));
        assertTrue(Models.find("other").isPresent());
    }

    @Test
    void namesStayInTheFolder() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.write(folder.resolve("home").resolve("secret.safetensors"), model(1).toBytes());
        for (final String name : List.of(
                "../../secret",
                "priors/../../../secret",
                folder.resolve("home").resolve("secret").toString(),
                "a\0b",
                "",
                ".",
                "a/b/c")) {
            assertEquals(Optional.empty(), Models.find(name));
            assertThrows(UserError.class, () -> Models.store(name, model(1)));
        }
    }

    @Test
    void brokenFilesAreSaidToBe() throws IOException {
        Files.createDirectories(home);
        Files.write(home.resolve("usrnet.safetensors"), new byte[5]);
        final String message =
                assertThrows(UserError.class, () -> Models.find("usrnet")).getMessage();
        assertTrue(message.contains("usrnet.safetensors is broken, import it again"), message);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        final Path file = Files.write(folder.resolve("a file"), new byte[0]);
        System.setProperty(Models.PROPERTY, file.toString());
        final String message = assertThrows(IOException.class, () -> Models.store("usrnet", model(1)))
                .getMessage();
        assertTrue(message.startsWith("the models folder " + file + " cannot be written to"), message);
    }

    private static SafeTensors model(final float... values) {
        return new SafeTensors(Map.of("kind", "test"), Map.of("t", Tensor.of(values)));
    }
}
