package org.sideros.start.manager;

import java.util.concurrent.CompletableFuture;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.service.Event;
import org.sideros.start.service.Exit;
import org.sideros.start.service.Outcome;

/** What arrives in a service's mailbox. */
sealed interface Mail {
    /** Something for the state machine. */
    record Happened(Event event) implements Mail {}

    /** The executor failed; its exit follows. */
    record NotExecuted(ExecutorFailure failure) implements Mail {}

    /** The main process has ended. */
    record MainExited(int pid, Exit exit) implements Mail {}

    /** The definition on disk has changed; it counts from the next start. */
    record Redefine(ServiceConfig config) implements Mail {}

    /** The definition is gone from disk; the service is forgotten once it rests. */
    record Orphan() implements Mail {}

    /** Tell the main process to read its configuration again. */
    record ReloadService(CompletableFuture<Outcome> outcome) implements Mail {}

    /** No more mail will be read. */
    record End() implements Mail {}
}
