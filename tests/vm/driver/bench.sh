# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The cost of VFIO on vfio-pci and on turnout_vfio_pci; tests/bench/kmod takes the table from the serial log.

modprobe turnout_vfio_pci
unbind $GPU
echo "# clock: $(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
ok "the benchmark finishes" sh -c "kmodbench $GPU $rounds >/tmp/table"
cat /tmp/table
