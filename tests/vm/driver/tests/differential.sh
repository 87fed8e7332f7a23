# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every answer of the same device, bound to vfio-pci and then to ours.

modprobe turnout_vfio_pci
bind $GPU vfio-pci
vfiouser $GPU describe >/tmp/vfio-pci
bind $GPU turnout_vfio_pci
vfiouser $GPU describe >/tmp/ours
is "the walk asks for something" "$([ $(wc -l </tmp/ours) -gt 40 ] && echo yes)" yes
ok "all answers are the same" diff /tmp/vfio-pci /tmp/ours
