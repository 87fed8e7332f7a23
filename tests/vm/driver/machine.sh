# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The small machine for the driver's tests and benchmark: built once for each kernel, booted once for each test. Sourced
# inside the bench root. Logs are in $TURNOUT_VM_DIR.

driver_dir=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
top=$(readlink -f "$driver_dir/../../..")
vm_dir=${TURNOUT_VM_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/turnout/vm}
cache=$vm_dir/kernels
machine_extra=() # additional programs for /extra
machine_mb=512 # memory
machine_limit=300 # seconds

copy_changed() { # FILE... DIR: only files whose content differs, to avoid rebuilds
    local file dir=${!#}
    for file in "${@:1:$#-1}"; do
        cmp -s "$file" "$dir/$(basename "$file")" || cp "$file" "$dir/"
    done
}

build_module() { # SOURCE_DIR NAME: builds $dir/NAME.ko for $release
    # Since 6.13, kbuild does not notice a changed kernel configuration for external modules.
    cmp -s "$headers/.config" "$dir/$2/.config" || rm -rf "${dir:?}/$2"
    mkdir -p "$dir/$2"
    cp "$headers/.config" "$dir/$2/"
    copy_changed "$1"/{*.[ch],Kbuild} "$dir/$2/"
    make -s -C "$headers" M="$dir/$2" W=1 modules
    cp "$dir/$2/$2.ko" "$dir/"
}

build_program() { # NAME SOURCE...: static, because the machine has no libraries
    local name=$1
    shift
    g++ -std=c++20 -O2 -Wall -Wextra -Werror -static -o "$dir/programs/$name" "${@/#/$driver_dir/}"
}

# machine_make FAMILY: builds kernel, modules and test programs; sets release and dir.
machine_make() {
    local family=$1
    if [[ $family = debug ]]; then
        machine_mb=1536
        machine_limit=3000
        release=$("$driver_dir/../debug-kernel" "$cache")
        headers=$cache/debug/build
    else
        release=$("$driver_dir/../kernels" "$family" "$cache")
        headers=/usr/src/linux-headers-$release
    fi
    kernel_root=$cache/$family/root
    dir=$vm_dir/driver-$family
    mkdir -p "$dir/programs"
    build_module "$top/kmod" turnout_vfio_pci
    build_module "$driver_dir/fake_igd" fake_igd
    build_program vfiouser vfiouser.cpp describe.cpp vfio.cpp
    build_program opregion opregion.cpp
    build_program faults faults.cpp vfio.cpp
    build_program kmodbench kmodbench.cpp vfio.cpp
    [[ $dir/power.aml -nt $driver_dir/power.asl ]] || iasl -p "$dir/power" "$driver_dir/power.asl" >/dev/null
}

# machine_boot TEST PARAMETERS [QEMU_OPTION]...: boots with additional kernel parameters, runs the test and waits for
# shutdown; the serial log is $dir/TEST.log.
machine_boot() {
    local test=$1 parameters=$2 hotplug=on acpi_hotplug=off
    shift 2
    # Without native hotplug, the port's link does not come up again and the wake fails.
    [[ $test = wake-failure ]] && hotplug=off acpi_hotplug=on
    parameters+=" kasan_multi_shot" # let the debug kernel report every error, not only the first
    "$driver_dir/initramfs" "$kernel_root" "$release" "$dir" "$dir/$test.initramfs" "${machine_extra[@]}"
    : >"$dir/$test.power"
    # No 5-level paging: KASAN assumes it is off during CPU identification, where an interrupt would crash.
    timeout "${TURNOUT_VM_TIMEOUT:-$machine_limit}" qemu-system-x86_64 -M q35,kernel-irqchip=split -cpu max,la57=off -m "$machine_mb" \
        -nodefaults -display none -no-reboot -serial "file:$dir/$test.log" \
        -device intel-iommu,intremap=on -global "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=$acpi_hotplug" \
        -vga none -device VGA,addr=2 \
        -device "pcie-root-port,id=rp1,addr=10,chassis=1,hotplug=$hotplug" -device virtio-vga,bus=rp1 \
        -device "pcie-root-port,id=rp2,addr=11,chassis=2,hotplug=$hotplug" -device virtio-vga,bus=rp2 \
        -device "pcie-root-port,id=rp3,addr=12,chassis=3,hotplug=$hotplug" -netdev socket,id=net,udp=127.0.0.1:1,localaddr=127.0.0.1:0 -device igb,bus=rp3,netdev=net \
        -device "pcie-root-port,id=rp4,addr=13,chassis=4,hotplug=$hotplug" \
        -device bochs-display,bus=rp4,addr=0.0,multifunction=on -device ich9-intel-hda,bus=rp4,addr=0.1 \
        -acpitable "file=$dir/power.aml" \
        -chardev "file,id=power,path=$dir/$test.power" -device isa-debugcon,iobase=0x4f0,chardev=power \
        -kernel "$kernel_root/boot/vmlinuz-$release" -initrd "$dir/$test.initramfs" \
        -append "console=ttyS0 quiet intel_iommu=on pcie_port_pm=force no_timer_check panic=-1 iomem=relaxed memmap=1M\$0x18000000 turnout.test=$test $parameters" \
        "$@"
    rm "$dir/$test.initramfs"
}
