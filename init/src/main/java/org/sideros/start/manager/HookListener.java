package org.sideros.start.manager;

import java.util.function.Consumer;
import org.sideros.start.config.Command;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.os.WaitStatus;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.process.ProcessListener;
import org.sideros.start.service.Hook;

/** Waits for the end of one command around the main one. Called on the event loop's thread only. */
final class HookListener implements ProcessListener {
    private final Hook hook;
    private final int index;
    private final ServiceConfig config;
    private final Command command;
    private final Consumer<Mail> mailbox;
    private String failure = "";

    HookListener(Hook hook, int index, ServiceConfig config, Command command, Consumer<Mail> mailbox) {
        this.hook = hook;
        this.index = index;
        this.config = config;
        this.command = command;
        this.mailbox = mailbox;
    }

    @Override
    public void executed(int pid) {
        // Only its end counts.
    }

    @Override
    public void notExecuted(int pid, ExecutorFailure why) {
        failure = Reports.notExecuted(config, command, why).message();
    }

    @Override
    public void exited(int pid, WaitStatus status) {
        mailbox.accept(new Mail.HookExited(pid, hook, index, MainListener.exit(status), failure));
    }
}
