# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# An assignment for the next boot only ends two minutes after the boot is complete, unless it is confirmed.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

is_on_host() { [[ $(driver_of $GPU) == "$host_driver" ]]; }
trial_has_begun() { systemctl is-active turnout-trial-boot.timer; }
trial_has_ended() { log_of turnout-trial-boot | grep "^trial:"; }
seconds_of() { # PROPERTY UNIT: a time in seconds since the boot
    echo $(($(systemctl show -P "$1" "$2") / 1000000))
}

case $BOOT in
1 | 3)
    ((BOOT > 1)) || ok "an initramfs is built" build_first_initramfs
    ok "the GPU is on the host's driver" is_on_host
    ok "persist --next-boot succeeds" turnout persist $GPU --next-boot --yes
    reboot_machine
    ;;
2)
    is "only our driver was probed with the GPU" "$(probed_drivers $GPU)" turnout_vfio_pci
    ok "the trial begins" wait_for 900 trial_has_begun
    is "the next boot has no assignment" "$(assigned_at_boot)" 0
    is "the initramfs contains no rules" "$(rules_in_image)" 0
    ok "graphical.target is active" systemctl is-active graphical.target
    is "the GPU is still on our driver" "$(driver_of $GPU)" turnout_vfio_pci
    ok "without confirmation the GPU returns to the host" wait_for 300 is_on_host
    ok "the system journal reports it" wait_for 60 trial_has_ended
    log_of turnout-trial-boot | sed 's/^/# /'
    took=$(($(seconds_of ExecMainExitTimestampMonotonic turnout-trial-boot.service) - $(seconds_of ActiveEnterTimestampMonotonic graphical.target)))
    ok "it took at least two minutes ($took s)" test $took -ge 120
    is "no trial is left" "$(ls /run/turnout/trial-boot.json 2>/dev/null)" ""
    ok "the ended trial is recorded for the next login" test -s /run/turnout/ended-trial-boot.json
    reboot_machine
    ;;
4)
    is "only our driver was probed with the GPU" "$(probed_drivers $GPU)" turnout_vfio_pci
    ok "the trial begins" wait_for 900 trial_has_begun
    ok "persist confirms the trial" turnout persist $GPU --yes
    ok "the trial ends" wait_for 300 trial_has_ended
    ok "the system journal reports the confirmation" sh -c "$(declare -f log_of); log_of turnout-trial-boot | grep 'is confirmed'"
    is "the GPU stays on our driver" "$(driver_of $GPU)" turnout_vfio_pci
    reboot_machine
    ;;
5)
    is "only our driver was probed with the GPU" "$(probed_drivers $GPU)" turnout_vfio_pci
    ok "the boot check finishes" wait_for 120 boot_is_checked
    is "no trial is left" "$(ls /run/turnout/trial-boot.json 2>/dev/null)" ""
    is "the boot assignment is stored" "$(assigned_at_boot)" 1
    ;;
esac
