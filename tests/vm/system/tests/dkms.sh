# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# DKMS builds and installs the driver, and removing it leaves nothing behind.
# timeout: 900

name=$(sed -n 's/^PACKAGE_NAME="\(.*\)"/\1/p' /tree/kmod/dkms.conf)
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' /tree/kmod/dkms.conf)
field() { modinfo -F "$1" turnout_vfio_pci; }
left() { # what a module may leave: files, and its lines in the lists that depmod makes
    find /usr/lib/modules /var/lib/dkms /usr/src -iname '*turnout*'
    grep -l turnout /usr/lib/modules/*/modules.{dep,alias,softdep,symbols}
}

is "nothing is there before" "$(left)" ""
cp -r /tree/kmod "/usr/src/$name-$version"
ok "dkms add" dkms add "$name/$version"
ok "dkms build" dkms build "$name/$version"
ok "dkms install" dkms install "$name/$version"
is "dkms says so" "$(dkms status "$name/$version" | sed 's/.*: //')" installed

for part in author description license vermagic alias parm softdep signer; do
    ok "modinfo tells its $part" test -n "$(field $part)"
done
is "it is GPL" "$(field license)" GPL
is "its alias is for display controllers and vfio only" "$(field alias | grep bc03)" "vfio_pci:v*d*sv*sd*bc03sc*i*"
ok "the file is where dkms.conf says" sh -c "modinfo -n turnout_vfio_pci | grep /updates/dkms/"
ok "modprobe" modprobe turnout_vfio_pci
ok "a GPU can be handed over" bind $GPU turnout_vfio_pci
is "and has its attributes" "$(attribute $GPU vga_access)" on
unbind $GPU
ok "modprobe -r" modprobe -r turnout_vfio_pci

ok "dkms remove" dkms remove "$name/$version" --all
is "dkms knows nothing of it" "$(dkms status "$name/$version")" ""
rm -r "/usr/src/${name:?}-$version"
is "nothing is left" "$(left)" ""
ok "the module cannot be found any more" fails_with "not found" modprobe turnout_vfio_pci
