# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# With dracut, a boot assignment takes effect before host drivers load, and unpersist leaves no trace.
# needs: turnout module
# timeout: 2400
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

# dracut-core contains the whole builder. Compressing and stripping are skipped, because they take longest in emulation. The
# host's driver is included, as for a splash screen.
build_with_dracut() {
    dpkg --remove --force-depends initramfs-tools
    echo secret >/root/key
    cat >/etc/dracut.conf.d/own.conf <<'CONF'
hostonly="yes"
compress="cat"
do_strip="no"
add_drivers+=" bochs "
install_items+=" /root/key "
CONF
    dracut --force --regenerate-all
}

# A host-only image contains the drivers in use when it is built, which now include VFIO's.
without_drivers() { # FILE
    grep -v " *\./usr/lib/modules/" "$1"
}

case $BOOT in
1)
    is "the GPU is on the host's driver" "$(probed_drivers $GPU)" $host_driver
    turnout recover >/dev/null # creates the state directory
    ok "dracut builds the initramfs" build_with_dracut
    is "it contains no rules" "$(rules_in_image)" 0
    files >/root/files
    files_of_image >/root/files-of-image
    ok "persist succeeds" turnout persist $GPU --yes
    is "the initramfs contains the rules" "$(rules_in_image)" 2
    reboot_machine
    ;;
2)
    ok "the machine booted with dracut's initramfs" sh -c "journalctl -b -o cat -t dracut-pre-udev -t dracut-cmdline -t systemd | grep -i dracut"
    is "only our driver was probed with the GPU" "$(probed_drivers $GPU)" turnout_vfio_pci
    is "and is bound" "$(driver_of $GPU)" turnout_vfio_pci
    is "the second GPU is on the host's driver" "$(probed_drivers $GPU2)" $host_driver
    ok "the boot check finishes" wait_for 120 boot_is_checked
    is "it reports nothing" "$(log_of turnout-boot-check)" ""
    ok "unpersist succeeds" turnout unpersist $GPU --yes
    files >/root/files-now
    files_of_image >/root/files-of-image-now
    ok "every file of the system is as before" diff /root/files /root/files-now
    ok "every file of the initramfs is as before" diff <(without_drivers /root/files-of-image) <(without_drivers /root/files-of-image-now)
    reboot_machine
    ;;
3)
    is "the GPU is on the host's driver again" "$(probed_drivers $GPU)" $host_driver
    is "it has no override" "$(cat $devices/$GPU/driver_override)" "(null)"
    ;;
esac
