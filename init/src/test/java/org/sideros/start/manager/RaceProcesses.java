package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sideros.start.os.PidFd;
import org.sideros.start.os.PosixException;

/** The living processes of one supervisor's services, as proc(5) shows them to anybody. */
final class RaceProcesses {
    private final String supervisor;

    RaceProcesses(Path directory) {
        supervisor = "\0" + Machine.RUNTIME_VARIABLE + "=" + directory.resolve("run") + "\0";
    }

    /**
     * A process.
     *
     * @param started in clock ticks since boot: with the pid, it names one process for ever
     * @param service the service whose main process this is, empty for others
     */
    record Seen(int pid, long started, Optional<String> service, String invocation) {}

    /** Everything that lives, one look after the other: what is seen first may be gone when the last is seen. */
    List<Seen> look() throws IOException {
        List<Seen> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                look(Integer.parseInt(entry.getFileName().toString())).ifPresent(all::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }

    /** One process, if it lives and belongs to a service. */
    Optional<Seen> look(int pid) {
        String environment = "\0" + TestSupervisor.text(Path.of("/proc/" + pid + "/environ"));
        if (!environment.contains(supervisor)) {
            return Optional.empty();
        }
        String stat = TestSupervisor.text(Path.of("/proc/" + pid + "/stat"));
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return Optional.empty();
        }
        // From the third field of proc_pid_stat(5) on: state, parent, group, session ...
        String[] fields = stat.substring(end + 2).split(" ", -1);
        if (fields[0].equals("Z") || fields[0].equals("X")) {
            return Optional.empty();
        }
        boolean leads = Integer.parseInt(fields[3]) == pid;
        Optional<String> service = leads ? value(environment, RaceServices.MAIN) : Optional.empty();
        String invocation = value(environment, Machine.INVOCATION_VARIABLE).orElse("");
        return Optional.of(new Seen(pid, Long.parseLong(fields[19]), service, invocation));
    }

    /** Whether it lives still and is what it was. */
    boolean isStill(Seen seen) {
        return look(seen.pid()).filter(seen::equals).isPresent();
    }

    /** Sends a signal, to this process and no other that has got its number. */
    void signal(Seen seen, int signal) {
        try (PidFd process = PidFd.open(seen.pid())) {
            if (isStill(seen)) {
                process.signal(signal);
            }
        } catch (PosixException e) {
            // It has ended.
        }
    }

    private static Optional<String> value(String environment, String variable) {
        int begin = environment.indexOf("\0" + variable + "=");
        if (begin < 0) {
            return Optional.empty();
        }
        begin += variable.length() + 2;
        int end = environment.indexOf('\0', begin);
        return Optional.of(environment.substring(begin, end < 0 ? environment.length() : end));
    }
}
