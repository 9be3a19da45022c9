package org.sideros.start.config;

import java.util.ArrayList;
import java.util.List;

/** Splits one command line; see {@link Command#parse} for the rules. Used once, by one thread. */
final class CommandSplitter {
    private final String text;
    private final List<Word> words = new ArrayList<>();
    private final List<Word.Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;
    private boolean inWord;
    private boolean quoted;

    CommandSplitter(String text) {
        this.text = text;
    }

    List<Word> split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                endWord();
            } else {
                inWord = true;
                word(c);
            }
        }
        endWord();
        if (words.isEmpty()) {
            throw new InvalidValueException("is empty; it must name a program");
        }
        return words;
    }

    private void word(char c) {
        switch (c) {
            case '\'' -> singleQuotes();
            case '"' -> doubleQuotes();
            case '\\' -> {
                if (at + 1 == text.length()) {
                    throw new InvalidValueException("ends in a \\ that keeps nothing (character " + (at + 1) + ")");
                }
                quoted = true;
                literal.append(text.charAt(at + 1));
                at += 2;
            }
            case '$' -> variable();
            default -> {
                literal.append(c);
                at++;
            }
        }
    }

    private void singleQuotes() {
        int close = text.indexOf('\'', at + 1);
        if (close < 0) {
            throw unbalanced('\'', at);
        }
        literal.append(text, at + 1, close);
        quoted = true;
        at = close + 1;
    }

    private void doubleQuotes() {
        int open = at++;
        quoted = true;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '$') {
                variable();
            } else if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
                literal.append(text.charAt(at + 1));
                at += 2;
            } else {
                literal.append(c);
                at++;
            }
        }
        if (at == text.length()) {
            throw unbalanced('"', open);
        }
        at++;
    }

    private void variable() {
        if (text.startsWith("$$", at)) {
            literal.append('$');
            at += 2;
            return;
        }
        boolean braces = text.startsWith("${", at);
        int start = at + (braces ? 2 : 1);
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end), end == start)) {
            end++;
        }
        if (braces && (end == start || end == text.length() || text.charAt(end) != '}')) {
            throw new InvalidValueException("holds a ${ at character " + (at + 1)
                    + " that is no ${NAME}; put it in single quotes to hand it on as it is");
        }
        if (end == start) {
            literal.append('$');
            at++;
            return;
        }
        flushLiteral();
        pieces.add(new Word.Variable(text.substring(start, end)));
        if (braces) {
            // ${NAME} is always one argument: only $NAME splits.
            quoted = true;
        }
        at = braces ? end + 1 : end;
    }

    static boolean isNamePart(char c, boolean first) {
        boolean letter = c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter || (!first && c >= '0' && c <= '9');
    }

    private void flushLiteral() {
        if (!literal.isEmpty()) {
            pieces.add(new Word.Text(literal.toString()));
            literal.setLength(0);
        }
    }

    private void endWord() {
        if (!inWord) {
            return;
        }
        flushLiteral();
        boolean splits = !quoted && pieces.size() == 1 && pieces.getFirst() instanceof Word.Variable;
        words.add(new Word(pieces.isEmpty() ? List.of(new Word.Text("")) : pieces, splits));
        pieces.clear();
        inWord = false;
        quoted = false;
    }

    private static InvalidValueException unbalanced(char quote, int open) {
        return new InvalidValueException("the " + quote + " at character " + (open + 1) + " is never closed");
    }
}
