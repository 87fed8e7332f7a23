# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Compares every result of the VFIO interface with vfio-pci; only the differences in docs/driver.md are allowed.

# describe ADDRESS DRIVER FILE: also records the runtime status after close
describe() {
    unbind $1
    wait_for_release # a hot reset fails while the previous driver's vfio_device exists
    bind $1 $2
    vfiouser $1 describe >$3
    wait_for 5 grep -q suspended $devices/$1/power/runtime_status
    echo "idle: $(cat $devices/$1/power/runtime_status)" >>$3
}

describe $GPU vfio-pci /tmp/before
modprobe turnout_vfio_pci ids=$NIC_ID
bind $DISPLAY turnout_vfio_pci # shares its group with the audio function
for address in $GPU $NIC $AUDIO; do
    describe $address vfio-pci /tmp/vfio-pci
    describe $address turnout_vfio_pci /tmp/ours
    ok "$address: all results are equal" diff /tmp/vfio-pci /tmp/ours
    ok "$address: $(wc -l </tmp/ours) results were compared" test $(wc -l </tmp/ours) -gt 200
    [ $address != $GPU ] || ok "$address: MSIX_MAPPABLE is one of them" grep -q '^region 4 020: 03 00' /tmp/ours
done
describe $GPU vfio-pci /tmp/after
ok "the results of vfio-pci are the same as before loading turnout_vfio_pci" diff /tmp/before /tmp/after

# igd VARIANT DRIVER: writes results and OpRegion of the fake IGD to /tmp/DRIVER.described and /tmp/DRIVER.opregion
igd() {
    rm -f /tmp/$2.opregion
    unbind $IGD
    opregion $1 $OPREGION /tmp/expected
    as_igd $OPREGION $2
    vfiouser $IGD describe >/tmp/$2.described 2>/tmp/$2.error
    vfiouser $IGD region $OPREGION_TYPE 1 /tmp/$2.opregion >/dev/null 2>&1
}

# only_asls_differs: and turnout_vfio_pci shows the register's true value
only_asls_differs() {
    diff /tmp/vfio-pci.described /tmp/turnout_vfio_pci.described | grep '^[<>]' | grep -v 'config 0f0:' && return 1
    grep '^config 0f0:.* 00 00 00 18$' /tmp/turnout_vfio_pci.described
}

for driver in vfio-pci turnout_vfio_pci; do igd 1.0 $driver; done # the first rescan after use moves BARs
for variant in 1.0 2.0 2.0-vbt 2.1-vbt-behind 2.1-vbt-apart; do
    igd $variant vfio-pci
    igd $variant turnout_vfio_pci
    ok "IGD, $variant: the OpRegions are equal" cmp /tmp/vfio-pci.opregion /tmp/turnout_vfio_pci.opregion
    case $variant in
        1.0 | 2.0) ok "IGD, $variant: all results are equal" diff /tmp/vfio-pci.described /tmp/turnout_vfio_pci.described ;;
        *) ok "IGD, $variant: all results but ASLS are equal" only_asls_differs ;;
    esac
done

# Not tested: a size above 8 KB, where vfio-pci reads from NULL, and a VBT in system memory, which vfio-pci maps.
for variant in no-signature size-zero; do
    igd $variant vfio-pci
    igd $variant turnout_vfio_pci
    ok "IGD, $variant: open fails with vfio-pci" grep VFIO_GROUP_GET_DEVICE_FD /tmp/vfio-pci.error
    ok "IGD, $variant: open succeeds with turnout_vfio_pci" test $(wc -l </tmp/turnout_vfio_pci.described) -gt 300
done
