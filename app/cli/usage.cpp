// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "commandline.h"

#include "textreport.h"
#include "verbs.h"

#include "core/operation/request.h"

#include <KLocalizedString>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
constexpr int helpColumn = 28;

// In the order of the help.
constexpr std::array table{
    Verb{"list",
         Operands::None,
         Option::Source,
         {},
         kli18nc("@info:shell", "List the GPUs: what uses them, and whether they can be assigned to VMs."),
         runList},
    Verb{"groups", Operands::None, Option::Source, {}, kli18nc("@info:shell", "List the IOMMU groups: their members, and why they share a group."), runGroups},
    Verb{"show", Operands::Address, Option::Source, {}, kli18nc("@info:shell", "Show everything known about a PCI function."), runShow},
    Verb{"doctor",
         Operands::None,
         Option::Source,
         {},
         kli18nc("@info:shell", "Check whether this machine is ready for GPU passthrough, and say what to change."),
         runDoctor},
    Verb{"plan",
         Operands::PlannedVerb,
         Option::Source | Option::Driver | Option::Accept | Option::Method | Option::NextBootOnly | Option::Companions,
         {},
         kli18nc("@info:shell", "Show every write that a verb would make, and make none."),
         runPlan},
    Verb{"assign",
         Operands::Address,
         Option::Driver | Option::Accept | Option::Companions | Option::Yes,
         core::Verb::Assign,
         kli18nc("@info:shell", "Assign a GPU to VMs. Shows the plan and asks first."),
         runChange},
    Verb{"release",
         Operands::Address,
         Option::Driver | Option::Yes,
         core::Verb::Release,
         kli18nc("@info:shell", "Return a GPU to the host. Shows the plan and asks first."),
         runChange},
    Verb{"power",
         Operands::AddressAndState,
         Option::Source | Option::Yes,
         core::Verb::Power,
         kli18nc(
             "@info:shell",
             "Set how deeply an assigned GPU suspends when idle: on (not at all), d3hot, d3cold or auto. Without STATE: show its power state and statistics."),
         runPower},
    Verb{"vga",
         Operands::AddressAndStateOrNothing,
         Option::Source | Option::Yes,
         core::Verb::Vga,
         kli18nc("@info:shell", "Set whether an assigned GPU decodes legacy VGA: on or off. Without ADDRESS: show which GPUs do."),
         runVga},
    Verb{"reset", Operands::Address, Option::Method | Option::Yes, core::Verb::Reset, kli18nc("@info:shell", "Reset an assigned GPU."), runChange},
    Verb{"persist",
         Operands::Address,
         Option::Driver | Option::Accept | Option::NextBootOnly | Option::Companions | Option::Yes,
         core::Verb::Persist,
         kli18nc("@info:shell", "Assign a GPU to VMs at every boot."),
         runChange},
    Verb{"unpersist", Operands::Address, Option::Yes, core::Verb::Unpersist, kli18nc("@info:shell", "Stop assigning a GPU to VMs at boot."), runChange},
    Verb{"recover", Operands::None, {}, core::Verb::Recover, kli18nc("@info:shell", "Finish or undo an interrupted operation."), runRecover},
    Verb{"snapshot",
         Operands::File,
         Option::Source,
         {},
         kli18nc("@info:shell", "Save an anonymized snapshot of this machine as JSON. FILE may be - for standard output."),
         runSnapshot},
    Verb{"xml",
         Operands::Addresses,
         Option::Source | Option::HostdevOnly | Option::Domain | Option::NewDomain | Option::Companions | Option::Driver | Option::Yes,
         {},
         kli18nc("@info:shell", "Print the libvirt XML that passes each GPU, with the rest of its card, through to a VM: of a new VM, or of an existing one."),
         runXml},
    Verb{"lint",
         Operands::DomainOrNothing,
         Option::Source | Option::Lint | Option::Yes,
         {},
         kli18nc("@info:shell", "Check the GPUs of libvirt VMs: what will fail, or costs speed, with line, reason and fix."),
         runLint},
};

constexpr std::array ownOptions{
    OptionRow{Option::HostdevOnly, "hostdev-only", nullptr, kli18nc("@info:shell", "Print only the <hostdev> elements, for a domain of your own.")},
    OptionRow{Option::Domain, "new", "NAME", kli18nc("@info:shell", "Print a whole new VM. Requires --guest, --memory and --disk.")},
    OptionRow{Option::Domain,
              "domain",
              "NAME|FILE",
              kli18nc("@info:shell", "Add the GPUs to this VM of libvirt, or to the XML in this file; nothing else in it changes.")},
    OptionRow{Option::Domain, "remove", nullptr, kli18nc("@info:shell", "With --domain: remove the GPUs instead.")},
    OptionRow{Option::Domain, "define", nullptr, kli18nc("@info:shell", "Show the changes, ask, and define the VM with libvirt. It is not started.")},
    OptionRow{Option::Domain, "undo", nullptr, kli18nc("@info:shell", "With --domain: bring back the VM as it was before the last --define.")},
    OptionRow{Option::Domain | Option::Lint, "connect", "URI", kli18nc("@info:shell", "Use this libvirt connection instead of qemu:///system.")},
    OptionRow{Option::Domain | Option::Lint,
              "capabilities",
              "FILE",
              kli18nc("@info:shell", "The target host's capabilities, saved by virsh domcapabilities or virsh capabilities. Can be repeated.")},
    OptionRow{Option::NewDomain, "guest", "OS", kli18nc("@info:shell", "The VM's system: linux, windows10 or windows11.")},
    OptionRow{Option::NewDomain, "memory", "SIZE", kli18nc("@info:shell", "The VM's memory, such as 16G.")},
    OptionRow{Option::NewDomain, "disk", "DISK", kli18nc("@info:shell", "A size such as 100G for a new image, an image, a block device, or none.")},
    OptionRow{Option::NewDomain, "vcpus", "N", kli18nc("@info:shell", "The number of vCPUs, instead of half of the GPU's NUMA node.")},
    OptionRow{Option::NewDomain, "no-pin", nullptr, kli18nc("@info:shell", "Do not pin the vCPUs to CPUs of the host.")},
    OptionRow{Option::NewDomain, "hugepages", "SIZE", kli18nc("@info:shell", "Use hugepages of 2M or 1G, which the host must have reserved.")},
    OptionRow{Option::NewDomain, "locked-memory", nullptr, kli18nc("@info:shell", "Lock QEMU's memory too. A GPU does not need it.")},
    OptionRow{Option::NewDomain, "firmware", "F", kli18nc("@info:shell", "efi (the default) or bios.")},
    OptionRow{Option::NewDomain, "secure-boot", "on|off", kli18nc("@info:shell", "Boot signed systems only. The default is on for Windows 11.")},
    OptionRow{Option::NewDomain, "tpm", "on|off", kli18nc("@info:shell", "Emulate a TPM 2.0. The default is on for Windows 11.")},
    OptionRow{Option::NewDomain,
              "max-physical-bits",
              "N",
              kli18nc("@info:shell", "Limit the VM's physical addresses, where the host's IOMMU has fewer bits than its CPU.")},
    OptionRow{Option::NewDomain, "installer", "ISO", kli18nc("@info:shell", "The image to install the system from.")},
    OptionRow{Option::NewDomain, "virtio-win", "ISO", kli18nc("@info:shell", "The image with virtio drivers for Windows; disk and network then use virtio.")},
    OptionRow{Option::NewDomain, "network", "NET", kli18nc("@info:shell", "A network of libvirt (the default is “default”), bridge:NAME, user or none.")},
    OptionRow{Option::NewDomain, "graphics", "TYPE", kli18nc("@info:shell", "An emulated display beside the GPU: spice, vnc or none.")},
    OptionRow{Option::NewDomain, "audio", "TYPE", kli18nc("@info:shell", "Emulated audio: none (the default), spice or pipewire.")},
    OptionRow{Option::NewDomain, "evdev", "DEVICE", kli18nc("@info:shell", "Pass this input device of the host on. Can be repeated; the first switches all.")},
    OptionRow{Option::NewDomain, "looking-glass", "WxH[,hdr]", kli18nc("@info:shell", "Share memory for Looking Glass with a screen of this size.")},
    OptionRow{Option::NewDomain, "free-ports", "N", kli18nc("@info:shell", "Root ports for devices attached later, instead of 4.")},
    OptionRow{Option::NewDomain, "mdev", "UUID", kli18nc("@info:shell", "Pass on this mediated device of the GPU instead of the GPU. Can be repeated.")},
    OptionRow{Option::NewDomain,
              "multifunction",
              nullptr,
              kli18nc("@info:shell", "Keep the GPU's functions in one slot. It then cannot be attached or detached while the VM runs.")},
    OptionRow{Option::NewDomain, "rom", "FILE|off", kli18nc("@info:shell", "Give the VM this ROM instead of the GPU's own, or none.")},
    OptionRow{Option::NewDomain, "iommufd", nullptr, kli18nc("@info:shell", "Use IOMMUFD, where libvirt offers it.")},
    OptionRow{Option::Lint, "all", nullptr, kli18nc("@info:shell", "Check every VM of the libvirt connection.")},
    OptionRow{Option::Lint,
              "fix",
              nullptr,
              kli18nc("@info:shell", "Write the fixes to a copy of the file; for a VM of libvirt, show the changes, ask, and define it.")},
    OptionRow{Option::Driver, "driver", "NAME", kli18nc("@info:shell", "Bind the GPU to this driver instead of the one Turnout chooses.")},
    OptionRow{Option::Accept, "accept", "ID", kli18nc("@info:shell", "Accept this blocker: display-in-use or group-not-viable. Can be repeated.")},
    OptionRow{Option::Method,
              "method",
              "M",
              kli18nc("@info:shell", "Use this reset method instead of the kernel's order: device_specific, acpi, flr, af_flr, pm, bus or cxl_bus.")},
    OptionRow{
        Option::NextBootOnly,
        "next-boot",
        nullptr,
        kli18nc("@info:shell", "Assign at the next boot only. Two minutes after that boot is complete, the GPU returns to the host, unless you keep it.")},
    OptionRow{Option::Companions, "with", "ADDRESS", kli18nc("@info:shell", "Assign this function of the slot or group along with the GPU. Can be repeated.")},
    OptionRow{Option::Companions, "without", "ADDRESS", kli18nc("@info:shell", "Leave this function of the GPU's card with the host. Can be repeated.")},
    OptionRow{Option::Yes, "yes", nullptr, kli18nc("@info:shell", "Do not ask for confirmation.")},
    OptionRow{Option::Source, "snapshot", "FILE", kli18nc("@info:shell", "Read a saved snapshot instead of this machine.")},
    OptionRow{Option::Source, "sysroot", "DIR", kli18nc("@info:shell", "Read DIR/sys and DIR/proc instead of /sys and /proc.")},
};

struct OptionText {
    const char *syntax;
    KLazyLocalizedString summary;
};
constexpr OptionText jsonText{"--json", kli18nc("@info:shell", "Print one JSON object instead of text.")};
constexpr std::array generalTexts{
    OptionText{"--help", kli18nc("@info:shell", "Show this help; after a verb, its help. “turnout help VERB” does the same.")},
    OptionText{"--version", kli18nc("@info:shell", "Show the version.")},
};

void addOption(TextReport &report, const QString &syntax, const KLazyLocalizedString &summary)
{
    report.hanging(2, syntax, Tone::Strong, helpColumn, summary.toString(), Tone::Plain);
}

void addOptions(TextReport &report, Options wanted)
{
    addOption(report, QLatin1StringView(jsonText.syntax), jsonText.summary);
    for (const OptionRow &row : ownOptions) {
        const QString dashed = "--"_L1 + QLatin1StringView(row.name);
        if (wanted.testAnyFlags(row.options))
            addOption(report, row.value ? dashed + u' ' + QLatin1StringView(row.value) : dashed, row.summary);
    }
}

void addPlannable(TextReport &report)
{
    report.heading(i18nc("@info:shell", "Verbs"));
    for (const Verb &verb : table) {
        if (!hasPlan(verb))
            continue;
        const QString states = statesOf(*verb.changes);
        report.hanging(2,
                       changeSyntax(verb),
                       Tone::Strong,
                       helpColumn,
                       states.isEmpty() ? QString() : i18nc("@info:shell %1 is a list of words", "STATE is %1.", states),
                       Tone::Plain);
    }
    report.blank();
}

void describe(TextReport &report, const Verb &verb)
{
    report.paragraph(i18nc("@info:shell", "Usage: turnout %1 [OPTIONS]", syntax(verb)));
    report.blank();
    report.paragraph(verb.summary.toString());
    report.blank();
    if (verb.operands == Operands::PlannedVerb)
        addPlannable(report);
    report.heading(i18nc("@info:shell", "Options"));
    addOptions(report, verb.options);
}

void describeAll(TextReport &report)
{
    report.paragraph(i18nc("@info:shell", "Usage: turnout [VERB] [OPTIONS]"));
    report.blank();
    report.paragraph(i18nc("@info:shell",
                           "Assigns a spare GPU to virtual machines and returns it to the host. Without a verb, the desktop application opens. "
                           "Verbs that change something show their plan and ask first; the others only read, and wake no device."));
    report.blank();
    report.heading(i18nc("@info:shell", "Verbs"));
    for (const Verb &verb : table)
        report.hanging(2, syntax(verb), Tone::Strong, helpColumn, verb.summary.toString(), Tone::Plain);
    report.blank();
    report.paragraph(i18nc("@info:shell", "ADDRESS is a PCI address such as 01:00.0 or 0000:01:00.0."));
    report.blank();
    report.heading(i18nc("@info:shell", "Options"));
    addOptions(report, Option::Source);
    for (const OptionText &option : generalTexts)
        addOption(report, QLatin1StringView(option.syntax), option.summary);
    report.blank();
    report.paragraph(i18nc("@info:shell", "Exit status: 0 done, 1 refused or failed, 2 usage error. For details, see: man turnout"));
}
}

std::span<const Verb> verbs()
{
    return table;
}

std::span<const OptionRow> optionRows()
{
    return ownOptions;
}

const Verb *verbNamed(const QString &name)
{
    const auto *const it = std::ranges::find_if(table, [&](const Verb &verb) {
        return name == QLatin1StringView(verb.name);
    });
    return it == table.end() ? nullptr : &*it;
}

QString syntax(const Verb &verb)
{
    const QString name = QLatin1StringView(verb.name);
    switch (verb.operands) {
    case Operands::None:
        return name;
    case Operands::Address:
        return name + " ADDRESS"_L1;
    case Operands::Addresses:
        return name + " ADDRESS..."_L1;
    case Operands::File:
        return name + " FILE"_L1;
    case Operands::PlannedVerb:
        return name + " VERB ADDRESS [STATE]"_L1;
    case Operands::AddressAndState:
        return name + " ADDRESS [STATE]"_L1;
    case Operands::AddressAndStateOrNothing:
        return name + " [ADDRESS STATE]"_L1;
    case Operands::DomainOrNothing:
        return name + " NAME|FILE|--all"_L1;
    }
    Q_UNREACHABLE_RETURN(name);
}

QString changeSyntax(const Verb &verb)
{
    const QString words = QLatin1StringView(verb.name) + " ADDRESS"_L1;
    return verb.changes && !statesOf(*verb.changes).isEmpty() ? words + " STATE"_L1 : words;
}

bool hasPlan(const Verb &verb)
{
    return verb.changes && core::needsAddress(*verb.changes);
}

QString statesOf(core::Verb verb)
{
    return verb == core::Verb::Power ? i18nc("@info:shell words to type", "on, d3hot, d3cold or auto")
        : verb == core::Verb::Vga    ? i18nc("@info:shell words to type", "on or off")
                                     : QString();
}

QByteArray help(const Verb *verb, const Terminal &terminal)
{
    TextReport report(terminal);
    if (verb)
        describe(report, *verb);
    else
        describeAll(report);
    return report.bytes();
}

}
