package org.sideros.start.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Short forms of declarations that several verbs make. Every value is read as text and checked by the verb. */
final class Options {
    private Options() {}

    /** An option without a value. */
    static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(OptionSpec.builder(name).description(description).build());
    }

    /** An option with a value. */
    static void value(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build());
    }

    /** An option with a value that may be given several times. */
    static void values(CommandSpec spec, String label, String description, String name) {
        spec.addOption(OptionSpec.builder(name)
                .paramLabel(label)
                .type(java.util.List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(description)
                .build());
    }

    /** All that is no option; {@code arity} as {@code "1..*"}. */
    static void words(CommandSpec spec, String label, String arity, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel(label)
                .type(java.util.List.class)
                .auxiliaryTypes(String.class)
                .index("0..*")
                .arity(arity)
                .required(!arity.startsWith("0"))
                .description(description)
                .build());
    }
}
