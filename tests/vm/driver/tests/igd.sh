# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Valid and invalid Intel OpRegions: every byte that a user of the device reads.

modprobe turnout_vfio_pci

ok "the driver binds without an OpRegion" as_igd 0 turnout_vfio_pci
is "opregion is none without one" "$(turnout $IGD opregion)" none

for variant in $(opregion); do
    unbind $IGD # its mapping of the same memory would conflict
    ok "$variant: the OpRegion is in memory" opregion $variant $OPREGION /tmp/expected
    ok "$variant: the driver binds" as_igd $OPREGION turnout_vfio_pci
    if [ -e /tmp/expected ]; then
        ok "$variant: the region reads at any offset and rejects writes" vfiouser $IGD region $OPREGION_TYPE 1 /tmp/read
        ok "$variant: the region has the expected bytes" cmp /tmp/expected /tmp/read
        is "$variant: opregion shows version and size" "$(turnout $IGD opregion)" "${variant%%-*} $(stat -c %s /tmp/expected)"
    else
        is "$variant: opregion is none" "$(turnout $IGD opregion)" none
        is "$variant: the user reads back its own write to ASLS" "$(vfiouser $IGD config 0xfc 0x12345000)" 0x12345000
        is "$variant: there is no region" "$(vfiouser $IGD region $OPREGION_TYPE 1 /tmp/read)" none
    fi
    rm -f /tmp/expected /tmp/read
done

unbind $IGD
opregion 2.1-vbt-behind $OPREGION /tmp/expected
as_igd $OPREGION turnout_vfio_pci
ok "ASLS reads the register's true value" sh -c "vfiouser $IGD describe | grep -q '^config 0f0:.* 00 00 00 18$'"
ok "the host bridge has a region" vfiouser $IGD region $OPREGION_TYPE 2 /tmp/host
ok "the LPC bridge has a region" vfiouser $IGD region $OPREGION_TYPE 3 /tmp/lpc
ok "the host bridge's region has its config space" sh -c "cmp -n 64 /tmp/host $devices/0000:00:00.0/config"
ok "the LPC bridge's region has its config space" sh -c "cmp -n 64 /tmp/lpc $devices/0000:00:1f.0/config"
