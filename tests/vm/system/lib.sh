# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Functions for tests on the whole machine, in addition to those of the driver tests: reboots and power cuts.
# shellcheck source=tests/vm/driver/tests/lib.sh
. /tree/tests/vm/driver/tests/lib.sh
unset -f turnout # call the program instead

usleep() { sleep "$(printf '0.%06d' "$1")"; }

not() { ! "$@"; } # COMMAND..., for ok

attribute() { # ADDRESS NAME: of our driver
    cat "$devices/$1/turnout/$2"
}

# Restores the test count and variables that remember() saved in the previous boot.
[[ ! -e /share/state ]] || . /share/state

reboot_machine() { # [VARIABLE...]: keeps the disk and these variables; does not return
    remember "$@"
    systemctl reboot
    exec sleep infinity
}

cut_power() { # [VARIABLE...]: resets the machine, losing unwritten data, and boots it again; does not return
    remember "$@"
    printf x | dd of=/dev/port bs=1 seek=244 count=1 conv=notrunc status=none
    sleep infinity
}

remember() {
    local initrd
    initrd=/boot/initrd.img-$(uname -r)
    declare -p count failed "$@" >/share/state
    # Acts as the boot loader: the next boot uses the initramfs that the test built.
    [[ ! $initrd -nt /share/install ]] || cp "$initrd" /share/initrd
    journalctl -b --no-pager >"/share/journal.$BOOT"
    touch /share/again
}
