package org.sideros.start.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sideros.start.service.Exit;
import org.sideros.start.service.Hook;
import org.sideros.start.service.Life;

/** What commands around the main one are told, in the variables that systemd.exec(5) names. */
final class HookEnvironment {
    private HookEnvironment() {}

    static Map<String, String> of(Hook hook, Life life) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (life.pid() != 0) {
            variables.put("MAINPID", Integer.toString(life.pid()));
        }
        if (hook == Hook.EXEC_STOP || hook == Hook.EXEC_STOP_POST) {
            variables.put("SERVICE_RESULT", life.result().word());
            Optional<Exit> exit = life.pid() == 0 ? life.exit() : Optional.empty();
            exit.ifPresent(e -> {
                variables.put("EXIT_CODE", e.coreDumped() ? "dumped" : e.signalled() ? "killed" : "exited");
                variables.put(
                        "EXIT_STATUS",
                        e.signalled() ? e.signal().replaceFirst("^SIG", "") : Integer.toString(e.code()));
            });
        }
        return variables;
    }
}
