# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later

# Completion of turnout(1) for fish.

function __turnout_addresses
    # Directory names only: nothing is opened, so no device wakes.
    for path in /sys/bus/pci/devices/*
        basename $path
    end
end

set -l verbs list groups show doctor plan assign release power vga reset persist unpersist recover snapshot xml lint
set -l no_verb "not __fish_seen_subcommand_from $verbs"

complete -c turnout -f
complete -c turnout -n $no_verb -a list -d 'List the GPUs'
complete -c turnout -n $no_verb -a groups -d 'List the IOMMU groups'
complete -c turnout -n $no_verb -a show -d 'Show everything known about a PCI function'
complete -c turnout -n $no_verb -a doctor -d 'Check whether this machine is ready for GPU passthrough'
complete -c turnout -n $no_verb -a plan -d 'Show every write that a verb would make'
complete -c turnout -n $no_verb -a assign -d 'Assign a GPU to VMs'
complete -c turnout -n $no_verb -a release -d 'Return a GPU to the host'
complete -c turnout -n $no_verb -a power -d 'Set how deeply an assigned GPU suspends, or show its power state'
complete -c turnout -n $no_verb -a vga -d 'Set whether an assigned GPU decodes legacy VGA, or show which GPUs do'
complete -c turnout -n $no_verb -a reset -d 'Reset an assigned GPU'
complete -c turnout -n $no_verb -a persist -d 'Assign a GPU to VMs at every boot'
complete -c turnout -n $no_verb -a unpersist -d 'Stop assigning a GPU to VMs at boot'
complete -c turnout -n $no_verb -a recover -d 'Finish or undo an interrupted operation'
complete -c turnout -n $no_verb -a snapshot -d 'Save an anonymized snapshot of this machine'
complete -c turnout -n $no_verb -a xml -d 'Print the libvirt XML that passes a GPU through to a VM'
complete -c turnout -n $no_verb -a lint -d 'Check the GPUs of libvirt VMs'

complete -c turnout -n '__fish_seen_subcommand_from show plan assign release power vga reset persist unpersist xml' -a '(__turnout_addresses)' -d 'PCI function'
complete -c turnout -n '__fish_seen_subcommand_from plan; and not __fish_seen_subcommand_from assign release power vga reset persist unpersist' -a 'assign release power vga reset persist unpersist'
complete -c turnout -n '__fish_seen_subcommand_from plan assign release persist xml' -l driver -x -a 'vfio-pci turnout_vfio_pci' -d 'Bind the GPU to this driver'
complete -c turnout -n '__fish_seen_subcommand_from plan assign persist; and not __fish_seen_subcommand_from release' -l accept -x -a 'display-in-use group-not-viable' -d 'Accept this blocker'
complete -c turnout -n '__fish_seen_subcommand_from plan assign persist xml; and not __fish_seen_subcommand_from release' -l with -x -a '(__turnout_addresses)' -d 'Assign this function along with the GPU'
complete -c turnout -n '__fish_seen_subcommand_from plan assign persist xml; and not __fish_seen_subcommand_from release' -l without -x -a '(__turnout_addresses)' -d 'Leave this function with the host'
complete -c turnout -n '__fish_seen_subcommand_from power' -a 'on d3hot d3cold auto'
complete -c turnout -n '__fish_seen_subcommand_from vga' -a 'on off'
complete -c turnout -n '__fish_seen_subcommand_from reset' -l method -x -a 'device_specific acpi flr af_flr pm bus cxl_bus' -d 'Use this reset method'
complete -c turnout -n '__fish_seen_subcommand_from assign release power vga reset persist unpersist xml lint; and not __fish_seen_subcommand_from plan' -l yes -d 'Do not ask for confirmation'
complete -c turnout -n '__fish_seen_subcommand_from persist' -l next-boot -d 'Assign at the next boot only'
complete -c turnout -n '__fish_seen_subcommand_from snapshot' -F
complete -c turnout -n '__fish_seen_subcommand_from lint' -F
complete -c turnout -n '__fish_seen_subcommand_from xml' -l hostdev-only -d 'Print only the hostdev elements'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l new -x -d 'Print a whole new VM'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l domain -r -F -d 'Add the GPUs to this VM or file'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l remove -d 'Remove the GPUs instead'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l define -d 'Define the VM with libvirt'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l undo -d 'Bring back the VM as it was'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l guest -x -a 'linux windows10 windows11' -d 'The system of the VM'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l memory -x -d 'The memory of the VM'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l disk -r -F -d 'The disk of the VM'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l vcpus -x -d 'The number of vCPUs'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l no-pin -d 'Do not pin the vCPUs'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l hugepages -x -a '2M 1G' -d 'Use hugepages'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l locked-memory -d 'Lock the memory of QEMU'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l firmware -x -a 'efi bios' -d 'The firmware of the VM'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l secure-boot -x -a 'on off' -d 'Boot signed systems only'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l tpm -x -a 'on off' -d 'Emulate a TPM 2.0'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l max-physical-bits -x -d 'Limit the physical addresses of the VM'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l installer -r -F -d 'The image to install from'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l virtio-win -r -F -d 'The image with virtio drivers for Windows'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l network -x -a 'default user none' -d 'The network of the VM'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l graphics -x -a 'spice vnc none' -d 'An emulated display'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l audio -x -a 'none spice pipewire' -d 'Emulated audio'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l evdev -r -F -d 'Pass an input device on'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l looking-glass -x -d 'Share memory for Looking Glass'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l free-ports -x -d 'Root ports for later'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l mdev -x -d 'Pass a mediated device on'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l multifunction -d 'Keep the functions in one slot'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l rom -r -F -d 'The ROM of the GPU'
complete -c turnout -n '__fish_seen_subcommand_from xml' -l iommufd -d 'Use IOMMUFD'
complete -c turnout -n '__fish_seen_subcommand_from xml lint' -l connect -x -a 'qemu:///system qemu:///session' -d 'Use this libvirt connection'
complete -c turnout -n '__fish_seen_subcommand_from xml lint' -l capabilities -r -F -d 'The capabilities of the target host'
complete -c turnout -n '__fish_seen_subcommand_from lint' -l all -d 'Check every VM'
complete -c turnout -n '__fish_seen_subcommand_from lint' -l fix -d 'Write the fixes'

complete -c turnout -l json -d 'Print one JSON object'
set -l changes '__fish_seen_subcommand_from assign release reset persist unpersist recover; and not __fish_seen_subcommand_from plan'
complete -c turnout -n "not begin; $changes; end" -l snapshot -r -F -d 'Read a saved snapshot'
complete -c turnout -n "not begin; $changes; end" -l sysroot -x -a '(__fish_complete_directories)' -d 'Read DIR/sys and DIR/proc'
complete -c turnout -s h -l help -d 'Show the help'
complete -c turnout -n $no_verb -s v -l version -d 'Show the version'
