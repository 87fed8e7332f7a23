# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# With dracut: a choice for every start holds before a host driver is there, and leaves no trace when it is taken back.
# needs: turnout module
# timeout: 2400
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

# All of dracut that builds is in the package dracut-core. What compresses and strips takes longest in an emulated machine; the
# host's driver is there as with a splash screen.
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

# A host-only image has the drivers that are in use when it is built, so now VFIO's, too.
but_for_drivers() { # FILE
    grep -v " *\./usr/lib/modules/" "$1"
}

case $BOOT in
1)
    is "the host's driver has the GPU" "$(takers_of $GPU)" $host_driver
    turnout recover >/dev/null # the helper has its directory
    ok "dracut builds the initramfs" build_with_dracut
    ok "which knows of no choice" not image_has_rules
    files >/root/files
    files_of_image >/root/files-of-image
    ok "a GPU is chosen for every start" turnout persist $GPU --yes
    ok "the initramfs knows of it" image_has_rules
    boot_again
    ;;
2)
    ok "dracut's initramfs has started the machine" sh -c "journalctl -b -o cat -t dracut-pre-udev -t dracut-cmdline -t systemd | grep -i dracut"
    is "no driver but ours was ever given the GPU" "$(takers_of $GPU)" turnout_vfio_pci
    is "which has it" "$(driver_of $GPU)" turnout_vfio_pci
    is "its twin is with the host's" "$(takers_of $GPU2)" $host_driver
    ok "what is chosen was compared with what is" wait_for 120 start_is_checked
    is "and is the same" "$(said_by turnout-boot-check)" ""
    ok "it is taken back" turnout unpersist $GPU --yes
    files >/root/files-now
    files_of_image >/root/files-of-image-now
    ok "every file of the system is as before" diff /root/files /root/files-now
    ok "and every file of the initramfs" diff <(but_for_drivers /root/files-of-image) <(but_for_drivers /root/files-of-image-now)
    boot_again
    ;;
3)
    is "the host's driver has the GPU again" "$(takers_of $GPU)" $host_driver
    is "without an override" "$(cat $devices/$GPU/driver_override)" "(null)"
    ;;
esac
