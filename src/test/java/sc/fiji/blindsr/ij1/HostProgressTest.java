package sc.fiji.blindsr.ij1;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.IJ;
import java.awt.event.KeyEvent;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostProgressTest {

    @AfterEach
    void releaseAll() {
        IJ.resetEscape();
        Thread.interrupted();
    }

    @Test
    void theEscKeyCancels() {
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        final HostProgress progress = new HostProgress(() -> false);
        assertDoesNotThrow(() -> progress.update("an Esc from before", 0, 2));
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        assertThrows(CancellationException.class, () -> progress.update("after Esc", 1, 2));
    }

    @Test
    void theHostCancels() {
        assertThrows(CancellationException.class, () -> new HostProgress(() -> true).update("any", 0, 1));
    }

    @Test
    void interruptingCancels() {
        final HostProgress progress = new HostProgress(() -> false);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> progress.update("any", 0, 1));
    }
}
