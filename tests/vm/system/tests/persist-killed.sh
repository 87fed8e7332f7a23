# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The machine loses its power while a choice is stored, or taken back: it starts, and the next start does the rest.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

note=/var/lib/turnout/boot-assignments.wanted
is_building() { pgrep -f mkinitramfs; }
in_the_midst_of() { # VERB: the initramfs is being built, for some seconds
    turnout "$1" $GPU --yes >/root/said 2>&1 &
    wait_for 60 is_building && sleep 3.$((RANDOM % 10)) && is_building && [[ -e $note ]]
}
is_done() { start_is_checked && [[ ! -e $note ]]; }
rules_of_image() { lsinitramfs "$image" | grep -c 'etc/udev/rules.d/70-turnout.rules'; }

case $BOOT in
1)
    ok "an initramfs is built" build_first_initramfs
    ok "a choice is in the midst of being stored" in_the_midst_of persist
    sync
    boot_after_power_cut
    ;;
2)
    is "the machine starts, with the initramfs that it had" "$(takers_of $GPU)" $host_driver
    ok "what was noted is done now" wait_for 900 is_done
    is "the GPU is chosen for every start" "$(chosen)" 1
    ok "the initramfs knows of it" image_has_rules
    boot_again
    ;;
3)
    is "it comes to our driver" "$(takers_of $GPU)" turnout_vfio_pci
    ok "the choice is in the midst of being taken back" in_the_midst_of unpersist
    boot_after_power_cut # without a sync: the note may be lost, and then nothing has happened
    ;;
4)
    ok "the machine starts, and whatever was noted is done" wait_for 900 is_done
    is "the initramfs knows of the choice where there is one" "$(rules_of_image)" "$(chosen)"
    said_by turnout-boot-check | sed 's/^/# /'
    before=$(chosen)
    boot_again before
    ;;
5)
    case $before in
    0) is "the GPU is with the host again" "$(takers_of $GPU)" $host_driver ;;
    1) is "the GPU comes to our driver as before" "$(takers_of $GPU)" turnout_vfio_pci ;;
    esac
    ;;
esac
