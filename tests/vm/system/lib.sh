# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What tests on the whole machine use: the small machines' TAP and names, and more boots.
# shellcheck source=tests/vm/driver/tests/lib.sh
. /tree/tests/vm/driver/tests/lib.sh
unset -f turnout # here it is the program

usleep() { sleep "$(printf '0.%06d' "$1")"; }

not() { ! "$@"; } # COMMAND..., for ok

attribute() { # ADDRESS NAME: of our driver
    cat "$devices/$1/turnout/$2"
}

# From one boot to the next: the count of tests, and the variables that are named.
[[ ! -e /share/state ]] || . /share/state

boot_again() { # [VARIABLE...]: shuts down and starts the machine again, on the same disk; does not return
    remember "$@"
    systemctl reboot
    exec sleep infinity
}

boot_after_power_cut() { # [VARIABLE...]: as if the plug were pulled; what was not on the disk is lost
    remember "$@"
    printf x | dd of=/dev/port bs=1 seek=244 count=1 conv=notrunc status=none
    sleep infinity
}

remember() {
    local initrd
    initrd=/boot/initrd.img-$(uname -r)
    declare -p count failed "$@" >/share/state
    # The boot loader's part: the next boot takes the initramfs that the test made.
    [[ ! $initrd -nt /share/install ]] || cp "$initrd" /share/initrd
    journalctl -b --no-pager >"/share/journal.$BOOT"
    touch /share/again
}
