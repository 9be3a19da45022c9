package org.sideros.start.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sideros.start.config.Schema.Context;
import org.sideros.start.config.Schema.Reader;

/**
 * Reads the keys that hold commands. A string is split as by a shell, an array of strings inside is taken as exact
 * arguments: {@code exec = "/bin/a 'b c'"}, {@code exec = ["/bin/a", "b c"]} and, for several in turn,
 * {@code exec = [["/bin/a", "b c"], "/bin/d"]}.
 */
enum CommandReader implements Reader<List<Command>> {
    /** {@code exec}: an array of nothing but strings is one command. */
    MAIN,
    /** Hooks and conditions: an array is always a list of commands, and a leading {@code -} tolerates failure. */
    HOOK;

    /** What only a shell understands, when it stands alone. */
    private static final Set<String> OPERATORS = Set.of("|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>>", "2>&1");

    @Override
    public List<Command> read(Value value, Context context) {
        return switch (value) {
            case Value.Text text -> List.of(fromText(text, context));
            case Value.Items items
            when items.items().isEmpty() && this == MAIN ->
                throw new InvalidValueException("is an empty array; it must name a program");
            case Value.Items items
            when this == MAIN && items.items().stream().noneMatch(Value.Items.class::isInstance) ->
                List.of(exact(items));
            case Value.Items items -> several(items, context);
            default -> throw Readers.unexpected("a command (a string, or an array of strings)", value);
        };
    }

    private List<Command> several(Value.Items items, Context context) {
        List<Command> commands = new ArrayList<>();
        for (Value item : items.items()) {
            try {
                commands.add(
                        switch (item) {
                            case Value.Text text -> fromText(text, context);
                            case Value.Items words -> exact(words);
                            default -> throw Readers.unexpected("a command (a string, or an array of strings)", item);
                        });
            } catch (InvalidValueException e) {
                context.error(item.where(), e.getMessage());
            }
        }
        return commands;
    }

    private Command fromText(Value.Text value, Context context) {
        String text = value.text().strip();
        boolean tolerant = this == HOOK && text.startsWith("-");
        Command command = Command.parse(tolerant ? text.substring(1) : text);
        for (Word word : command.parts()) {
            if (!word.hasVariables() && OPERATORS.contains(word.toString())) {
                context.warning(
                        value.where(),
                        word + " is passed to the program as it is: no shell runs; write /bin/sh -c '…' for one");
            }
        }
        return tolerant ? checked(command).tolerant() : checked(command);
    }

    private Command exact(Value.Items items) {
        List<String> words = new ArrayList<>();
        for (Value item : items.items()) {
            if (!(item instanceof Value.Text text)) {
                throw Readers.unexpected("an array of strings, the program and its arguments", item);
            }
            words.add(text.text());
        }
        if (words.isEmpty()) {
            throw new InvalidValueException("holds an empty array; it must name a program");
        }
        return checked(Command.exact(words));
    }

    private Command checked(Command command) {
        Word program = command.parts().getFirst();
        String text = program.toString();
        if (text.isBlank()) {
            throw new InvalidValueException("is empty; it must name a program");
        }
        if (program.splits()) {
            throw new InvalidValueException(
                    "the program is " + program.quoted() + ", which may be empty or several words; write " + text);
        }
        if (text.startsWith("-")) {
            throw new InvalidValueException("the program begins with \"-\""
                    + (this == MAIN ? ", which tolerates failure of hooks and conditions only" : ""));
        }
        // execve(2) would take it from whatever directory the process happens to be in.
        if (text.contains("/") && !text.startsWith("/") && !text.startsWith("${")) {
            throw new InvalidValueException("the program " + ServiceName.show(text)
                    + " is not an absolute path; write one, or a name to be looked up in PATH");
        }
        return command;
    }
}
