package org.sideros.start.tui.tty;

import com.googlecode.lanterna.input.CharacterPattern;
import com.googlecode.lanterna.input.KeyDecodingProfile;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes any escape sequence for one key. Without it, the decoder hands out the characters of a sequence it does not know
 * one by one, and they would act.
 */
final class UnknownSequences implements KeyDecodingProfile, CharacterPattern {
    @Override
    public Collection<CharacterPattern> getPatterns() {
        return List.of(this);
    }

    @Override
    public @Nullable Matching match(List<Character> typed) {
        if (typed.getFirst() != KeyDecodingProfile.ESC_CODE) {
            return null;
        }
        if (typed.size() == 1) {
            return Matching.NOT_YET;
        }
        char kind = typed.get(1);
        if (kind == 'O') {
            return switch (typed.size()) {
                case 2 -> Matching.NOT_YET;
                case 3 -> unknown();
                default -> null;
            };
        }
        if (kind != '[') {
            return null;
        }
        for (int i = 2; i < typed.size(); i++) {
            char c = typed.get(i);
            if (c < ' ' || c > '?') {
                return i == typed.size() - 1 && c >= '@' && c <= '~' ? unknown() : null;
            }
        }
        return Matching.NOT_YET;
    }

    private static Matching unknown() {
        return new Matching(new KeyStroke(KeyType.Unknown));
    }
}
