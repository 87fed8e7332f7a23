# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What VFIO costs on vfio-pci and on ours: tests/bench/kmod takes its table from the serial log.

modprobe turnout_vfio_pci
unbind $GPU
echo "# clock: $(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
ok "the benchmark comes to its end" sh -c "kmodbench $GPU $rounds >/tmp/table"
cat /tmp/table
