package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sideros.start.config.Command;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;
import org.sideros.start.config.Stop;
import org.sideros.start.error.StartError;

/** Definitions that a program makes. */
class DefinitionTest {
    private static ServiceConfig.Builder app() {
        return ServiceConfig.builder("app").exec("true");
    }

    private static String refused(ServiceConfig.Builder builder) {
        ServiceConfig config = builder.build();
        return assertThrows(StartError.InvalidArgument.class, () -> Definition.check(config))
                .getMessage();
    }

    @Test
    void whatMakesSenseIsTakenAsItIs() {
        ServiceConfig config = app().build();
        assertSame(config, Definition.check(config));
        ServiceConfig target =
                ServiceConfig.builder("all.target").type(ServiceType.TARGET).build();
        assertSame(target, Definition.check(target));
    }

    @Test
    void aNameIsNoPath() {
        assertThrows(
                StartError.InvalidArgument.class,
                () -> Definition.check(
                        ServiceConfig.builder("../app").exec("true").build()));
    }

    @Test
    void aServiceHasACommandAndATargetHasNone() {
        assertEquals("app: exec: is missing: what should be run?", refused(ServiceConfig.builder("app")));
        assertEquals("app: exec: a target runs nothing", refused(app().type(ServiceType.TARGET)));
    }

    @Test
    void onlyAOneshotHasSeveralCommands() {
        List<Command> two = List.of(Command.exact("true"), Command.exact("true"));
        assertEquals("app: exec: several commands are for a oneshot only", refused(app().exec(two)));
        Definition.check(app().exec(two).type(ServiceType.ONESHOT).build());
    }

    @Test
    void aOneshotIsNotRunForEver() {
        assertEquals(
                "app: restart: the policy would run a oneshot for ever",
                refused(app().type(ServiceType.ONESHOT).restart(RestartPolicy.ALWAYS)));
        assertEquals(
                "app: restart: the policy would run a oneshot for ever",
                refused(app().type(ServiceType.ONESHOT).restart(RestartPolicy.ON_SUCCESS)));
    }

    @Test
    void numbersAndNamesAreInRange() {
        assertEquals(
                "app: restart: the delay is negative",
                refused(app().restart(RestartPolicy.ALWAYS, Duration.ofMillis(-1), 0)));
        assertEquals(
                "app: restart: the number of attempts is negative",
                refused(app().restart(RestartPolicy.ALWAYS, Duration.ZERO, -1)));
        assertEquals(
                "app: stop: SIGNOTHING is no signal",
                refused(app().stop(new Stop("SIGNOTHING", Stop.Mode.GROUP, List.of()))));
    }
}
