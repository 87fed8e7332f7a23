# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A boot assignment takes effect before host drivers load, for one of two identical GPUs and for both; unpersist leaves no trace.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

boot_check_reports_nothing() {
    log_of turnout-boot-check
    ! log_of turnout-boot-check | grep -q . && [[ $(systemctl show -P Result turnout-boot-check) == success ]]
}

case $BOOT in
1)
    is "the GPU is on the host's driver" "$(probed_drivers $GPU)" $host_driver
    is "and so is the second GPU" "$(probed_drivers $GPU2)" $host_driver
    turnout recover >/dev/null # creates the state directory
    ok "an initramfs is built" build_first_initramfs
    is "it contains no rules" "$(rules_in_image)" 0
    files >/root/files
    files_of_image >/root/files-of-image
    ok "persist succeeds" turnout persist $GPU --yes
    is "the GPU stays on the host's driver" "$(driver_of $GPU)" $host_driver
    is "the initramfs contains the rules" "$(rules_in_image)" 2
    reboot_machine
    ;;
2)
    is "only our driver was probed with the GPU" "$(probed_drivers $GPU)" turnout_vfio_pci
    is "and is bound" "$(driver_of $GPU)" turnout_vfio_pci
    is "the second GPU is on the host's driver" "$(probed_drivers $GPU2)" $host_driver
    is "it has no override" "$(cat $devices/$GPU2/driver_override)" "(null)"
    ok "the boot check finishes" wait_for 120 boot_is_checked
    ok "it reports nothing" boot_check_reports_nothing
    ok "persist succeeds for the second GPU" turnout persist $GPU2 --yes
    reboot_machine
    ;;
3)
    for address in $GPU $GPU2; do
        is "only our driver was probed with $address" "$(probed_drivers $address)" turnout_vfio_pci
        is "and is bound" "$(driver_of $address)" turnout_vfio_pci
    done
    ok "the boot check finishes" wait_for 120 boot_is_checked
    ok "it reports nothing" boot_check_reports_nothing
    unbind $GPU2
    put $devices/$GPU2/driver_override ""
    ok "the confined service runs the script" systemctl start turnout-override.service
    is "and the script sets the override" "$(cat $devices/$GPU2/driver_override)" turnout_vfio_pci
    ok "unpersist succeeds for the first GPU" turnout unpersist $GPU --yes
    is "the other assignment stays" "$(assigned_at_boot)" 1
    is "the initramfs still contains the rules" "$(rules_in_image)" 2
    ok "unpersist succeeds for the second GPU" turnout unpersist $GPU2 --yes
    files >/root/files-now
    files_of_image >/root/files-of-image-now
    ok "every file of the system is as before" diff /root/files /root/files-now
    ok "every file of the initramfs is as before" diff /root/files-of-image /root/files-of-image-now
    reboot_machine
    ;;
4)
    for address in $GPU $GPU2; do
        is "$address is on the host's driver again" "$(probed_drivers $address)" $host_driver
        is "it has no override" "$(cat $devices/$address/driver_override)" "(null)"
    done
    ;;
esac
