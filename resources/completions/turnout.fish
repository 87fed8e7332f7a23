# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later

# Completion of turnout(1) for fish.

function __turnout_addresses
    # Names of directories only: nothing is opened, so nothing wakes.
    for path in /sys/bus/pci/devices/*
        basename $path
    end
end

set -l verbs list groups show doctor plan assign release power vga reset persist unpersist recover snapshot xml
set -l no_verb "not __fish_seen_subcommand_from $verbs"

complete -c turnout -f
complete -c turnout -n $no_verb -a list -d 'The GPUs of this machine, and whether they can go to a VM'
complete -c turnout -n $no_verb -a groups -d 'Every IOMMU group with its members, and why they share it'
complete -c turnout -n $no_verb -a show -d 'Everything known about one PCI function'
complete -c turnout -n $no_verb -a doctor -d 'Whether this machine is ready for GPU passthrough'
complete -c turnout -n $no_verb -a plan -d 'What a verb that changes something would do'
complete -c turnout -n $no_verb -a assign -d 'Give a GPU to virtual machines'
complete -c turnout -n $no_verb -a release -d 'Take a GPU back for this computer'
complete -c turnout -n $no_verb -a power -d 'How deep a spare GPU sleeps, and how it has slept'
complete -c turnout -n $no_verb -a vga -d 'Who decodes legacy VGA'
complete -c turnout -n $no_verb -a reset -d 'Reset a spare GPU'
complete -c turnout -n $no_verb -a persist -d 'Give a GPU to virtual machines at every start'
complete -c turnout -n $no_verb -a unpersist -d 'No longer give it away at every start'
complete -c turnout -n $no_verb -a recover -d 'Finish or take back a change that was interrupted'
complete -c turnout -n $no_verb -a snapshot -d 'Save what Turnout sees, anonymised'
complete -c turnout -n $no_verb -a xml -d 'The libvirt XML that gives a GPU to a VM'

complete -c turnout -n '__fish_seen_subcommand_from show plan assign release power vga reset persist unpersist xml' -a '(__turnout_addresses)' -d 'PCI function'
complete -c turnout -n '__fish_seen_subcommand_from plan; and not __fish_seen_subcommand_from assign release power vga reset persist unpersist' -a 'assign release power vga reset persist unpersist'
complete -c turnout -n '__fish_seen_subcommand_from plan assign release persist' -l driver -x -a 'vfio-pci turnout_vfio_pci' -d 'The driver that is to have the GPU'
complete -c turnout -n '__fish_seen_subcommand_from plan assign persist; and not __fish_seen_subcommand_from release' -l override -x -a 'display-in-use group-not-viable' -d 'Pass this blocker'
complete -c turnout -n '__fish_seen_subcommand_from power' -a 'on d3hot d3cold auto'
complete -c turnout -n '__fish_seen_subcommand_from vga' -a 'on off'
complete -c turnout -n '__fish_seen_subcommand_from reset' -l method -x -a 'device_specific acpi flr af_flr pm bus cxl_bus' -d 'The reset method'
complete -c turnout -n '__fish_seen_subcommand_from assign release power vga reset persist unpersist; and not __fish_seen_subcommand_from plan' -l yes -d 'Carry it out without asking'
complete -c turnout -n '__fish_seen_subcommand_from persist' -l try-once -d 'For the next start only'
complete -c turnout -n '__fish_seen_subcommand_from snapshot' -F
complete -c turnout -n '__fish_seen_subcommand_from xml' -l hostdev-only -d 'Only the hostdev elements'

complete -c turnout -l json -d 'Print one JSON object, for programs'
set -l changes '__fish_seen_subcommand_from assign release reset persist unpersist recover; and not __fish_seen_subcommand_from plan'
complete -c turnout -n "not begin; $changes; end" -l snapshot -r -F -d 'Answer from a snapshot'
complete -c turnout -n "not begin; $changes; end" -l sysroot -x -a '(__fish_complete_directories)' -d 'Read DIR/sys and DIR/proc'
complete -c turnout -s h -l help -d 'Show a short help'
complete -c turnout -n $no_verb -s v -l version -d 'Show the version'
