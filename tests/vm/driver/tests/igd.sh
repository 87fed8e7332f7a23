# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Intel OpRegions, sound and broken: what a user of the device reads, byte by byte.

IGD=0000:00:02.0
BASE=0x18000000 # kept out of the kernel's hands by memmap= on the command line
TYPE=0x80008086 # PCI vendor type, Intel
modprobe turnout_vfio_pci

# as_igd ASLS: the boot VGA becomes an IGD with that register
as_igd() {
    unbind $IGD
    rmmod fake_igd 2>/dev/null
    modprobe fake_igd asls=$1
    echo 1 >$devices/$IGD/remove
    echo 1 >/sys/bus/pci/rescan
    bind $IGD turnout_vfio_pci
}

ok "without an OpRegion it binds" as_igd 0
is "and says so" "$(turnout $IGD opregion)" none

for variant in $(opregion); do
    unbind $IGD # or its mapping of the same memory would stand in the way
    ok "$variant: is laid out" opregion $variant $BASE /tmp/expected
    ok "$variant: binds" as_igd $BASE
    if [ -e /tmp/expected ]; then
        ok "$variant: can be read in any piece and not written" vfiouser $IGD region $TYPE 1 /tmp/read
        ok "$variant: reads as it must" cmp /tmp/expected /tmp/read
        is "$variant: size and version are told" "$(turnout $IGD opregion)" "${variant%%-*} $(stat -c %s /tmp/expected)"
    else
        is "$variant: no region is told" "$(turnout $IGD opregion)" none
        is "$variant: no region is there" "$(vfiouser $IGD region $TYPE 1 /tmp/read)" none
    fi
    rm -f /tmp/expected /tmp/read
done

unbind $IGD
opregion 2.1-vbt-behind $BASE /tmp/expected
as_igd $BASE
ok "ASLS reads as the register says" sh -c "vfiouser $IGD describe | grep '^config:' | grep -q ' 00 00 00 18\( \|\$\)'"
ok "the host bridge's config space is a region" vfiouser $IGD region $TYPE 2 /tmp/host
ok "the LPC bridge's config space is a region" vfiouser $IGD region $TYPE 3 /tmp/lpc
ok "the host bridge's is the true one" sh -c "cmp -n 64 /tmp/host $devices/0000:00:00.0/config"
ok "the LPC bridge's is the true one" sh -c "cmp -n 64 /tmp/lpc $devices/0000:00:1f.0/config"
