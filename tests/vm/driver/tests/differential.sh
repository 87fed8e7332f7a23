# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every answer of the same devices, bound to vfio-pci and then to ours; the only differences are those in docs/driver.md.

# describe ADDRESS DRIVER FILE, and how the device sleeps when the user has gone
describe() {
    unbind $1
    released # nobody can own the last driver's vfio_device for a hot reset
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
    ok "$address: all answers are the same" diff /tmp/vfio-pci /tmp/ours
    ok "$address: $(wc -l </tmp/ours) answers were compared" test $(wc -l </tmp/ours) -gt 200
    [ $address != $GPU ] || ok "$address: MSIX_MAPPABLE is among them" grep -q '^region 4 020: 03 00' /tmp/ours
done
describe $GPU vfio-pci /tmp/after
ok "vfio-pci answers as before ours was loaded" diff /tmp/before /tmp/after

# igd VARIANT DRIVER: description and OpRegion of the fake IGD, to /tmp/DRIVER.described and /tmp/DRIVER.opregion
igd() {
    rm -f /tmp/$2.opregion
    unbind $IGD
    opregion $1 $OPREGION /tmp/expected
    as_igd $OPREGION $2
    vfiouser $IGD describe >/tmp/$2.described 2>/tmp/$2.error
    vfiouser $IGD region $OPREGION_TYPE 1 /tmp/$2.opregion >/dev/null 2>&1
}

# only_asls_differs: and ours is what the register says
only_asls_differs() {
    diff /tmp/vfio-pci.described /tmp/turnout_vfio_pci.described | grep '^[<>]' | grep -v 'config 0f0:' && return 1
    grep '^config 0f0:.* 00 00 00 18$' /tmp/turnout_vfio_pci.described
}

for driver in vfio-pci turnout_vfio_pci; do igd 1.0 $driver; done # a rescan after the first use moves BARs about
for variant in 1.0 2.0 2.0-vbt 2.1-vbt-behind 2.1-vbt-apart; do
    igd $variant vfio-pci
    igd $variant turnout_vfio_pci
    ok "IGD, $variant: the OpRegion is the same" cmp /tmp/vfio-pci.opregion /tmp/turnout_vfio_pci.opregion
    case $variant in
        1.0 | 2.0) ok "IGD, $variant: all answers are the same" diff /tmp/vfio-pci.described /tmp/turnout_vfio_pci.described ;;
        *) ok "IGD, $variant: all answers are the same but ASLS" only_asls_differs ;;
    esac
done

# Not with a size beyond 8 KB, which makes vfio-pci read from NULL, nor with a VBT in the kernel's memory, which it maps.
for variant in no-signature size-zero; do
    igd $variant vfio-pci
    igd $variant turnout_vfio_pci
    ok "IGD, $variant: vfio-pci refuses the open" grep VFIO_GROUP_GET_DEVICE_FD /tmp/vfio-pci.error
    ok "IGD, $variant: ours does not" test $(wc -l </tmp/turnout_vfio_pci.described) -gt 300
done
