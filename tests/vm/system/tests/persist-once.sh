# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A choice for the next start only goes back by itself two minutes after the desktop is there, unless it is confirmed by then.
# needs: turnout module
# timeout: 1500
# slots: 10=bochs-display 11=bochs-display
# cmdline: log_buf_len=4M dyndbg="func really_probe +p"

# shellcheck source=tests/vm/system/persist-lib.sh
. /tree/tests/vm/system/persist-lib.sh

is_host_s() { [[ $(driver_of $GPU) == "$host_driver" ]]; }
trial_has_begun() { systemctl is-active turnout-trial-boot.timer; }
trial_has_ended() { said_by turnout-trial-boot | grep "^trial:"; }
seconds_of() { # PROPERTY UNIT: of a time, since the machine started
    echo $(($(systemctl show -P "$1" "$2") / 1000000))
}

case $BOOT in
1 | 3)
    ((BOOT > 1)) || ok "an initramfs is built" build_first_initramfs
    ok "the machine starts as ever" is_host_s
    ok "a GPU is chosen for the next start only" turnout persist $GPU --next-boot --yes
    boot_again
    ;;
2)
    is "no driver but ours was ever given the GPU" "$(takers_of $GPU)" turnout_vfio_pci
    ok "its trial has begun" wait_for 900 trial_has_begun
    is "it is not chosen for the next start any more" "$(chosen)" 0
    ok "nor does the initramfs know of it" not image_has_rules
    ok "the desktop's target is there" systemctl is-active graphical.target
    is "and the GPU still with our driver" "$(driver_of $GPU)" turnout_vfio_pci
    ok "nobody confirms it, and it goes back" wait_for 300 is_host_s
    ok "which the system's journal tells" wait_for 60 trial_has_ended
    said_by turnout-trial-boot | sed 's/^/# /'
    took=$(($(seconds_of ExecMainExitTimestampMonotonic turnout-trial-boot.service) - $(seconds_of ActiveEnterTimestampMonotonic graphical.target)))
    ok "not before two minutes ($took s)" test $took -ge 120
    is "nothing is on trial any more" "$(ls /run/turnout/trial-boot.json 2>/dev/null)" ""
    ok "and who logs in now is told" test -s /run/turnout/ended-trial-boot.json
    boot_again
    ;;
4)
    is "no driver but ours was ever given the GPU" "$(takers_of $GPU)" turnout_vfio_pci
    ok "its trial has begun" wait_for 900 trial_has_begun
    ok "it is confirmed" turnout persist $GPU --yes
    ok "the trial ends" wait_for 300 trial_has_ended
    ok "and says so" sh -c "$(declare -f said_by); said_by turnout-trial-boot | grep 'is confirmed'"
    is "the GPU stays with our driver" "$(driver_of $GPU)" turnout_vfio_pci
    boot_again
    ;;
5)
    is "and comes to it again" "$(takers_of $GPU)" turnout_vfio_pci
    ok "what is chosen was compared with what is" wait_for 120 start_is_checked
    is "nothing is on trial" "$(ls /run/turnout/trial-boot.json 2>/dev/null)" ""
    is "it is chosen for every start" "$(chosen)" 1
    ;;
esac
