package org.sideros.start.manager;

import java.util.List;

/**
 * How a request ended.
 *
 * @param results one for each service that was named, in the order named
 * @param also services that were not named and were stopped or restarted along with them, in the order that happened
 */
public record JobReport(List<JobResult> results, List<String> also) {
    public JobReport {
        results = List.copyOf(results);
        also = List.copyOf(also);
    }
}
