package sc.fiji.blindsr.option;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number, or the range from which numbers are drawn: "1.3", "1.2-1.4", "-0.5-0.5".
 *
 * @param from the smallest number
 * @param to the largest number; the same for a single number
 */
public record Range(double from, double to) {

    private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
    private static final Pattern TEXT = Pattern.compile("(" + NUMBER + ")(?:\\s*-\\s*(" + NUMBER + "))?");

    /** An option that takes a number or a range within limits. */
    public static Option<Range> option(
            final String key,
            final String label,
            final String help,
            final String defaultText,
            final double smallest,
            final double largest,
            final String allowed) {
        return Option.text(
                key,
                label,
                help,
                defaultText,
                allowed + ", or a range such as 1.2-1.4",
                text -> of(text).filter(range -> range.from >= smallest && range.to <= largest),
                Range::toString);
    }

    private static Optional<Range> of(final String text) {
        final Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        final double from = Double.parseDouble(matcher.group(1));
        final double to = matcher.group(2) == null ? from : Double.parseDouble(matcher.group(2));
        return from <= to ? Optional.of(new Range(from, to)) : Optional.empty();
    }

    /** A number of the range, each with equal probability. */
    public double draw(final RandomGenerator random) {
        return from + (to - from) * random.nextDouble();
    }

    @Override
    public String toString() {
        return from == to ? String.valueOf(from) : from + "-" + to;
    }
}
