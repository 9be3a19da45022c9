package org.sideros.start.tui.tty;

import com.googlecode.lanterna.input.KeyStroke;
import java.util.Optional;
import org.sideros.start.tui.model.Key;

/** Lanterna's keys as ours. */
final class Keys {
    private Keys() {}

    /** The key; empty for one that means nothing here. */
    static Optional<Key> of(KeyStroke stroke) {
        return switch (stroke.getKeyType()) {
            case Character -> character(stroke);
            case ArrowUp -> Optional.of(Key.Named.UP);
            case ArrowDown -> Optional.of(Key.Named.DOWN);
            case PageUp -> Optional.of(Key.Named.PAGE_UP);
            case PageDown -> Optional.of(Key.Named.PAGE_DOWN);
            case Home -> Optional.of(Key.Named.HOME);
            case End -> Optional.of(Key.Named.END);
            case Enter -> Optional.of(Key.Named.ENTER);
            case Escape -> Optional.of(Key.Named.ESCAPE);
            case F10 -> Optional.of(Key.Named.F10);
            case EOF -> Optional.of(Key.Named.HANG_UP);
            default -> Optional.empty();
        };
    }

    private static Optional<Key> character(KeyStroke stroke) {
        char letter = stroke.getCharacter();
        if (stroke.isAltDown()) {
            return Optional.empty();
        }
        if (!stroke.isCtrlDown()) {
            return Optional.of(new Key.Letter(letter));
        }
        return switch (letter) {
            case 'c' -> Optional.of(Key.Named.INTERRUPT);
            case 'l' -> Optional.of(Key.Named.REPAINT);
            default -> Optional.empty();
        };
    }
}
