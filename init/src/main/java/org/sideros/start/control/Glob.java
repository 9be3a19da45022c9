package org.sideros.start.control;

/**
 * A shell pattern for names: {@code *}, {@code ?}, {@code [abc]}, {@code [a-z]}, {@code [!abc]}. Matching takes at most
 * the product of both lengths, whatever the pattern: a regular expression with many stars would hold the caller's
 * session, and a processor, for years.
 */
record Glob(String pattern) {
    static Glob of(String pattern) {
        return new Glob(pattern);
    }

    /** Whether {@code text} is a pattern and not a plain name. */
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && matchesOne(p, name.charAt(n))) {
                p = next(p);
                n++;
            } else if (star >= 0) {
                // What the last star takes grows by one; earlier stars need no second try.
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private boolean matchesOne(int p, char c) {
        return switch (pattern.charAt(p)) {
            case '?' -> true;
            case '[' -> closing(p) < 0 ? c == '[' : inSet(p + 1, closing(p), c);
            default -> pattern.charAt(p) == c;
        };
    }

    private int next(int p) {
        return pattern.charAt(p) == '[' && closing(p) >= 0 ? closing(p) + 1 : p + 1;
    }

    /** The end of the set that opens at {@code p}; a bracket that comes first stands for itself. */
    private int closing(int p) {
        int first = p + 1;
        if (first < pattern.length() && pattern.charAt(first) == '!') {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private boolean inSet(int from, int to, char c) {
        boolean negated = pattern.charAt(from) == '!';
        for (int i = negated ? from + 1 : from; i < to; i++) {
            if (i + 2 < to && pattern.charAt(i + 1) == '-') {
                if (pattern.charAt(i) <= c && c <= pattern.charAt(i + 2)) {
                    return !negated;
                }
                i += 2;
            } else if (pattern.charAt(i) == c) {
                return !negated;
            }
        }
        return negated;
    }
}
