# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Functions for tests of persist: which drivers took a device, what Turnout logged, and every file that may change.

# Not virtio-pci as elsewhere, because Debian builds it in, so it binds before any program runs.
# shellcheck disable=SC2034 # for the tests
host_driver=bochs-drm

# dyndbg="func really_probe +p" makes the kernel log each driver that it probes with a device.
probed_drivers() { # ADDRESS: in this boot, in order
    journalctl -k -b --no-pager -o cat |
        sed -n "/ $1: /s/.*really_probe: probing driver \([^ ]*\) with device.*/\1/p" | paste -sd' '
}

boot_is_checked() { # turnout-boot-check has finished
    [[ $(systemctl show -P SubState turnout-boot-check) == dead && -n $(systemctl show -P ExecMainExitTimestamp turnout-boot-check) ]]
}

log_of() { # PROGRAM: its lines in the system journal of this boot
    journalctl -b --no-pager -o cat -t "$1"
}

assigned_at_boot() { # the number of GPUs with a boot assignment
    [[ -e /etc/turnout/boot-assignments.json ]] || { echo 0 && return; }
    grep -c '"functions"' /etc/turnout/boot-assignments.json
}

image=/boot/initrd.img-$(uname -r)

rules_in_image() { # the number of Turnout's files: the rules and the table
    lsinitramfs "$image" | grep -c -e 'etc/udev/rules.d/70-turnout.rules$' -e 'etc/turnout/boot-assignments.table$'
}

# files: every file of the system with what reveals a change. Leaves out files that other programs write, the initramfs, for
# which there is files_of_image(), and the times of directories, because temporary files may change them.
files() {
    find / -xdev -regextype posix-extended \
        -regex '/(tmp|var/(tmp|log|cache|spool|backups)|var/lib/(systemd|apt|dpkg|logrotate|turnout)|root)|/boot/initrd\.img.*|/var/lib/initramfs-tools/.*' -prune -o \
        -type d -printf '%p %M %U:%G\n' -o -printf '%p %M %U:%G %s %C@ %l\n' | sort
}

files_of_image() { # content, modes and owners
    local directory=/var/tmp/image
    rm -rf $directory
    unmkinitramfs "$image" $directory
    (cd $directory && find . -printf '%p %M %U:%G %l\n' | sort && find . -type f -exec sha256sum {} + | sort -k 2)
    rm -rf $directory
}

# build_first_initramfs: with only the modules this machine needs, because a full one takes minutes in emulation, and with
# the GPUs' driver, as for early kernel mode setting. A custom hook, as for an encrypted disk, needs a key below /root, the
# disk and the network interfaces.
build_first_initramfs() {
    printf '%s\n' MODULES=list COMPRESSLEVEL=1 >/etc/initramfs-tools/conf.d/bench
    printf '%s\n' virtio_blk ext4 bochs >/etc/initramfs-tools/modules
    echo secret >/root/key
    cat >/etc/initramfs-tools/hooks/own <<'HOOK'
#!/bin/sh -e
[ "${1:-}" != prereqs ] || exit 0
. /usr/share/initramfs-tools/hook-functions
copy_file key /root/key
{ blkid -p /dev/vda; ls /sys/class/net; ip -o link | cut -d: -f2; } >"$DESTDIR/etc/own"
HOOK
    chmod +x /etc/initramfs-tools/hooks/own
    echo dummy >/etc/modules-load.d/bench.conf # a network interface
    echo "options dummy numdummies=1" >/etc/modprobe.d/zz-bench.conf
    modprobe dummy
    update-initramfs -u -k all
}
