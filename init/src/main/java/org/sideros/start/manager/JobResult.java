package org.sideros.start.manager;

import java.util.Optional;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceStatus;

/**
 * How a job ended for one of the services that were named.
 *
 * @param error why it did not; {@link StartError.AlreadyRunning} counts as done
 * @param status the service right after
 */
public record JobResult(String name, Optional<StartError> error, ServiceStatus status) {}
