# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# libvirt selects our driver by itself, reattaches the GPU, and boots a guest with it.
# needs: module libvirt
# timeout: 1800

node=pci_0000_01_00_0
export LIBVIRT_DEFAULT_URI=qemu:///system

ok "libvirt answers" virsh version
is "the GPU is on the host's driver" "$(driver_of $GPU)" virtio-pci
ok "nodedev-detach" virsh nodedev-detach $node
is "the GPU is on our driver" "$(driver_of $GPU)" turnout_vfio_pci
ok "nodedev-reattach" virsh nodedev-reattach $node
ok "the GPU is on the host's driver again" wait_for 10 sh -c "[ -e /sys/bus/pci/drivers/virtio-pci/$GPU ]"

/tree/tests/vm/system/small-guest /root/guest.cpio.gz <<'INIT'
for device in /sys/bus/pci/devices/*; do
    echo "guest: ${device##*/} $(cat $device/vendor) $(cat $device/device) $(cat $device/class)"
done
INIT
log=/var/lib/libvirt/qemu/guest.log
cat >/root/guest.xml <<XML
<domain type='qemu'>
  <name>guest</name>
  <memory unit='MiB'>384</memory>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>/boot/vmlinuz-$(uname -r)</kernel>
    <initrd>/root/guest.cpio.gz</initrd>
    <cmdline>console=ttyS0 quiet no_timer_check panic=-1</cmdline>
  </os>
  <on_reboot>destroy</on_reboot>
  <devices>
    <hostdev mode='subsystem' type='pci' managed='yes'>
      <source><address domain='0x0000' bus='0x01' slot='0x00' function='0x0'/></source>
    </hostdev>
    <serial type='file'><source path='$log'/></serial>
    <video><model type='none'/></video>
    <memballoon model='none'/>
  </devices>
</domain>
XML
chmod 755 /root # QEMU runs as another user
ok "a guest with the GPU starts" virsh create /root/guest.xml
is "managed mode selects our driver" "$(driver_of $GPU)" turnout_vfio_pci
is "the guest has it open" "$(attribute $GPU in_use)" 1
ok "the guest finishes" virsh event --domain guest --event lifecycle --timeout 1700
ok "the guest saw the GPU" grep "^guest: .* 0x1af4 0x1050 0x030000" $log
sed 's/^/# /' $log
ok "afterwards the GPU is on the host's driver" wait_for 10 sh -c "[ -e /sys/bus/pci/drivers/virtio-pci/$GPU ]"
