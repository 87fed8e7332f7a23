# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program assigns and releases a GPU once, over the real system bus, polkit, systemd and driver.
# needs: turnout module

ok "the plan selects our driver" sh -c "turnout plan assign $GPU | grep turnout_vfio_pci"
ok "the GPU can be assigned" turnout assign $GPU --yes
is "it is on our driver" "$(driver_of $GPU)" turnout_vfio_pci
is "another GPU of the same model is not" "$(driver_of $GPU2)" virtio-pci
ok "it can be released" turnout release $GPU --yes
is "it is on the host's driver" "$(driver_of $GPU)" virtio-pci
ok "no unit has failed" sh -c "! systemctl --failed --plain --no-legend | grep turnout"
