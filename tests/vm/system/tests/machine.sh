# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The machine that the other tests rely on, with a reboot and a power cut.

recovered() { dmesg | grep "vda.*recovery complete"; }

case $BOOT in
1)
    is "the machine is up" "$(systemctl is-active multi-user.target)" active
    is "the boot VGA is on the root bus" "$(cat $devices/0000:00:02.0/boot_vga)" 1
    for address in $GPU $GPU2; do
        is "$address is a VGA controller" "$(cat $devices/$address/class)" 0x030000
        is "$address is alone in its IOMMU group" "$(ls $devices/$address/iommu_group/devices)" $address
    done
    ok "the system bus answers" busctl --quiet list
    ok "udev settles" udevadm settle
    marker=$RANDOM
    echo $marker >/var/kept
    reboot_machine marker
    ;;
2)
    is "the disk survives a reboot" "$(cat /var/kept)" "$marker"
    ok "the file system was unmounted cleanly" not recovered
    echo synced >/var/synced
    sync
    cut_power
    ;;
3)
    is "synced data survives a power cut" "$(cat /var/synced)" synced
    ok "the file system recovered its journal" recovered
    ;;
esac
