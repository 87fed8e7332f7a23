// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lintrules.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// KiB of an element with a unit, as libvirt scales them (virScaleInteger); none if it is no size.
std::optional<quint64> kibibytes(const XmlNode &node)
{
    const std::optional<quint64> value = parseLibvirtNumber(node.text());
    const QString unit = node.has(u"unit") ? node.attribute(u"unit") : u"KiB"_s;
    if (!value || *value > (quint64(1) << 50))
        return {};
    const QList<std::pair<QStringList, double>> units = {
        {{u"b"_s, u"bytes"_s}, 1.0 / 1024},
        {{u"k"_s, u"KiB"_s}, 1.0},
        {{u"KB"_s}, 1000.0 / 1024},
        {{u"M"_s, u"MiB"_s}, 1024.0},
        {{u"MB"_s}, 1e6 / 1024},
        {{u"G"_s, u"GiB"_s}, 1024.0 * 1024},
        {{u"GB"_s}, 1e9 / 1024},
        {{u"T"_s, u"TiB"_s}, 1024.0 * 1024 * 1024},
        {{u"TB"_s}, 1e12 / 1024},
    };
    for (const auto &[names, factor] : units) {
        if (names.contains(unit))
            return quint64(double(*value) * factor);
    }
    return {};
}

/// libvirt locks what the guest has and 1 GiB for its BARs (qemu_domain.c, qemuDomainGetMemLockLimitBytes()).
void lintMemlock(LintDraft &draft)
{
    const XmlNode limit = draft.root().child(u"memtune").child(u"hard_limit");
    const std::optional<quint64> limited = kibibytes(limit);
    const std::optional<quint64> memory = kibibytes(draft.root().child(u"memory"));
    constexpr quint64 forBars = 1024 * 1024;
    if (draft.passed.isEmpty() || !limit || !limited || !memory || *limited >= *memory + forBars)
        return;
    draft.add(
        limit,
        {.id = u"memory-limit"_s,
         .severity = Severity::Blocker,
         .address = draft.passed.first().source,
         .text = i18nc(
             "@info %1 and %2 are numbers",
             "The limit of %1 MiB is less than the VM's memory and 1 GiB (%2 MiB), all of which is locked for the GPU. The VM fails to start or is killed.",
             *limited / 1024,
             (*memory + forBars) / 1024),
         .evidence = {},
         .remedy = i18nc("@info", "Remove <hard_limit>; libvirt then sets a limit that is large enough.")},
        {removal(draft, limit)});
}

void lintHugepages(LintDraft &draft)
{
    const XmlNode hugepages = draft.root().child(u"memoryBacking").child(u"hugepages");
    const std::optional<quint64> memory = kibibytes(draft.root().child(u"memory"));
    if (!hugepages || !memory || !draft.host.host || draft.host.host->pages.isEmpty())
        return;
    const XmlNode page = hugepages.child(u"page");
    bool ok = false;
    quint64 size = page.attribute(u"size").toULongLong(&ok);
    const QString unit = page.has(u"unit") ? page.attribute(u"unit") : u"KiB"_s;
    size <<= unit.startsWith(u'G') ? 20 : unit.startsWith(u'M') ? 10 : 0;
    if (!ok)
        size = 2048; // the default size of hugepages on x86
    quint64 available = 0;
    for (const HostPages &pages : draft.host.host->pages)
        available += pages.kibibytes == size ? pages.count : 0;
    if (available >= (*memory + size - 1) / size)
        return;
    draft.add(hugepages,
              {.id = u"hugepages-missing"_s,
               .severity = Severity::Blocker,
               .address = {},
               .text = i18nc("@info %1 to %3 are numbers",
                             "The VM needs %1 pages of %2 KiB, but the host has %3. It cannot start.",
                             (*memory + size - 1) / size,
                             size,
                             available),
               .evidence = {},
               .remedy = size == 2048 ? i18nc("@info %1 is a number",
                                              "Reserve them with “sysctl vm.nr_hugepages=%1”, or remove <hugepages>.",
                                              QString::number((*memory + size - 1) / size))
                                      : i18nc("@info", "Reserve them at boot with the kernel parameters hugepagesz= and hugepages=, or remove <hugepages>.")});
}

/// Host CPUs of every <vcpupin>.
QList<int> pinnedCpus(const XmlNode &cputune)
{
    QList<int> cpus;
    for (const XmlNode &pin : cputune.children(u"vcpupin"))
        cpus += parseCpuSet(pin.attribute(u"cpuset")).value_or(QList<int>());
    return cpus;
}

void lintNodes(LintDraft &draft, const QList<int> &cpus)
{
    QList<int> nodes;
    for (const HostCpu &cpu : draft.host.host->cpus) {
        if (cpus.contains(cpu.id) && !nodes.contains(cpu.node))
            nodes += cpu.node;
    }
    const auto gpu = std::ranges::find_if(draft.passed, [](const PassedFunction &passed) {
        return passed.function && isDisplay(*passed.function) && passed.function->numaNode.valueOr(-1) >= 0;
    });
    const bool isElsewhere = gpu != draft.passed.end() && nodes.size() == 1 && *gpu->function->numaNode != nodes.first();
    if (nodes.size() < 2 && !isElsewhere)
        return;
    draft.add(draft.root().child(u"cputune"),
              {.id = u"pins-across-nodes"_s,
               .severity = Severity::Caution,
               .address = gpu != draft.passed.end() ? gpu->source : PciAddress(),
               .text = isElsewhere ? i18nc("@info %1 and %2 are numbers",
                                           "The vCPUs are pinned to NUMA node %1, but the GPU belongs to node %2. Every access to it takes a detour.",
                                           nodes.first(),
                                           *gpu->function->numaNode)
                                   : i18nc("@info", "The vCPUs are pinned to CPUs of several NUMA nodes, which makes memory and GPU slower for some of them."),
               .evidence = {},
               .remedy = i18nc("@info", "Pin them to CPUs of the GPU's node; “virsh capabilities” lists these.")});
}

void lintEmulatorPin(LintDraft &draft, const QList<int> &cpus)
{
    const XmlNode pin = draft.root().child(u"cputune").child(u"emulatorpin");
    const QList<int> emulator = parseCpuSet(pin.attribute(u"cpuset")).value_or(QList<int>());
    const bool isShared = std::ranges::any_of(emulator, [&cpus](int cpu) {
        return cpus.contains(cpu);
    });
    if (!pin || !isShared)
        return;
    draft.add(pin,
              {.id = u"emulator-on-vcpus"_s,
               .severity = Severity::Caution,
               .address = {},
               .text = i18nc("@info", "QEMU's own threads are pinned to CPUs that run vCPUs, so they interrupt the guest."),
               .evidence = {},
               .remedy = i18nc("@info", "Pin <emulatorpin> to other CPUs.")});
}

void addLeftover(LintDraft &draft, const XmlNode &node, const QString &id, const QString &text)
{
    draft.add(node,
              {.id = id,
               .severity = Severity::Note,
               .address = draft.passed.first().source,
               .text = text,
               .evidence = {},
               .remedy = i18nc("@info", "Remove the element.")},
              {removal(draft, node)});
}
}

void lintMemory(LintDraft &draft)
{
    lintMemlock(draft);
    lintHugepages(draft);
}

void lintCpus(LintDraft &draft)
{
    const QList<int> cpus = pinnedCpus(draft.root().child(u"cputune"));
    if (cpus.isEmpty())
        return;
    if (draft.host.host)
        lintNodes(draft, cpus);
    lintEmulatorPin(draft, cpus);
}

void lintLeftovers(LintDraft &draft)
{
    if (draft.passed.isEmpty())
        return;
    const XmlNode features = draft.root().child(u"features");
    const XmlNode hidden = features.child(u"kvm").child(u"hidden");
    if (hidden.attribute(u"state") == u"on")
        addLeftover(draft,
                    hidden,
                    u"kvm-hidden"_s,
                    i18nc("@info", "KVM is hidden from the guest, which makes clocks and interrupts slower. NVIDIA's driver accepts VMs since version 465."));
    const XmlNode vendor = features.child(u"hyperv").child(u"vendor_id");
    if (vendor.attribute(u"state") == u"on")
        addLeftover(draft,
                    vendor,
                    u"vendor-id-set"_s,
                    i18nc("@info", "The hypervisor's name is changed for the guest, which NVIDIA's driver needs no more since version 465."));
    if (draft.host.hasSavedState)
        draft.add(
            draft.passed.first().hostdev,
            {.id = u"saved-state"_s,
             .severity = Severity::Caution,
             .address = draft.passed.first().source,
             .text = i18nc(
                 "@info",
                 "The VM has a saved state or a snapshot with its memory. A VM with a device of the host can be neither saved nor restored nor migrated."),
             .evidence = {},
             .remedy = i18nc("@info", "Delete them with “virsh managedsave-remove” and “virsh snapshot-delete”, and shut the VM down instead of saving it.")});
    const XmlNode suspend = draft.root().child(u"pm").child(u"suspend-to-mem");
    if (suspend.attribute(u"enabled") == u"yes")
        draft.add(suspend,
                  {.id = u"guest-suspend"_s,
                   .severity = Severity::Note,
                   .address = draft.passed.first().source,
                   .text = i18nc("@info", "The guest may suspend to memory, after which most GPUs do not work until the VM is shut down."),
                   .evidence = {},
                   .remedy = i18nc("@info", "Set enabled='no'.")},
                  {setAttribute(draft.text(), suspend, u"enabled"_s, u"no"_s)});
}

}
