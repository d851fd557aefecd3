package sc.fiji.blindsr.run;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import sc.fiji.blindsr.model.Download;

/** Models that others have published, and where. They are not part of the plugin, and fetched only when asked for. */
public enum PublishedModel {
    /** The USRNet that FKP's authors use for the non-blind step; of the authors of USRNet, MIT licence. */
    USRNET("USRNet", "usrnet_tiny.pth", 2_371_002, "d82929fc053d6bbe181adba9e2be3d23548eeca8b7b4232eb122f020352295cf");

    /** The system property that names another folder of the web, with the same files. */
    public static final String PROPERTY = "blindsr.download";

    /** The authors' repository, at one of its commits. */
    private static final String FOLDER = "https://raw.githubusercontent.com/JingyunLiang/FKP/"
            + "a52beec614e64a843395723e199af5da85a2db7a/data/pretrained_models/";

    /** How long the server may send nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String label;
    private final String file;
    private final long bytes;
    private final String sha256;

    PublishedModel(final String label, final String file, final long bytes, final String sha256) {
        this.label = label;
        this.file = file;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    /** The name for users. */
    public String label() {
        return label;
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    public Download download() {
        return new Download(URI.create(System.getProperty(PROPERTY, FOLDER) + file), bytes, sha256, PATIENCE);
    }

    public static PublishedModel labelled(final String label) {
        return Arrays.stream(values())
                .filter(m -> m.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    public static String[] labels() {
        return Arrays.stream(values()).map(PublishedModel::label).toArray(String[]::new);
    }
}
