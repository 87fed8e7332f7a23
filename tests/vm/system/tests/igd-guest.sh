# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A guest on an unmodified QEMU with x-igd-opregion reads the OpRegion that our driver provides.
# needs: module tools
# timeout: 1800
# cmdline: iomem=relaxed memmap=1M$0x18000000

modprobe() { # as_igd loads fake_igd, which is not installed
    if [[ $1 == fake_igd ]]; then insmod /root/fake_igd.ko "${@:2}"; else command modprobe "$@"; fi
}

modprobe turnout_vfio_pci
ok "an OpRegion with a VBT behind it is written to memory" opregion 2.1-vbt-behind $OPREGION /root/expected
ok "the boot VGA is an Intel GPU on our driver" as_igd $OPREGION turnout_vfio_pci
is "the driver found the OpRegion" "$(attribute $IGD opregion)" "2.1 $(stat -c %s /root/expected)"

# The guest's firmware copies the OpRegion to guest memory and writes its address to ASLS. That memory is not mapped by the
# kernel, so it is read through /dev/mem.
/tree/tests/vm/system/small-guest /root/guest.cpio.gz <<'INIT'
for device in /sys/bus/pci/devices/*; do
    [ "$(cat $device/vendor) $(cat $device/device)" = "0x8086 0x46a6" ] || continue
    asls=0x$(dd if=$device/config bs=1 skip=252 count=4 2>/dev/null | hexdump -e '1/4 "%08x"')
    echo "guest: ASLS $asls"
    echo "guest: signature$(for at in 0 4 8 12; do echo " $(devmem $((asls + at)) 32)"; done | tr -d '\n')"
    echo "guest: over $(devmem $((asls + 0x14)) 32)"
    echo "guest: VBT $(devmem $((asls + 8192)) 32)"
done
INIT
log=/root/guest.log
ok "the guest finishes" timeout 1700 qemu-system-x86_64 -M q35 -accel tcg -cpu max -m 384 -nodefaults -display none \
    -no-reboot -serial file:$log -vga none \
    -device "vfio-pci,host=$IGD,addr=02.0,x-igd-opregion=on" \
    -kernel "/boot/vmlinuz-$(uname -r)" -initrd /root/guest.cpio.gz \
    -append "console=ttyS0 quiet no_timer_check panic=-1 iomem=relaxed"
sed 's/^/# /' $log
word_at() { # OFFSET: the expected word
    printf '0x%08X' "0x$(dd if=/root/expected bs=1 skip=$(($1)) count=4 status=none | od -An -tx4 | tr -d ' ')"
}
ok "the guest has the OpRegion's address" grep -q "^guest: ASLS 0x[0-9a-f]*[1-9a-f]" $log
is "it reads the signature IntelGraphicsMem" "$(sed -n 's/^guest: signature //p' $log | tr -d '\r')" \
    "$(word_at 0) $(word_at 4) $(word_at 8) $(word_at 12)"
is "it reads the version" "$(sed -n 's/^guest: over //p' $log | tr -d '\r')" "$(word_at 0x14)"
is "it reads the VBT behind the OpRegion" "$(sed -n 's/^guest: VBT //p' $log | tr -d '\r')" "$(word_at 8192)"
