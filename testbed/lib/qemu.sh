# shellcheck shell=bash
# The machine, and how its end is judged.

machine_pid=''
disk_state=clean
timed_out=no

# KVM may be there and yet not work (nested, or with a bare CPU model): ask QEMU for a processor. Without it both
# processors share a thread: with a thread each (thread=multi of QEMU 7.2), one boot in some sixty ended in a soft
# lockup, a processor stuck for ever at an instruction that the kernel patches while it boots.
accelerator() {
    if [ -n "${TESTBED_ACCEL:-}" ]; then
        echo "$TESTBED_ACCEL"
    elif [ -w /dev/kvm ] && echo quit | timeout 10 qemu-system-x86_64 -machine q35 -accel kvm -cpu max \
        -nodefaults -display none -S -monitor stdio >/dev/null 2>&1; then
        echo kvm
    else
        echo tcg,thread=single
    fi
}

# start_machine KERNEL_ARGS [QEMU_ARGS…]: boots and returns when the machine is off.
start_machine() {
    local arguments=$1 machine
    shift
    log=$work/console
    : >"$log"
    machine=(qemu-system-x86_64 -machine q35 -accel "$(accelerator)" -cpu max -smp "$smp" -m "$memory"
        -nodefaults -no-user-config -display none -no-reboot
        -kernel "$kernel/vmlinuz" -initrd "$work/initrd"
        -append "console=ttyS0 panic=-1 random.trust_cpu=on $arguments $append" "$@")
    if [ $running = yes ]; then
        run_machine "${machine[@]}"
    else
        # A reboot ends QEMU (a kernel that panics must not boot for ever): here it is asked for, so boot again.
        while :; do
            show_machine "${machine[@]}"
            grep -q 'reboot: Restarting system' "$log" || break
        done
    fi
    [ -z "$console" ] || cp "$log" "$console"
}

show_machine() {
    say "Ctrl-A x ends the machine at once; 'start shutdown' powers it off"
    "$@" -chardev "stdio,id=console,mux=on,signal=off,logfile=$log" -mon chardev=console -device isa-serial,chardev=console
}

# Serial ports 1 to 3 carry standard output, standard error and exit status of the command: nothing in the
# output can be mistaken for the status. Their interrupts are their own: ISA cannot share one.
run_machine() {
    mkfifo "$work/out" "$work/err"
    cat "$work/out" &
    local out=$!
    cat "$work/err" >&2 &
    local err=$! show='' status=0
    timeout --kill-after=10 "$timeout" \
        "$@" -chardev "file,id=console,path=$log" -device isa-serial,chardev=console \
        -chardev "file,id=out,path=$work/out" -device isa-serial,chardev=out,index=1,irq=3 \
        -chardev "file,id=err,path=$work/err" -device isa-serial,chardev=err,index=2,irq=6 \
        -chardev "file,id=status,path=$work/status" -device isa-serial,chardev=status,index=3,irq=7 \
        </dev/null >"$work/qemu" 2>&1 &
    machine_pid=$!
    if [ $verbose = yes ]; then
        tail -n +1 -s 0.2 -f "$log" --pid=$machine_pid >&2 &
        show=$!
    fi
    wait $machine_pid || status=$?
    machine_pid=''
    if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
        timed_out=yes
    elif [ "$status" -ne 0 ]; then
        # No QEMU has opened them: their readers would wait for ever.
        kill $out $err 2>/dev/null || true
        die "$cannot_prepare" "QEMU: $(cat "$work/qemu")"
    fi
    wait $out $err $show
}

stop_machine() {
    [ -z "$machine_pid" ] || kill "$machine_pid" 2>/dev/null || true
}

fail() {
    local status=$1
    shift
    if [ $running = yes ]; then
        say "the end of the serial console:"
        tail -n 60 "$log" | tr -d '\000\r' >&2
    fi
    die "$status" "$@"
}

# Ends boot: with the status of the command, or with what went wrong.
conclude() {
    if grep -q 'Kernel panic - not syncing' "$log"; then
        fail "$panic" "kernel panic"
    elif [ $timed_out = yes ]; then
        fail "$hang" "the machine was still running after $timeout s$(grep -q . "$work/status" 2>/dev/null &&
            echo "; the command had ended with $(cat "$work/status")")"
    elif ! grep -q 'reboot: Power down' "$log"; then
        fail "$no_answer" "the machine ended without powering off"
    elif [ "$disk_state" != clean ]; then
        fail "$unclean" "the root file system is $disk_state"
    elif [ $running = yes ]; then
        local word='' status=''
        read -r word status <"$work/status" || true
        [ "$word" = exit ] || fail "$no_answer" "the machine powered off before the command had ended"
        exit "$status"
    fi
}
