package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MacroCallTest {

    @Test
    void valuesWithBlanksStandInBrackets() {
        assertEquals(
                Map.of("input", "my image.tif", "scale", "3", "channels", "One kernel"),
                MacroCall.parse("input=[my image.tif] scale=3 channels=[One kernel] "));
        assertEquals(
                Map.of("input", "a [nested] name", "seed", "2"), MacroCall.parse("input=[a [nested] name] seed=2"));
        assertEquals(Map.of("input", "it is", "seed", "2"), MacroCall.parse("input='it is' seed=2"));
    }

    @Test
    void nothingIsPassedOver() {
        assertEquals(Map.of("input", "my", "image.tif", "", "seed", "2"), MacroCall.parse("input=my image.tif seed=2"));
        assertEquals(Map.of("Scale", "", "3x", "", "seed", "2"), MacroCall.parse("Scale= 3x seed=2"));
    }

    @Test
    void emptyValues() {
        assertEquals(Map.of("prior", "", "seed", "2"), MacroCall.parse("prior=[] seed=2"));
        assertEquals(Map.of("prior", "", "seed", "2"), MacroCall.parse("prior= seed=2"));
        assertEquals(Map.of(), MacroCall.parse(" "));
    }

    @Test
    void theFirstOfEqualKeysCounts() {
        assertEquals(Map.of("scale", "2"), MacroCall.parse("scale=2 scale=3"));
    }

    @Test
    void anOpenBracketIsNoValue() {
        assertEquals("", MacroCall.parse("input=[my image").get("input"));
    }
}
