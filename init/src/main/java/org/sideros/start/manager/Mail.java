package org.sideros.start.manager;

import org.sideros.start.config.ServiceConfig;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.readiness.NotifyMessage;
import org.sideros.start.service.Event;
import org.sideros.start.service.Exit;
import org.sideros.start.service.Hook;

/** What arrives in a service's mailbox. */
sealed interface Mail {
    /** Something for the state machine. */
    record Happened(Event event) implements Mail {}

    /** The executor failed; its exit follows. */
    record NotExecuted(ExecutorFailure failure) implements Mail {}

    /** The main process has ended. */
    record MainExited(int pid, Exit exit) implements Mail {}

    /** A command around the main process has ended; {@code failure} is what the executor said, empty if it was run. */
    record HookExited(int pid, Hook hook, int index, Exit exit, String failure) implements Mail {}

    /** A process has said something on the notify socket. */
    record Notified(NotifyMessage message) implements Mail {}

    /** The service is ready, as far as its run {@code invocation} goes. */
    record ProbeReady(String invocation) implements Mail {}

    /** The pid file names this process, which looked like one of the service's. */
    record PidFileNames(int pid) implements Mail {}

    /** The definition on disk has changed; it counts from the next start. */
    record Redefine(ServiceConfig config) implements Mail {}

    /** The definition is gone from disk; the service is forgotten once it rests. */
    record Orphan() implements Mail {}

    /** No more mail will be read. */
    record End() implements Mail {}
}
