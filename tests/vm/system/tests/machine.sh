# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The machine itself: what the other tests rely on, with a restart and a power cut.

recovered() { dmesg | grep "vda.*recovery complete"; }

case $BOOT in
1)
    is "the machine is up" "$(systemctl is-active multi-user.target)" active
    is "the boot VGA is where it must be" "$(cat $devices/0000:00:02.0/boot_vga)" 1
    for address in $GPU $GPU2; do
        is "$address is a VGA controller" "$(cat $devices/$address/class)" 0x030000
        is "$address is alone in its IOMMU group" "$(ls $devices/$address/iommu_group/devices)" $address
    done
    ok "the system bus answers" busctl --quiet list
    ok "udev has settled" udevadm settle
    marker=$RANDOM
    echo $marker >/var/kept
    boot_again marker
    ;;
2)
    is "the disk is kept over a restart" "$(cat /var/kept)" "$marker"
    ok "which was an orderly one" not recovered
    echo synced >/var/synced
    sync
    boot_after_power_cut
    ;;
3)
    is "what was synced is kept over a power cut" "$(cat /var/synced)" synced
    ok "the file system had to recover" recovered
    ;;
esac
