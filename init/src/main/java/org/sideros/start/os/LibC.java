package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libc we call, bound directly (JNA direct mapping, no proxies: start-up counts). A function that
 * declares {@link LastErrorException} throws it where the call sets errno; callers in this package turn it into
 * {@link PosixException}.
 */
final class LibC {
    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native String strerror(int errno);

    static native int getpid();

    static native int getppid();

    static native int geteuid();

    static native int getegid();

    static native int kill(int pid, int signal) throws LastErrorException;

    static native int waitid(int idType, int id, Pointer info, int options) throws LastErrorException;

    static native int posix_spawn(
            Pointer pid, String path, Pointer fileActions, @Nullable Pointer attributes, Pointer argv, Pointer envp);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int pipe2(int[] ends, int flags) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native NativeLong read(int fd, Pointer buffer, NativeLong count) throws LastErrorException;

    static native NativeLong write(int fd, Pointer buffer, NativeLong count) throws LastErrorException;

    static native int fcntl(int fd, int command, int argument) throws LastErrorException;

    static native int open(String path, int flags, int mode) throws LastErrorException;

    static native int epoll_create1(int flags) throws LastErrorException;

    static native int epoll_ctl(int epoll, int operation, int fd, Pointer event) throws LastErrorException;

    static native int epoll_wait(int epoll, Pointer events, int max, int timeoutMillis) throws LastErrorException;

    static native int eventfd(int value, int flags) throws LastErrorException;

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int bind(int fd, Pointer address, int length) throws LastErrorException;

    static native int connect(int fd, Pointer address, int length) throws LastErrorException;

    static native int listen(int fd, int backlog) throws LastErrorException;

    static native int accept4(int fd, @Nullable Pointer address, @Nullable Pointer length, int flags)
            throws LastErrorException;

    static native NativeLong send(int fd, Pointer buffer, NativeLong length, int flags) throws LastErrorException;

    static native NativeLong recv(int fd, Pointer buffer, NativeLong length, int flags) throws LastErrorException;

    static native NativeLong recvmsg(int fd, Pointer header, int flags) throws LastErrorException;

    static native int setsockopt(int fd, int level, int option, Pointer value, int length) throws LastErrorException;

    static native int getsockopt(int fd, int level, int option, Pointer value, Pointer length)
            throws LastErrorException;

    static native int prctl(int option, NativeLong a, NativeLong b, NativeLong c, NativeLong d)
            throws LastErrorException;

    static native NativeLong syscall(NativeLong number, NativeLong a, NativeLong b, @Nullable Pointer c, NativeLong d)
            throws LastErrorException;

    static native NativeLong syscall(
            NativeLong number, NativeLong a, NativeLong b, NativeLong c, NativeLong d, NativeLong e)
            throws LastErrorException;

    static native int inotify_init1(int flags) throws LastErrorException;

    static native int inotify_add_watch(int inotify, String path, int mask) throws LastErrorException;

    static native int inotify_rm_watch(int inotify, int watch) throws LastErrorException;

    static native int statx(int directory, String path, int flags, int mask, Pointer result) throws LastErrorException;

    static native int unlink(String path) throws LastErrorException;

    static native int mount(String source, String target, String type, NativeLong flags, @Nullable String data)
            throws LastErrorException;

    static native int umount2(String target, int flags) throws LastErrorException;

    static native int swapoff(String path) throws LastErrorException;

    static native int sethostname(String name, NativeLong length) throws LastErrorException;

    static native int reboot(int command) throws LastErrorException;

    static native void sync();

    static native int chmod(String path, int mode) throws LastErrorException;

    static native int chown(String path, int uid, int gid) throws LastErrorException;

    static native int isatty(int fd);

    static native int ioctl(int fd, NativeLong request, Pointer argument) throws LastErrorException;

    static native int getpwnam_r(String name, Pointer passwd, Pointer buffer, NativeLong size, Pointer result);

    static native int getpwuid_r(int uid, Pointer passwd, Pointer buffer, NativeLong size, Pointer result);

    static native int getgrnam_r(String name, Pointer group, Pointer buffer, NativeLong size, Pointer result);

    static native int getgrouplist(String user, int group, int[] groups, int[] count);
}
