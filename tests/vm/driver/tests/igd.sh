# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Intel OpRegions, sound and broken: what a user of the device reads, byte by byte.

modprobe turnout_vfio_pci

ok "without an OpRegion it binds" as_igd 0 turnout_vfio_pci
is "and says so" "$(turnout $IGD opregion)" none

for variant in $(opregion); do
    unbind $IGD # or its mapping of the same memory would stand in the way
    ok "$variant: is laid out" opregion $variant $OPREGION /tmp/expected
    ok "$variant: binds" as_igd $OPREGION turnout_vfio_pci
    if [ -e /tmp/expected ]; then
        ok "$variant: can be read in any piece and not written" vfiouser $IGD region $OPREGION_TYPE 1 /tmp/read
        ok "$variant: reads as it must" cmp /tmp/expected /tmp/read
        is "$variant: size and version are told" "$(turnout $IGD opregion)" "${variant%%-*} $(stat -c %s /tmp/expected)"
    else
        is "$variant: no region is told" "$(turnout $IGD opregion)" none
        is "$variant: what a guest writes to ASLS stays its own" "$(vfiouser $IGD config 0xfc 0x12345000)" 0x12345000
        is "$variant: no region is there" "$(vfiouser $IGD region $OPREGION_TYPE 1 /tmp/read)" none
    fi
    rm -f /tmp/expected /tmp/read
done

unbind $IGD
opregion 2.1-vbt-behind $OPREGION /tmp/expected
as_igd $OPREGION turnout_vfio_pci
ok "ASLS reads as the register says" sh -c "vfiouser $IGD describe | grep -q '^config 0f0:.* 00 00 00 18$'"
ok "the host bridge's config space is a region" vfiouser $IGD region $OPREGION_TYPE 2 /tmp/host
ok "the LPC bridge's config space is a region" vfiouser $IGD region $OPREGION_TYPE 3 /tmp/lpc
ok "the host bridge's is the true one" sh -c "cmp -n 64 /tmp/host $devices/0000:00:00.0/config"
ok "the LPC bridge's is the true one" sh -c "cmp -n 64 /tmp/lpc $devices/0000:00:1f.0/config"
