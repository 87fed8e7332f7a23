# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The power is cut while a boot assignment is stored or removed; the machine boots and completes the change.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

pending=/var/lib/turnout/boot-assignments.wanted
is_building() { pgrep -f mkinitramfs; }
is_interruptible() { # VERB: some seconds into building the initramfs
    turnout "$1" $GPU --yes >/root/output 2>&1 &
    wait_for 60 is_building && sleep 3.$((RANDOM % 10)) && is_building && [[ -e $pending ]]
}
is_done() { boot_is_checked && [[ ! -e $pending ]]; }
rules_of_image() { lsinitramfs "$image" | grep -c 'etc/udev/rules.d/70-turnout.rules'; }

case $BOOT in
1)
    ok "an initramfs is built" build_first_initramfs
    ok "persist is building the initramfs" is_interruptible persist
    sync
    cut_power
    ;;
2)
    is "the machine boots with the previous initramfs" "$(probed_drivers $GPU)" $host_driver
    ok "the pending change is applied" wait_for 900 is_done
    is "the boot assignment is stored" "$(assigned_at_boot)" 1
    is "the initramfs contains the rules" "$(rules_in_image)" 2
    reboot_machine
    ;;
3)
    is "only our driver was probed with the GPU" "$(probed_drivers $GPU)" turnout_vfio_pci
    ok "unpersist is building the initramfs" is_interruptible unpersist
    cut_power # without a sync: the pending change may be lost, then nothing has happened
    ;;
4)
    ok "the machine boots and applies a pending change" wait_for 900 is_done
    is "the initramfs has rules exactly if the assignment is stored" "$(rules_of_image)" "$(assigned_at_boot)"
    log_of turnout-boot-check | sed 's/^/# /'
    before=$(assigned_at_boot)
    reboot_machine before
    ;;
5)
    case $before in
    0) is "the GPU is on the host's driver again" "$(probed_drivers $GPU)" $host_driver ;;
    1) is "the GPU is on our driver as before" "$(probed_drivers $GPU)" turnout_vfio_pci ;;
    esac
    ;;
esac
