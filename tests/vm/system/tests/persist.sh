# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A choice for every start holds before a host driver is there, for one of two twins and for both; taken back, it leaves no trace.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

all_is_as_chosen() {
    said_by turnout-boot-check
    ! said_by turnout-boot-check | grep -q . && [[ $(systemctl show -P Result turnout-boot-check) == success ]]
}

case $BOOT in
1)
    is "the host's driver has the GPU" "$(takers_of $GPU)" $host_driver
    is "and its twin" "$(takers_of $GPU2)" $host_driver
    turnout recover >/dev/null # the helper has its directory
    ok "an initramfs is built" build_first_initramfs
    ok "which knows of no choice" not image_has_rules
    files >/root/files
    files_of_image >/root/files-of-image
    ok "a GPU is chosen for every start" turnout persist $GPU --yes
    is "nothing that runs is changed" "$(driver_of $GPU)" $host_driver
    ok "the initramfs knows of it" image_has_rules
    boot_again
    ;;
2)
    is "no driver but ours was ever given the GPU" "$(takers_of $GPU)" turnout_vfio_pci
    is "which has it" "$(driver_of $GPU)" turnout_vfio_pci
    is "the twin is with the host's" "$(takers_of $GPU2)" $host_driver
    is "without an override" "$(cat $devices/$GPU2/driver_override)" "(null)"
    ok "what is chosen was compared with what is" wait_for 120 start_is_checked
    ok "and is the same" all_is_as_chosen
    ok "the twin is chosen, too" turnout persist $GPU2 --yes
    boot_again
    ;;
3)
    for address in $GPU $GPU2; do
        is "no driver but ours was ever given $address" "$(takers_of $address)" turnout_vfio_pci
        is "which has it" "$(driver_of $address)" turnout_vfio_pci
    done
    ok "what is chosen was compared with what is" wait_for 120 start_is_checked
    ok "and is the same" all_is_as_chosen
    ok "the choice for the one is taken back" turnout unpersist $GPU --yes
    is "that for its twin stays" "$(chosen)" 1
    ok "in the initramfs, too" image_has_rules
    ok "it is taken back" turnout unpersist $GPU2 --yes
    files >/root/files-now
    files_of_image >/root/files-of-image-now
    ok "every file of the system is as before the first" diff /root/files /root/files-now
    ok "and every file of the initramfs" diff /root/files-of-image /root/files-of-image-now
    boot_again
    ;;
4)
    for address in $GPU $GPU2; do
        is "the host's driver has $address again" "$(takers_of $address)" $host_driver
        is "without an override" "$(cat $devices/$address/driver_override)" "(null)"
    done
    ;;
esac
