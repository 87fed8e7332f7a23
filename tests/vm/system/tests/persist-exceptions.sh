# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Nothing is assigned if the card moved, if another card is in its slot, or with turnout=off. Bus numbers may change.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

reports() { # PATTERN: turnout-boot-check reports it in the system journal
    wait_for 120 boot_is_checked
    log_of turnout-boot-check
    log_of turnout-boot-check | grep -q "^persist: $1"
}

case $BOOT in
1)
    ok "an initramfs is built" build_first_initramfs
    ok "persist succeeds" turnout persist $GPU --yes
    echo "10= 11=bochs-display 12=bochs-display" >/share/slots # move the card to another slot
    reboot_machine
    ;;
2)
    is "the moved card is on the host's driver" "$(probed_drivers 0000:03:00.0)" $host_driver
    is "and so is the second GPU" "$(probed_drivers $GPU2)" $host_driver
    ok "the system journal reports the missing card" reports "The slot pci0000:00/10.0/00.0 is empty"
    echo "10=virtio-vga 11=bochs-display 12=bochs-display" >/share/slots # put another card into its slot
    reboot_machine
    ;;
3)
    is "the other card in its slot is left alone" "$(probed_drivers $GPU)" virtio-pci
    is "it has no override" "$(cat $devices/$GPU/driver_override)" "(null)"
    is "the moved card is on the host's driver" "$(probed_drivers 0000:03:00.0)" $host_driver
    ok "the system journal reports the other card" reports "A different device is now at 01:00.0 "
    echo "0f=bochs-display 10=bochs-display 11=bochs-display" >/share/slots # move the card back; a third identical one takes its bus number
    reboot_machine
    ;;
4)
    is "the card at its former address is on the host's driver" "$(probed_drivers 0000:01:00.0)" $host_driver
    is "the card itself is on our driver" "$(probed_drivers 0000:02:00.0)" turnout_vfio_pci
    is "the second GPU is on the host's driver" "$(probed_drivers 0000:03:00.0)" $host_driver
    ok "the boot check finishes" wait_for 120 boot_is_checked
    is "it reports nothing" "$(log_of turnout-boot-check)" ""
    echo turnout=off >/share/cmdline
    reboot_machine
    ;;
5)
    is "with turnout=off the card is on the host's driver" "$(probed_drivers 0000:02:00.0)" $host_driver
    is "it has no override" "$(cat $devices/0000:02:00.0/driver_override)" "(null)"
    is "the boot assignment stays stored" "$(assigned_at_boot)" 1
    ;;
esac
