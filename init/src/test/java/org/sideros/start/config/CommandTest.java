package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("NAME", "x y", "HOME", "/root", "EMPTY", "", "BLANK", " ", "_1", "one");

    private static List<String> run(String text) {
        return Command.parse(text).expanded(ENVIRONMENT);
    }

    @Test
    void wordsAreSplitAsByAShell() {
        assertEquals(List.of("/usr/sbin/nginx", "-g", "daemon off;"), run("/usr/sbin/nginx -g 'daemon off;'"));
        assertEquals(List.of("a", "b", "c"), run("  a\tb\n c "));
        assertEquals(List.of("a", "", "b c"), run("a '' \"b c\""));
        assertEquals(List.of("ab c'd"), run("a'b c'\"'d\""));
        assertEquals(List.of("a b", "\"", "\\"), run("a\\ b \\\" \\\\"));
        assertEquals(List.of("a\\nb\"$`\\"), run("\"a\\nb\\\"\\$\\`\\\\\""));
        assertEquals(List.of("a\\b"), run("'a\\b'"));
        assertEquals(List.of("a", "|", "b", ">", "#c", "*", "~"), run("a | b > #c * ~"));
    }

    @Test
    void variablesAreReplacedOutsideSingleQuotes() {
        assertEquals(List.of("/root/bin", "x y"), run("$HOME/bin ${NAME}"));
        assertEquals(List.of("a/root", "-x y-", "one2"), run("a$HOME \"-$NAME-\" ${_1}2"));
        assertEquals(List.of("$NAME", "$HOME"), run("'$NAME' \\$HOME"));
        assertEquals(List.of("x y", ""), run("\"$NAME\" \"$EMPTY\""));
    }

    @Test
    void onlyAnUnquotedVariableOnItsOwnIsSplit() {
        assertEquals(List.of("p", "x", "y"), run("p $NAME"));
        assertEquals(List.of("p", "x y"), run("p ${NAME}"));
        assertEquals(List.of("p", "x yx y"), run("p $NAME$NAME"));
        assertEquals(List.of("p"), run("p $EMPTY $BLANK $UNSET"));
        assertEquals(List.of("p", "", ""), run("p ${EMPTY} \"$UNSET\""));
    }

    @Test
    void aDollarThatIsNoVariableStandsForItself() {
        assertEquals(List.of("$", "5$", "$1", "$(date)", "a$"), run("$ 5$ $1 $(date) a$"));
        assertEquals(List.of("$HOME", "$"), run("$$HOME $$"));
        assertEquals(List.of("/bin/sh", "-c", "echo $$ > /x"), run("/bin/sh -c 'echo $$ > /x'"));
    }

    @Test
    void aQuoteThatIsNotClosedIsRefusedWithItsPlace() {
        assertEquals("the ' at character 4 is never closed", refusal("a b'c"));
        assertEquals("the \" at character 1 is never closed", refusal("\"a b"));
        assertEquals("the \" at character 1 is never closed", refusal("\"a\\\""));
        assertEquals("ends in a \\ that keeps nothing (character 2)", refusal("a\\"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a ${", "a ${}", "a ${X", "a ${X:-1}", "a ${1}"})
    void whatCannotBeACommandIsRefused(String text) {
        assertThrows(InvalidValueException.class, () -> Command.parse(text));
    }

    @Test
    void exactArgumentsStayAsTheyAre() {
        Command command = Command.exact("/bin/sh", "-c", "echo $HOME 'x", "");
        assertEquals(List.of("/bin/sh", "-c", "echo $HOME 'x", ""), command.expanded(ENVIRONMENT));
        assertEquals(command.words(), command.expanded(ENVIRONMENT));
        assertTrue(!command.expand());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/a",
                "/bin/a $NAME ${NAME}",
                "/bin/a \"x ${HOME} \\$HOME \\\" \\\\\"",
                "/bin/a 'it'\\''s'",
                "/bin/a ''",
                "/bin/a '$HOME $$'"
            })
    void theTextOfACommandReadsBackAsTheSameCommand(String text) {
        Command command = Command.parse(text);
        assertEquals(command, Command.parse(command.toString()));
    }

    private static String refusal(String text) {
        return assertThrows(InvalidValueException.class, () -> Command.parse(text))
                .getMessage();
    }
}
