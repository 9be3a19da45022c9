package org.sideros.start.readiness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sideros.start.os.Fd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one datagram to the notify socket says, sd_notify(3). Whose process sent it is for the receiver to judge.
 *
 * @param pid who sent it, by the kernel's word
 * @param uid the sender's user
 * @param ready {@code READY=1}
 * @param reloading {@code RELOADING=1}
 * @param monotonicUsec {@code MONOTONIC_USEC}: when the reload began, CLOCK_MONOTONIC in microseconds
 * @param stopping {@code STOPPING=1}
 * @param status {@code STATUS}: one line to show, control characters taken out; empty text to show none
 * @param mainPid {@code MAINPID}: above 0 and not verified
 * @param errno {@code ERRNO}: what failed, 1 to 4095
 * @param exitStatus {@code EXIT_STATUS}: 0 to 255
 * @param watchdog {@code WATCHDOG=1}: alive
 * @param watchdogTrigger {@code WATCHDOG=trigger}: to be treated as if the watchdog had run out
 * @param watchdogUsec {@code WATCHDOG_USEC}: the new interval in microseconds; 0 for none
 * @param extendTimeoutUsec {@code EXTEND_TIMEOUT_USEC}: that much from now in microseconds, above 0
 * @param fdStore {@code FDSTORE=1}: keep {@code fds}
 * @param fdStoreRemove {@code FDSTOREREMOVE=1}: close those kept as {@code fdName}
 * @param fdName {@code FDNAME}: at most 255 printable ASCII characters, no colon
 * @param fdPoll false for {@code FDPOLL=0}: keep them even when the other end hangs up
 * @param fds the descriptors that came with it; whoever is given the message closes them
 * @param barrier {@code BARRIER=1}: the sender waits until all before this was delivered
 */
public record NotifyMessage(
        int pid,
        int uid,
        boolean ready,
        boolean reloading,
        OptionalLong monotonicUsec,
        boolean stopping,
        Optional<String> status,
        OptionalInt mainPid,
        OptionalInt errno,
        OptionalInt exitStatus,
        boolean watchdog,
        boolean watchdogTrigger,
        OptionalLong watchdogUsec,
        OptionalLong extendTimeoutUsec,
        boolean fdStore,
        boolean fdStoreRemove,
        Optional<String> fdName,
        boolean fdPoll,
        List<Fd> fds,
        boolean barrier) {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyMessage.class);

    /** FDNAME_MAX of systemd; names are passed on in one variable, separated by colons. */
    private static final int LONGEST_NAME = 255;

    /** The highest number the kernel uses for an error (MAX_ERRNO). */
    private static final int HIGHEST_ERRNO = 4095;

    /** Copies the list; the descriptors stay the same. */
    public NotifyMessage {
        fds = List.copyOf(fds);
    }

    /**
     * Reads the lines of a datagram. One that makes no sense is passed over, and the rest counts; so does the first of
     * several with the same key.
     */
    public static NotifyMessage parse(byte[] datagram, int pid, int uid, List<Fd> fds) {
        Lines lines = new Lines(datagram, pid);
        String watchdog = lines.word("WATCHDOG", "1", "trigger");
        return new NotifyMessage(
                pid,
                uid,
                lines.flag("READY"),
                lines.flag("RELOADING"),
                lines.number("MONOTONIC_USEC", 0, Long.MAX_VALUE),
                lines.flag("STOPPING"),
                lines.text("STATUS").map(NotifyMessage::harmless),
                small(lines.number("MAINPID", 1, Integer.MAX_VALUE)),
                small(lines.number("ERRNO", 1, HIGHEST_ERRNO)),
                small(lines.number("EXIT_STATUS", 0, 255)),
                watchdog.equals("1"),
                watchdog.equals("trigger"),
                lines.number("WATCHDOG_USEC", 0, Long.MAX_VALUE),
                lines.number("EXTEND_TIMEOUT_USEC", 1, Long.MAX_VALUE),
                lines.flag("FDSTORE"),
                lines.flag("FDSTOREREMOVE"),
                lines.name("FDNAME"),
                !lines.word("FDPOLL", "0", "1").equals("0"),
                fds,
                lines.flag("BARRIER"));
    }

    /** Whether it says more than that the service lives and what it is doing. */
    boolean isMoreThanChatter() {
        return ready
                || reloading
                || stopping
                || mainPid.isPresent()
                || errno.isPresent()
                || exitStatus.isPresent()
                || watchdogTrigger
                || watchdogUsec.isPresent()
                || extendTimeoutUsec.isPresent()
                || fdStore
                || fdStoreRemove
                || barrier;
    }

    /** The same without descriptors. */
    NotifyMessage withoutFds() {
        return new NotifyMessage(
                pid,
                uid,
                ready,
                reloading,
                monotonicUsec,
                stopping,
                status,
                mainPid,
                errno,
                exitStatus,
                watchdog,
                watchdogTrigger,
                watchdogUsec,
                extendTimeoutUsec,
                fdStore,
                fdStoreRemove,
                fdName,
                fdPoll,
                List.of(),
                barrier);
    }

    private static OptionalInt small(OptionalLong number) {
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    /** Terminals must not obey a status: neither escape sequences nor changes of the direction of writing. */
    static String harmless(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> '?';
                    default -> c;
                })
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** The {@code KEY=VALUE} lines of one datagram. */
    private static final class Lines {
        private final List<byte[]> lines = new ArrayList<>();
        private final int pid;

        Lines(byte[] datagram, int pid) {
            this.pid = pid;
            int from = 0;
            for (int i = 0; i <= datagram.length; i++) {
                if (i == datagram.length || datagram[i] == '\n') {
                    lines.add(Arrays.copyOfRange(datagram, from, i));
                    from = i + 1;
                }
            }
        }

        /** The value of the first line with that key, as bytes in Latin-1. */
        private Optional<String> value(String key) {
            String start = key + "=";
            return lines.stream()
                    .map(line -> new String(line, StandardCharsets.ISO_8859_1))
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .map(line -> line.substring(start.length()));
        }

        boolean flag(String key) {
            return word(key, "1", "0").equals("1");
        }

        /** One of two words, or empty. */
        String word(String key, String one, String other) {
            return value(key)
                    .filter(value -> value.equals(one) || value.equals(other) || ignored(key, value))
                    .orElse("");
        }

        OptionalLong number(String key, long least, long most) {
            Optional<String> value = value(key);
            if (value.isEmpty()) {
                return OptionalLong.empty();
            }
            String digits = value.get();
            try {
                long number = digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(digits) : -1;
                if (number >= least && number <= most) {
                    return OptionalLong.of(number);
                }
            } catch (NumberFormatException e) {
                // Empty, or more than 63 bits: said below.
            }
            ignored(key, digits);
            return OptionalLong.empty();
        }

        Optional<String> text(String key) {
            return value(key).flatMap(value -> {
                try {
                    return Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                            .toString());
                } catch (CharacterCodingException e) {
                    ignored(key, value);
                    return Optional.empty();
                }
            });
        }

        Optional<String> name(String key) {
            return value(key)
                    .filter(value -> (!value.isEmpty()
                                    && value.length() <= LONGEST_NAME
                                    && value.chars().allMatch(c -> c >= ' ' && c < 127 && c != ':'))
                            || ignored(key, value));
        }

        /** Tells of a line that is passed over; always false. */
        private boolean ignored(String key, String value) {
            LOG.debug("notification from {}: {}={} makes no sense, ignoring", pid, key, harmless(value));
            return false;
        }
    }
}
