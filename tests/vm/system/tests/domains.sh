# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A new domain starts and its guest sees the GPU; an existing one is edited, starts and is undone; lint predicts failures.
# needs: turnout module libvirt
# timeout: 2400

export LIBVIRT_DEFAULT_URI=qemu:///system HOME=/root
gpu=${GPU#0000:}
log=/var/lib/libvirt/qemu/guest.log

/tree/tests/vm/system/small-guest /root/guest.cpio.gz <<'INIT'
for device in /sys/bus/pci/devices/*; do
    echo "guest: ${device##*/} $(cat $device/vendor) $(cat $device/device) $(cat $device/class)"
    echo "path: $(readlink -f $device)"
    echo "bar: ${device##*/} $(grep -v '^0x0* 0x0* ' $device/resource | head -n 1)"
done
INIT
chmod 755 /root # QEMU runs as another user

# The system that a user would install: a kernel of the host with a small initramfs, and a log.
with_system() { # FILE
    sed -e "s|</type>|&<kernel>/boot/vmlinuz-$(uname -r)</kernel><initrd>/root/guest.cpio.gz</initrd><cmdline>console=ttyS0 quiet no_timer_check panic=-1</cmdline>|" \
        -e "s|</devices>|<serial type='file'><source path='$log'/></serial></devices>|" \
        -e "s|<devices>|<on_reboot>destroy</on_reboot>&|" "$1"
}

runs_with_gpu() { # NAME
    rm -f $log
    virsh start "$1" || return
    virsh event --domain "$1" --event lifecycle --timeout 1100 || return
    grep '^guest: .* 0x1af4 0x1050 0x030000' $log
}

# --- new ----------------------------------------------------------------------------------

new=(--guest linux --memory 512M --disk none --firmware bios --graphics none --network none --vcpus 1 --no-pin)
ok "a new domain is printed" sh -c "turnout xml $gpu --new fresh ${new[*]} >/root/fresh.xml"
with_system /root/fresh.xml >/root/fresh-system.xml
ok "libvirt's schema accepts it" virt-xml-validate /root/fresh.xml domain
ok "libvirt defines it" virsh define --validate /root/fresh-system.xml
ok "it starts, and the guest sees class and IDs of the GPU" runs_with_gpu fresh
is "the GPU is at the address that the domain says" "$(sed -n 's/^guest: \(.*\) 0x1af4 0x1050 .*/\1/p' $log)" 0000:01:00.0
ok "it is behind a root port" grep -E '^path: /sys/devices/pci0000:00/0000:00:[0-9a-f.:]+/0000:01:00.0$' $log
ok "its BARs have addresses" grep -E '^bar: 0000:01:00.0 0x0*[1-9a-f]' $log
sed 's/^/# /' $log
ok "afterwards the GPU is on the host's driver" wait_for 10 sh -c "[ -e /sys/bus/pci/drivers/virtio-pci/$GPU ]"
ok "a new domain is defined" turnout xml "$gpu" --new defined "${new[@]}" --define --yes
ok "libvirt has it" virsh dumpxml defined
ok "a name in use is refused" fails_with "already" turnout xml "$gpu" --new defined "${new[@]}" --define --yes
ok "lint finds nothing in it" turnout lint defined

# --- existing -----------------------------------------------------------------------------

virt-install --name existing --osinfo generic --memory 512 --vcpus 1 --disk none --import --network none --graphics none \
    --print-xml >/root/existing.xml
with_system /root/existing.xml >/root/existing-system.xml
ok "a domain of virt-install is defined" virsh define /root/existing-system.xml
before=$(virsh dumpxml --inactive --security-info existing)
ok "the GPU is added" turnout xml "$gpu" --domain existing --define --yes
ok "libvirt has it" sh -c "virsh dumpxml --inactive existing | grep \"bus='0x01' slot='0x00' function='0x0'\""
is "the domain as it was is kept for root only" "$(find /root/.local/state/turnout/domains -type f -printf %m)" 600
ok "it starts, and the guest sees the GPU" runs_with_gpu existing
ok "the change is undone" turnout xml "$gpu" --domain existing --undo --yes
is "to the byte" "$(virsh dumpxml --inactive --security-info existing)" "$before"
ok "there is no second undo" fails_with "no change" turnout xml "$gpu" --domain existing --undo --yes
ok "managed='yes' picks our driver" sh -c "turnout xml $gpu --domain existing --define --yes && virsh start existing"
is "while it runs" "$(driver_of $GPU)" turnout_vfio_pci
ok "it is stopped" virsh destroy existing

# --- lint ---------------------------------------------------------------------------------

predicts() { # ID FILE NAME: lint reports it, and the start fails
    ok "$3 does not start" fails_with . virsh start "$3"
    ok "lint reports $1" fails_with "$1" turnout lint "$2" --json
}

variant() { # NAME SED_SCRIPT: a domain of its own from fresh-system.xml
    sed -e "s|<name>fresh</name>|<name>$1</name>|" -e "$2" /root/fresh-system.xml >"/root/$1.xml"
    virsh define "/root/$1.xml"
}

ok "the GPU is on the host's driver" wait_for 10 sh -c "[ -e /sys/bus/pci/drivers/virtio-pci/$GPU ]"
ok "a domain with managed='no' is defined" variant unmanaged 's|managed="yes"|managed="no"|'
predicts unmanaged-on-host-driver /root/unmanaged.xml unmanaged
ok "a domain with a missing ROM is defined" variant romless 's|\(<address type="pci" domain="0x0000" bus="0x01"\)|<rom file="/nowhere.rom"/>\1|'
predicts rom-missing /root/romless.xml romless
ok "a domain with hugepages is defined" variant huge 's|<vcpu>|<memoryBacking><hugepages><page size="2048" unit="KiB"/></hugepages></memoryBacking>&|'
predicts hugepages-missing /root/huge.xml huge
ok "lint of all domains names each" fails_with '"domain": *"unmanaged"' turnout lint --all --json
