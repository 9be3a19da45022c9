package org.sideros.start.manager;

import org.sideros.start.service.Requester;

/** What is asked of the one who can bring the system down. */
public record ShutdownRequest(ShutdownKind kind, boolean force, Requester by) {}
