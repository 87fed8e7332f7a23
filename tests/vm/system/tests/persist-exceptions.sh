# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Nothing is set aside where the card is in another slot or another in its place, nor with turnout=off; bus numbers may move.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

told() { # WORDS: what turnout-boot-check says in the system's journal
    wait_for 120 start_is_checked
    said_by turnout-boot-check
    said_by turnout-boot-check | grep -q "^persist: $1"
}

case $BOOT in
1)
    ok "an initramfs is built" build_first_initramfs
    ok "a GPU is chosen for every start" turnout persist $GPU --yes
    echo "10= 11=bochs-display 12=bochs-display" >/share/slots # the card goes to another slot
    boot_again
    ;;
2)
    is "the card that was moved is with the host" "$(takers_of 0000:03:00.0)" $host_driver
    is "and its twin" "$(takers_of $GPU2)" $host_driver
    ok "the journal tells what is missed" told "Nothing is at pci0000:00/10.0/00.0 any more"
    echo "10=virtio-vga 11=bochs-display 12=bochs-display" >/share/slots # and another is put where it was
    boot_again
    ;;
3)
    is "the other card in its place is left alone" "$(takers_of $GPU)" virtio-pci
    is "it has no override" "$(cat $devices/$GPU/driver_override)" "(null)"
    is "the card that was moved is with the host" "$(takers_of 0000:03:00.0)" $host_driver
    ok "the journal tells what is there instead" told "Another device is now at 01:00.0 "
    echo "0f=bochs-display 10=bochs-display 11=bochs-display" >/share/slots # back; a third of the kind takes its bus number
    boot_again
    ;;
4)
    is "the card that has its address now is with the host" "$(takers_of 0000:01:00.0)" $host_driver
    is "the card itself is with our driver" "$(takers_of 0000:02:00.0)" turnout_vfio_pci
    is "its twin is with the host" "$(takers_of 0000:03:00.0)" $host_driver
    ok "what is chosen was compared with what is" wait_for 120 start_is_checked
    is "and is the same" "$(said_by turnout-boot-check)" ""
    echo turnout=off >/share/cmdline
    boot_again
    ;;
5)
    is "with turnout=off it is with the host" "$(takers_of 0000:02:00.0)" $host_driver
    is "without an override" "$(cat $devices/0000:02:00.0/driver_override)" "(null)"
    is "and stays chosen" "$(chosen)" 1
    ;;
esac
