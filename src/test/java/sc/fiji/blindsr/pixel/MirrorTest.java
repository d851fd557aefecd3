package sc.fiji.blindsr.pixel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MirrorTest {

    @Test
    void theMirrorLiesOnTheLastSampleOrBeyondIt() {
        assertEquals(
                List.of(1, 2, 1, 0, 1, 2, 1, 0),
                IntStream.range(-3, 5)
                        .mapToObj(i -> Mirror.aboutEndSamples(i, 3))
                        .toList());
        assertEquals(
                List.of(2, 1, 0, 0, 1, 2, 2, 1),
                IntStream.range(-3, 5).mapToObj(i -> Mirror.aboutEdges(i, 3)).toList());
    }
}
