# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A real Xorg on the boot VGA wraps its drawing for the VGA arbiter, and no longer once the other GPUs opted out.
# needs: module tools

ON_ROOT_BUS=0000:00:03.0
cat >/root/xorg.conf <<'CONF'
Section "ServerFlags"
    Option "AutoAddGPU" "false"
    Option "AutoAddDevices" "false"
EndSection
Section "Device"
    Identifier "boot VGA"
    Driver "modesetting"
    BusID "PCI:0:2:0"
EndSection
CONF

start_and_stop() { # LOG: until the server is ready
    rm -f /root/display
    Xorg :9 -config /root/xorg.conf -logfile "$1" -nolisten tcp -novtswitch -displayfd 3 vt7 3>/root/display >/root/xorg.out 2>&1 &
    wait_for 60 test -s /root/display
    kill $!
    wait $!
    test -s /root/display
}

modprobe turnout_vfio_pci
for address in $ON_ROOT_BUS $GPU $GPU2; do
    ok "$address is bound" bind $address turnout_vfio_pci
done
put $devices/$ON_ROOT_BUS/turnout/vga_access off
is "a card on the root bus cannot opt out: no bridge keeps legacy cycles from it" "$(arbiter-count)" 4
echo 1 >$devices/$ON_ROOT_BUS/remove
is "three GPUs decode" "$(arbiter-count)" 3

ok "Xorg starts" start_and_stop /root/before.log
ok "and wraps its drawing" grep "Found 3 VGA devices: arbiter wrapping enabled" /root/before.log
put $devices/$GPU/turnout/vga_access off
is "one that opts out leaves two" "$(arbiter-count)" 2
put $devices/$GPU2/turnout/vga_access off
is "the second leaves one" "$(arbiter-count)" 1
ok "Xorg starts again" start_and_stop /root/after.log
ok "on the same screen" sh -c "grep 'modeset(0)' /root/after.log"
ok "and wraps nothing" not grep "arbiter wrapping enabled" /root/after.log
put $devices/$GPU/turnout/vga_access on
is "and it comes back" "$(arbiter-count)" 2
cp /root/{before,after}.log /share/
