package org.sideros.start.testbed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script with the functions of {@code checks.sh} reported: for each check its exit status and its output.
 *
 * @param errors what the machine wrote to standard error, to explain a failure
 */
record Report(Map<String, Check> checks, String errors) {

    Report {
        checks = Map.copyOf(checks);
    }

    /** The outcome of one command inside the machine; a time-out of {@code eventually} has the status of its last try. */
    record Check(int status, List<String> lines) {
        Check {
            lines = List.copyOf(lines);
        }

        String output() {
            return String.join("\n", lines);
        }
    }

    /** Reads lines {@code name: output} and, at the end of each check, {@code name= status}. Others are ignored. */
    static Report parse(String output, String errors) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        Map<String, Check> checks = new LinkedHashMap<>();
        for (String line : output.split("\n", -1)) {
            int colon = line.indexOf(": ");
            int equals = line.indexOf("= ");
            if (equals > 0 && (colon < 0 || equals < colon)) {
                String name = line.substring(0, equals);
                int status = Integer.parseInt(line.substring(equals + 2).strip());
                checks.put(name, new Check(status, lines.getOrDefault(name, List.of())));
            } else if (colon > 0) {
                lines.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                        .add(line.substring(colon + 2));
            }
        }
        return new Report(checks, errors);
    }

    /** The check of this name; it must have succeeded. */
    Check passed(String name) {
        Check check = checks.get(name);
        if (check == null) {
            throw new AssertionError("the machine reported no '" + name + "', only " + checks.keySet() + "\n" + errors);
        }
        if (check.status() != 0) {
            throw new AssertionError(name + ": exit status " + check.status() + "\n" + check.output() + "\n" + errors);
        }
        return check;
    }
}
