package sc.fiji.blindsr.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CholeskyTest {

    /** L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]]. */
    @Test
    void factorOfASmallMatrix() {
        final Cholesky factor = new Cholesky(new double[][] {{4, 2, -2}, {2, 10, 5}, {-2, 5, 6}});
        assertEquals(2 * Math.log(6), factor.logDeterminant(), 1e-12);
        assertArrayEquals(new double[] {1, 2, 3}, factor.whitened(new double[] {2, 7, 6}), 1e-12);
    }

    @Test
    void othersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Cholesky(new double[][] {{1, 2}, {2, 1}}));
    }
}
