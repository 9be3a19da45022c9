package org.sideros.start.manager;

import java.util.function.Consumer;
import org.sideros.start.os.Signals;
import org.sideros.start.os.WaitStatus;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.process.ProcessListener;
import org.sideros.start.service.Event;
import org.sideros.start.service.Exit;

/** Puts what becomes of main processes into the mailbox of their service. */
record MainListener(Consumer<Mail> mailbox) implements ProcessListener {
    @Override
    public void executed(int pid) {
        mailbox.accept(new Mail.Happened(new Event.Executed(pid)));
    }

    @Override
    public void notExecuted(int pid, ExecutorFailure failure) {
        mailbox.accept(new Mail.NotExecuted(failure));
    }

    @Override
    public void exited(int pid, WaitStatus status) {
        mailbox.accept(new Mail.MainExited(pid, exit(status)));
    }

    static Exit exit(WaitStatus status) {
        return status.signalled()
                ? Exit.bySignal(Signals.name(status.value()), status.coreDumped())
                : Exit.withCode(status.value());
    }
}
