# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each single allocation of bind, open and unbind fails once: refused or done, never half (debug kernel only).

# mistakes_in LOG: each once, without address and CPU
mistakes_in() {
    grep -E "$mistakes" $1 | sed 's/^\[[^]]*\] //; s/+0x.*//; s/ CPU.*//' | sort -u
}

# faults_of ADDRESS bind|open|unbind: on vfio-pci first, since failed allocations find mistakes in the kernel's own VFIO
# (vfio_group_release() warns when a group could not be made), which are not ours
faults_of() {
    for driver in vfio-pci turnout_vfio_pci; do
        bind $1 $driver
        [ $2 = open ] || unbind $1
        dmesg -c >/dev/null
        faults $1 $2 >/tmp/$driver.faults
        echo "exit $?" >>/tmp/$driver.faults
        sed "s/^/# $driver, /" /tmp/$driver.faults
        dmesg -c >/tmp/$driver.log
        mistakes_in /tmp/$driver.log >/tmp/$driver.mistakes
        sed "s/^/# $driver, /" /tmp/$driver.mistakes
        # shellcheck disable=SC2034 # finish() asks
        [ ! -s /tmp/vfio-pci.mistakes ] || kernel_errs=yes
        unbind $1
    done
    ok "$1: $2 survives each failed allocation" grep -q '^exit 0' /tmp/turnout_vfio_pci.faults
    ok "$1: the kernel finds no mistake that it does not find with vfio-pci" \
        sh -c "! grep -vxFf /tmp/vfio-pci.mistakes /tmp/turnout_vfio_pci.mistakes"
}

if [ -e /sys/kernel/debug/failslab ]; then
    echo N >/sys/kernel/debug/failslab/ignore-gfp-wait
    echo 0 >/sys/kernel/debug/failslab/verbose
    modprobe turnout_vfio_pci
    unbind $IGD
    opregion 2.1-vbt-apart $OPREGION /tmp/expected
    as_igd $OPREGION turnout_vfio_pci
    for address in $GPU $IGD; do
        for what in bind open unbind; do faults_of $address $what; done
        # device_del() must allocate the name of a node to have it removed; where that failed, the old one is still there
        rm -f /dev/vfio/$(basename "$(readlink $devices/$address/iommu_group)")
        ok "$address: afterwards it binds" bind $address turnout_vfio_pci
        ok "$address: and opens" vfiouser $address describe
    done
else
    echo "# skipped: this kernel has no fault injection"
fi
