# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What tests of persist use: who took a device in this boot, what Turnout said of it, and every trace it could leave.

# Not virtio-pci, as elsewhere: Debian has it in the kernel itself, where nothing comes before it.
# shellcheck disable=SC2034 # for the tests
host_driver=bochs-drm

# With "func really_probe +p" of dyndbg the kernel tells of each driver that it gives a device to.
takers_of() { # ADDRESS: drivers that were given it in this boot, in this order
    journalctl -k -b --no-pager -o cat |
        sed -n "/ $1: /s/.*really_probe: probing driver \([^ ]*\) with device.*/\1/p" | paste -sd' '
}

start_is_checked() { # turnout-boot-check has come to its end
    [[ $(systemctl show -P SubState turnout-boot-check) == dead && -n $(systemctl show -P ExecMainExitTimestamp turnout-boot-check) ]]
}

said_by() { # PROGRAM: what it wrote to the system's journal in this boot
    journalctl -b --no-pager -o cat -t "$1"
}

chosen() { # how many GPUs are chosen for the next start
    [[ -e /etc/turnout/boot-assignments.json ]] || { echo 0 && return; }
    grep -c '"functions"' /etc/turnout/boot-assignments.json
}

image=/boot/initrd.img-$(uname -r)

image_has_rules() {
    lsinitramfs "$image" | grep -q '70-turnout.rules'
}

# files: every file of the system, with what would tell of a change of it, but for what other programs write by
# themselves, and the initramfs, which files_of_image() tells of. The times of directories do not count: what was in them
# for a while did not.
files() {
    find / -xdev -regextype posix-extended \
        -regex '/(tmp|var/(tmp|log|cache|spool|backups)|var/lib/(systemd|apt|dpkg|logrotate|turnout)|root)|/boot/initrd\.img.*|/var/lib/initramfs-tools/.*' -prune -o \
        -type d -printf '%p %M %U:%G\n' -o -printf '%p %M %U:%G %s %C@ %l\n' | sort
}

files_of_image() { # content, modes and owners
    local there=/var/tmp/image
    rm -rf $there
    unmkinitramfs "$image" $there
    (cd $there && find . -printf '%p %M %U:%G %l\n' | sort && find . -type f -exec sha256sum {} + | sort -k 2)
    rm -rf $there
}

# build_first_initramfs: of what this machine needs and no more, because an emulated one builds it for minutes otherwise, and
# with the GPUs' driver, as early kernel mode setting has it. Also with a part of its administrator's own, as for an encrypted
# disk: it needs a key below /root, the disk, and the network interfaces.
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
