# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Xorg on the boot VGA wraps its drawing for the VGA arbiter until the other GPUs opt out.
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

start_and_stop() { # LOG: stops the server once it is ready
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
is "a card on the root bus cannot opt out, because no bridge blocks legacy cycles" "$(arbiter-count)" 4
echo 1 >$devices/$ON_ROOT_BUS/remove
is "three GPUs decode" "$(arbiter-count)" 3

ok "Xorg starts" start_and_stop /root/before.log
ok "it wraps its drawing" grep "Found 3 VGA devices: arbiter wrapping enabled" /root/before.log
put $devices/$GPU/turnout/vga_access off
is "after one opts out, two decode" "$(arbiter-count)" 2
put $devices/$GPU2/turnout/vga_access off
is "after the second opts out, one decodes" "$(arbiter-count)" 1
ok "Xorg starts again" start_and_stop /root/after.log
ok "it uses the same screen" sh -c "grep 'modeset(0)' /root/after.log"
ok "it does not wrap its drawing" not grep "arbiter wrapping enabled" /root/after.log
put $devices/$GPU/turnout/vga_access on
is "a GPU can opt in again" "$(arbiter-count)" 2
cp /root/{before,after}.log /share/
