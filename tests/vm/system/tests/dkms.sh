# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# DKMS builds and installs the driver; removing it leaves no trace.
# timeout: 900

name=$(sed -n 's/^PACKAGE_NAME="\(.*\)"/\1/p' /tree/kmod/dkms.conf)
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' /tree/kmod/dkms.conf)
field() { modinfo -F "$1" turnout_vfio_pci; }
leftovers() { # files of the module, and depmod's lists that name it
    find /usr/lib/modules /var/lib/dkms /usr/src -iname '*turnout*'
    grep -l turnout /usr/lib/modules/*/modules.{dep,alias,softdep,symbols}
}

is "nothing is installed before" "$(leftovers)" ""
cp -r /tree/kmod "/usr/src/$name-$version"
ok "dkms add" dkms add "$name/$version"
ok "dkms build" dkms build "$name/$version"
ok "dkms install" dkms install "$name/$version"
is "dkms reports it as installed" "$(dkms status "$name/$version" | sed 's/.*: //')" installed

for part in author description license vermagic alias parm softdep signer; do
    ok "modinfo shows its $part" test -n "$(field $part)"
done
is "its license is GPL" "$(field license)" GPL
is "its only alias is for VFIO display controllers" "$(field alias | grep bc03)" "vfio_pci:v*d*sv*sd*bc03sc*i*"
ok "it is installed where dkms.conf says" sh -c "modinfo -n turnout_vfio_pci | grep /updates/dkms/"
ok "modprobe" modprobe turnout_vfio_pci
ok "it binds a GPU" bind $GPU turnout_vfio_pci
is "the GPU has its attributes" "$(attribute $GPU vga_access)" on
unbind $GPU
ok "modprobe -r" modprobe -r turnout_vfio_pci

ok "dkms remove" dkms remove "$name/$version" --all
is "dkms does not know it any more" "$(dkms status "$name/$version")" ""
rm -r "/usr/src/${name:?}-$version"
is "no trace remains" "$(leftovers)" ""
ok "modprobe does not find it" fails_with "not found" modprobe turnout_vfio_pci
