package org.sideros.start.examples;

import org.sideros.start.init.Init;

/** The steps of a boot one by one: {@code PreparingTheSystem HOSTNAME}. */
public final class PreparingTheSystem {
    private PreparingTheSystem() {}

    public static void main(String[] args) throws Exception {
        String hostname = args[0];

        Init init = new Init();
        init.mountVirtualFilesystems();
        init.setHostname(hostname);
        init.boot();

        System.exit(init.run());
    }
}
