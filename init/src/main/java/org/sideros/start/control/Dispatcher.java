package org.sideros.start.control;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.Message;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.error.StartError;
import org.sideros.start.os.PeerCredentials;

/**
 * From a call to its reply: finds the method, checks the caller and the parameters' names, names the errors. Calls about
 * many services are answered one at a time: virtual threads are not preempted, and a hundred lists at once would keep
 * everybody else from a processor until the last is done.
 */
final class Dispatcher {
    private final Map<String, Method> methods;
    private final Access access;
    private final Lock large = new ReentrantLock(true);

    Dispatcher(Map<String, Method> methods, Access access) {
        this.methods = methods;
        this.access = access;
    }

    /** Asked about an interface that is not served. */
    static final class NoInterface extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String name;

        NoInterface(String name) {
            super(name, null, false, false);
            this.name = name;
        }
    }

    /**
     * The frame of the reply to {@code call}; what it throws is an error of ours and not the caller's, but for
     * {@code CallerGone}.
     *
     * @param hungUp done when the caller is gone
     */
    byte[] answer(Message.Call call, PeerCredentials peer, CompletableFuture<Void> hungUp)
            throws Request.CallerGone, InterruptedException {
        Method method = methods.get(call.method());
        if (method == null || !method.large().test(call.parameters())) {
            return reply(call, peer, hungUp).frame();
        }
        large.lockInterruptibly();
        try {
            return reply(call, peer, hungUp).frame();
        } finally {
            large.unlock();
        }
    }

    /** The reply to {@code call}. */
    Message.Reply reply(Message.Call call, PeerCredentials peer, CompletableFuture<Void> hungUp)
            throws Request.CallerGone, InterruptedException {
        Method method = methods.get(call.method());
        if (method == null) {
            return unknown(call.method());
        }
        boolean mayChange = access.mayChange(peer);
        Fields parameters = new Fields(call.parameters());
        try {
            if (method.changes() && !mayChange) {
                throw new StartError.NotPermitted(member(call.method()));
            }
            for (String name : parameters.names()) {
                if (!method.parameters().contains(name)) {
                    throw new ProtocolException(name, "is no parameter of " + call.method());
                }
            }
            Request request = new Request(parameters, peer, mayChange, call.oneway(), hungUp);
            return Message.Reply.of(method.answer().to(request));
        } catch (StartError e) {
            return Errors.reply(e);
        } catch (NoInterface e) {
            return Errors.interfaceNotFound(e.name);
        } catch (ProtocolException e) {
            return Errors.invalidParameter(e.field().orElse("parameters"));
        } catch (TimeoutException e) {
            throw new IllegalStateException("a time limit that no method set", e);
        }
    }

    private static Message.Reply unknown(String method) {
        int dot = method.lastIndexOf('.');
        String name = dot < 0 ? "" : method.substring(0, dot);
        return Interfaces.NAMES.contains(name) ? Errors.methodNotFound(method) : Errors.interfaceNotFound(name);
    }

    private static String member(String method) {
        return method.substring(method.lastIndexOf('.') + 1);
    }
}
