package sc.fiji.blindsr.batch;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import sc.fiji.blindsr.image.CompanionImage;
import sc.fiji.blindsr.option.Texts;
import sc.fiji.blindsr.run.Outcome;

/**
 * One of several parts of a batch, each done by a process of its own, perhaps on a machine of its own. Which part a file
 * belongs to depends on its name alone: parts need not know of each other, and files that come later move no other.
 *
 * @param number which part, from 1
 * @param count how many parts there are
 */
public record Part(int number, int count) {

    /** All files. */
    public static final Part WHOLE = new Part(1, 1);

    private static final String TABLE = Outcome.RUNS, EXTENSION = ".csv";

    /** The part that a text such as "2/8" names; empty if it names none. */
    public static Optional<Part> of(final String text) {
        final String[] numbers = text.split("/", -1);
        if (numbers.length != 2) return Optional.empty();
        final Optional<Integer> number = count(numbers[0]), count = count(numbers[1]);
        return number.isPresent() && count.isPresent() && number.get() <= count.get()
                ? Optional.of(new Part(number.get(), count.get()))
                : Optional.empty();
    }

    private static Optional<Integer> count(final String text) {
        return Texts.whole(text.trim()).filter(n -> n >= 1 && n <= 1_000_000).map(Long::intValue);
    }

    /** As {@link #of} reads it. */
    public String text() {
        return number + "/" + count;
    }

    /**
     * Whether a file is of this part. Files whose outputs have the same names, {@code a.png} and {@code a.tif}, are of the
     * same part, which then finds that they collide.
     */
    boolean takes(final String name) {
        final CRC32 hash = new CRC32();
        hash.update(CompanionImage.nameOf(name).getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % count == number - 1;
    }

    /** The name of the table of this part: no file is shared with another. */
    String table() {
        return TABLE + (count == 1 ? "" : " " + number + "of" + count) + EXTENSION;
    }

    /** Whether a file is the table of a batch, or of a part of one. */
    static boolean isTable(final String name) {
        return name.matches(Pattern.quote(TABLE) + "( \\d+of\\d+)?" + Pattern.quote(EXTENSION));
    }
}
