# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later

# Completion of turnout(1) for fish.

function __turnout_addresses
    # Names of directories only: nothing is opened, so nothing wakes.
    for path in /sys/bus/pci/devices/*
        basename $path
    end
end

set -l verbs list groups show doctor snapshot xml
set -l no_verb "not __fish_seen_subcommand_from $verbs"

complete -c turnout -f
complete -c turnout -n $no_verb -a list -d 'The GPUs of this machine, and whether they can go to a VM'
complete -c turnout -n $no_verb -a groups -d 'Every IOMMU group with its members, and why they share it'
complete -c turnout -n $no_verb -a show -d 'Everything known about one PCI function'
complete -c turnout -n $no_verb -a doctor -d 'Whether this machine is ready for GPU passthrough'
complete -c turnout -n $no_verb -a snapshot -d 'Save what Turnout sees, anonymised'
complete -c turnout -n $no_verb -a xml -d 'The libvirt XML that gives a GPU to a VM'

complete -c turnout -n '__fish_seen_subcommand_from show xml' -a '(__turnout_addresses)' -d 'PCI function'
complete -c turnout -n '__fish_seen_subcommand_from snapshot' -F
complete -c turnout -n '__fish_seen_subcommand_from xml' -l hostdev-only -d 'Only the hostdev elements'

complete -c turnout -l json -d 'Print one JSON object, for programs'
complete -c turnout -l snapshot -r -F -d 'Answer from a snapshot'
complete -c turnout -l sysroot -x -a '(__fish_complete_directories)' -d 'Read DIR/sys and DIR/proc'
complete -c turnout -s h -l help -d 'Show a short help'
complete -c turnout -n $no_verb -s v -l version -d 'Show the version'
