// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "newdomaindraft.h"

#include <KLocalizedString>

#include <array>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
bool isIntel(const NewDomainDraft &draft)
{
    return draft.target.host ? draft.target.host->cpuVendor == "Intel"_L1 : draft.snapshot.machine.cpuVendor == CpuVendor::Intel;
}

bool isAmd(const NewDomainDraft &draft)
{
    return draft.target.host ? draft.target.host->cpuVendor == "AMD"_L1 : draft.snapshot.machine.cpuVendor == CpuVendor::Amd;
}

/// Those that speed Windows up, in libvirt's order (virt-manager 5.0 chooses the same).
void writeHyperv(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    constexpr std::array names{"relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "frequencies", "tlbflush", "ipi", "evmcs", "avic"};
    const QStringList &offered = draft.target.domain.hypervFeatures;
    xml.writeStartElement(u"hyperv"_s);
    xml.writeAttribute(u"mode"_s, u"custom"_s);
    for (const char *const text : names) {
        const QString name = QLatin1StringView(text);
        if (!offered.contains(name) || (name == "evmcs"_L1 && !isIntel(draft)) || (name == "avic"_L1 && !isAmd(draft)))
            continue;
        if (name == "stimer"_L1) {
            xml.writeStartElement(name);
            xml.writeAttribute(u"state"_s, u"on"_s);
            element(xml, u"direct"_s, {{u"state"_s, u"on"_s}});
            xml.writeEndElement();
        } else {
            element(xml, name, {{u"state"_s, u"on"_s}, {u"retries"_s, name == "spinlocks"_L1 ? u"8191"_s : QString()}});
        }
    }
    xml.writeEndElement();
}

void writeCpu(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    const CpuPlan &cpus = draft.cpus;
    xml.writeStartElement(u"cpu"_s);
    if (draft.target.domain.hasHostPassthrough) {
        xml.writeAttribute(u"mode"_s, u"host-passthrough"_s);
        xml.writeAttribute(u"check"_s, u"none"_s);
    } else {
        xml.writeAttribute(u"mode"_s, u"maximum"_s);
    }
    element(xml,
            u"topology"_s,
            {{u"sockets"_s, u"1"_s}, {u"dies"_s, u"1"_s}, {u"cores"_s, QString::number(cpus.cores)}, {u"threads"_s, QString::number(cpus.threads)}});
    if (draft.target.domain.hasHostPassthrough && !cpus.hostCpus.isEmpty())
        element(xml, u"cache"_s, {{u"mode"_s, u"passthrough"_s}});
    if (const std::optional<int> bits = draft.wish.maxPhysicalBits) {
        comment(xml, i18nc("@info XML comment", "The host's IOMMU has fewer address bits than its CPU"));
        element(xml, u"maxphysaddr"_s, {{u"mode"_s, u"passthrough"_s}, {u"limit"_s, QString::number(*bits)}});
    }
    if (cpus.threads > 1 && isAmd(draft)) {
        comment(xml, i18nc("@info XML comment", "AMD's CPUs report their threads by this feature, which host-passthrough does not include"));
        element(xml, u"feature"_s, {{u"policy"_s, u"require"_s}, {u"name"_s, u"topoext"_s}});
    }
    xml.writeEndElement();
}

void writeClock(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    xml.writeStartElement(u"clock"_s);
    xml.writeAttribute(u"offset"_s, draft.isWindows() ? u"localtime"_s : u"utc"_s);
    element(xml, u"timer"_s, {{u"name"_s, u"rtc"_s}, {u"tickpolicy"_s, u"catchup"_s}});
    element(xml, u"timer"_s, {{u"name"_s, u"pit"_s}, {u"tickpolicy"_s, u"delay"_s}});
    element(xml, u"timer"_s, {{u"name"_s, u"hpet"_s}, {u"present"_s, u"no"_s}});
    if (draft.isWindows())
        element(xml, u"timer"_s, {{u"name"_s, u"hypervclock"_s}, {u"present"_s, u"yes"_s}});
    xml.writeEndElement();
    comment(xml, i18nc("@info XML comment", "A GPU that is passed through does not survive a suspended guest"));
    xml.writeStartElement(u"pm"_s);
    element(xml, u"suspend-to-mem"_s, {{u"enabled"_s, u"no"_s}});
    element(xml, u"suspend-to-disk"_s, {{u"enabled"_s, u"no"_s}});
    xml.writeEndElement();
}
}

void writeNewFeatures(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    xml.writeStartElement(u"features"_s);
    element(xml, u"acpi"_s, {});
    element(xml, u"apic"_s, {});
    if (draft.isWindows() && !draft.target.domain.hypervFeatures.isEmpty())
        writeHyperv(xml, draft);
    element(xml, u"vmport"_s, {{u"state"_s, u"off"_s}});
    if (draft.secureBoot)
        element(xml, u"smm"_s, {{u"state"_s, u"on"_s}});
    xml.writeEndElement();
    writeCpu(xml, draft);
    writeClock(xml, draft);
}

}
