package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.InvalidValueException;
import org.sideros.start.control.ControlLimits;
import org.sideros.start.control.ControlServer;
import org.sideros.start.control.Services;
import org.sideros.start.control.SupervisorInfo;
import org.sideros.start.error.StartError;
import org.sideros.start.manager.Parenthood;
import org.sideros.start.manager.RuntimeDirectory;
import org.sideros.start.manager.ServiceManager;
import org.sideros.start.manager.ShutdownKind;
import org.sideros.start.manager.ShutdownRequest;
import org.sideros.start.os.Accounts;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.service.Requester;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisor from boot to power-off. Below the init shim as PID 1 it is in charge of the system: it mounts, boots and
 * in the end cuts the power. Everywhere else it supervises services and leaves the system alone.
 *
 * <p>One thread calls {@link #boot} and then {@link #run}.
 */
public final class Init {
    private static final Logger LOG = LoggerFactory.getLogger(Init.class);
    private static final String EARLY_TARGET = "sysinit.target";
    private static final Path RUNTIME_SERVICES = Path.of("/run/sideros/services");
    /** A second request in this time means that somebody is in a hurry. */
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    private final InitOptions options;
    private final boolean system;
    private final long started = System.nanoTime();
    private final EventLoop loop;
    private final Optional<ShimLink> shim;
    private final BlockingQueue<ShutdownRequest> shutdowns = new LinkedBlockingQueue<>();
    private GlobalConfig config;
    private KernelCommandLine kernel = new KernelCommandLine(List.of());
    private @Nullable RuntimeDirectory runtime;
    private @Nullable ServiceManager manager;
    private volatile @Nullable ControlServer control;

    /**
     * A supervisor with the {@linkplain InitOptions#usual() usual options}, that has done nothing yet.
     *
     * @throws StartError when there is no usable configuration or no {@code start-exec}
     * @throws IOException when there are no descriptors left
     */
    public Init() throws IOException {
        this(InitOptions.usual());
    }

    /** A supervisor that has done nothing yet. */
    public Init(InitOptions options) throws PosixException {
        this.options = options;
        this.config = options.configuration().config();
        this.system = isSystem(options);
        this.loop = new EventLoop(e -> LOG.error("in the event loop: {}", e.toString(), e));
        this.shim = ShimLink.open(loop, options.environment());
    }

    private static boolean isSystem(InitOptions options) {
        return !options.container() && ShimLink.isSystem(options.environment());
    }

    /** Whether this process is in charge of the system: to be known before anything is logged. */
    public static boolean inCharge(Map<String, String> environment) {
        return ShimLink.isSystem(environment);
    }

    /**
     * Mounts the kernel's own file systems where they are missing: {@code /proc}, {@code /sys}, {@code /dev} with what is in
     * it, {@code /run} and the control groups. {@link #boot} does it by itself when in charge of the system. One that cannot
     * be mounted is reported in the log and left out.
     */
    public void mountVirtualFilesystems() {
        VirtualFilesystems.mount(config.cgroupRoot());
    }

    /**
     * Names the machine, or the container this process is in. {@link #boot} does it by itself when in charge of the system.
     *
     * @param name 1 to 64 bytes
     * @throws IOException when it may not, or the name is too long
     */
    public void setHostname(String name) throws IOException {
        Kernel.hostname(name);
    }

    /**
     * Brings the system up: returns when the control socket answers and everything was asked to start. Whoever cannot be
     * in charge of the system stops here on what PID 1 survives.
     *
     * @throws StartError.Refused when another supervisor runs on the same runtime directory
     * @throws IOException when there is nowhere to run
     */
    public void boot() throws IOException {
        if (system) {
            bootSystem();
        }
        claimRuntime();
        options.configuration().problems().forEach(p -> LOG.warn("{}", p));
        ServiceManager services = ServiceManager.open(config, loop, options.executor(), parenthood());
        manager = services;
        services.onShutdown(shutdowns::add);
        // Before anybody can see that we are there: whoever does may send a signal at once.
        Signals.install(services, () -> Optional.ofNullable(control), shutdowns::add, system);
        serve(services);
        if (shim.isPresent()) {
            shim.get().listen(services::orphanReaped);
        }
        Thread.ofVirtual().name("boot").start(() -> startServices(services));
    }

    private void bootSystem() {
        mountVirtualFilesystems();
        LOG.info("start {} boots", options.version());
        kernel = KernelCommandLine.read();
        kernel.value("start.log").ifPresent(this::logLevels);
        Hostname.set(config.hostname());
        new RandomSeed(config.stateDir()).load();
        if (kernel.target().filter(Rescue.TARGET::equals).isPresent()) {
            Rescue.writeShell(RUNTIME_SERVICES);
        }
        config = config.withServiceDirectory(RUNTIME_SERVICES);
    }

    private void logLevels(String text) {
        try {
            options.log().levels(config.logLevels().with(text));
        } catch (InvalidValueException e) {
            LOG.warn("start.log={} on the kernel command line: {}, ignoring", text, e.getMessage());
        }
    }

    private void claimRuntime() throws IOException {
        try {
            runtime = RuntimeDirectory.claim(config.runtimeDir());
        } catch (IOException e) {
            if (!system) {
                throw e;
            }
            LOG.error("{}: {}; boot goes on without a control socket", config.runtimeDir(), e.toString());
        }
    }

    private Parenthood parenthood() {
        return shim.isPresent()
                ? new Parenthood(Parenthood.Kind.SHIM, Kernel.parentPid())
                : new Parenthood(Parenthood.Kind.OURSELVES, Kernel.pid());
    }

    private void serve(ServiceManager services) throws IOException {
        try {
            control = new ControlServer(
                    loop,
                    config.controlSocket(),
                    Accounts.group(config.controlGroup()),
                    Services.of(services),
                    new SupervisorInfo(options.version(), started),
                    ControlLimits.DEFAULT);
        } catch (IOException e) {
            if (!system) {
                throw e;
            }
            LOG.error("{}; boot goes on without a control socket", e.getMessage());
        }
    }

    /** The order of the boot, on a thread of its own: requests and signals are answered meanwhile. */
    private void startServices(ServiceManager services) {
        Requester boot = Requester.self("boot");
        String target = kernel.target().orElse(config.defaultTarget());
        try {
            if (system && !kernel.has("emergency")) {
                services.start(List.of(EARLY_TARGET), boot).join();
                VirtualFilesystems.mountTmpIfNeeded();
                new RandomSeed(config.stateDir()).save();
            }
            options.log().open(config);
            if (target.equals(Rescue.TARGET)) {
                services.start(List.of(target), boot).join();
            } else {
                services.startAll(target, boot).join();
            }
            booted(target);
        } catch (StartError e) {
            LOG.error("boot to {}: {}", target, e.getMessage());
        }
    }

    private void booted(String target) {
        long millis = (System.nanoTime() - started) / 1_000_000;
        LOG.info("{} and all enabled services have settled, {} ms after the supervisor came up", target, millis);
    }

    /**
     * Supervises until somebody asks for the end, and brings everything down in order.
     *
     * @return the exit status of the process
     */
    public int run() throws InterruptedException {
        ServiceManager services = Objects.requireNonNull(manager, "boot() comes first");
        ShutdownRequest request = shutdowns.take();
        LOG.info("{} asked for by {}", request.kind().word(), request.by().reason());
        if (request.force()) {
            services.hurry(Duration.ZERO);
        }
        CompletableFuture<?> stopped = services.stopAll(request.by());
        Thread impatience = Thread.ofVirtual().start(() -> hurryWhenAskedAgain(services));
        ShutdownWatch.await(stopped, services, config.shutdownTimeout());
        impatience.interrupt();
        if (control != null) {
            control.close();
        }
        services.close();
        if (system) {
            new RandomSeed(config.stateDir()).save();
            options.log().closeFile();
            LOG.info("services are stopped; {}", request.kind().word());
            PowerDown.run(power(request.kind()));
        }
        shim.ifPresent(link -> link.finish(0));
        release();
        loop.close();
        return 0;
    }

    private void hurryWhenAskedAgain(ServiceManager services) {
        try {
            if (shutdowns.poll(IMPATIENT.toNanos(), TimeUnit.NANOSECONDS) != null) {
                LOG.info("asked again: every stop gets {} s at most", IMPATIENT.toSeconds());
                services.hurry(IMPATIENT);
            }
        } catch (InterruptedException e) {
            LOG.debug("nobody was in a hurry");
        }
    }

    private void release() {
        try {
            if (runtime != null) {
                runtime.close();
            }
        } catch (IOException e) {
            LOG.debug("{}", e.toString()); // The lock ends with the process all the same.
        }
    }

    private static Kernel.Power power(ShutdownKind kind) {
        return switch (kind) {
            case POWEROFF -> Kernel.Power.OFF;
            case REBOOT -> Kernel.Power.RESTART;
            case HALT -> Kernel.Power.HALT;
        };
    }
}
