# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel's own VFIO selftests have the same results on vfio-pci and on turnout_vfio_pci.
# Runs those of Linux 7.3 on a GPU and on a network card that they can drive; on older kernels some fail on both drivers.

modprobe turnout_vfio_pci ids=$NIC_ID
echo 16 >/proc/sys/vm/nr_hugepages
no_iommufd='iommufd|vfio_cdev'
[ -e /dev/iommu ] && no_iommufd='^$'

# results DRIVER: one TAP line for each test
results() {
    for address in $GPU $NIC; do
        bind $address $1 || echo "$address not bound"
        for program in /extra/*_test; do
            echo "# $1 $address $(basename $program)" >/dev/console
            $program $address >/tmp/result 2>&1
            sed 's/^/# /' /tmp/result >/dev/console
            grep -E '^(ok|not ok) ' /tmp/result | grep -vE "$no_iommufd" | sed "s/\(ok\) [0-9]*/\1 $address/"
        done
        unbind $address
    done
}

results vfio-pci >/tmp/vfio-pci
results turnout_vfio_pci >/tmp/ours
ok "results are the same as with vfio-pci" diff /tmp/vfio-pci /tmp/ours
passed=$(grep -v SKIP /tmp/ours | grep -c '^ok')
echo "# passed $passed, skipped $(grep -c SKIP /tmp/ours), failed on both $(grep -c '^not ok' /tmp/ours)"
grep -E '^not ok|SKIP' /tmp/ours | sed 's/^/# /'
ok "most tests pass" test $passed -gt $(($(wc -l </tmp/ours) / 2))
for part in device_test.reset irq_test.msix dma_mapping_mmio_test driver_test.vfio_type1v2_iommu.memcpy_success; do
    ok "$part is one of them" grep -q "^ok .*$part" /tmp/ours
done
