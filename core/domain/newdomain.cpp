// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "newdomaindraft.h"

#include "guestwindow.h"

#include <KLocalizedString>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace core
{

void comment(QXmlStreamWriter &xml, const QString &text)
{
    xml.writeComment(commentText(text));
}

void element(QXmlStreamWriter &xml, const QString &name, std::initializer_list<std::pair<QString, QString>> attributes)
{
    xml.writeEmptyElement(name);
    for (const auto &[attribute, value] : attributes) {
        if (!value.isNull())
            xml.writeAttribute(attribute, value);
    }
}

quint64 LookingGlass::mebibytes() const
{
    const double bytesOfPixel = hdr ? 8 : 4;
    const double frames = double(width) * double(height) * bytesOfPixel * 2 / (1024 * 1024);
    return std::bit_ceil(quint64(frames + 10 + 0.999999));
}

namespace
{
/// Disk, network, USB, serial, random numbers and one that libvirt may need.
constexpr int ownPorts = 6;

std::optional<int> nodeOf(const QList<AssignedTogether> &devices)
{
    for (const AssignedTogether &functions : devices) {
        const Reading<qint32> &node = mainFunction(functions)->numaNode;
        if (node && *node >= 0)
            return *node;
    }
    return {};
}

GuestGraphics chosenGraphics(const NewDomain &wish, const DomainCapabilities &capabilities)
{
    if (wish.graphics)
        return *wish.graphics;
    return capabilities.graphics.contains(u"spice"_s) ? GuestGraphics::Spice
        : capabilities.graphics.contains(u"vnc"_s)    ? GuestGraphics::Vnc
                                                      : GuestGraphics::None;
}

CpuPlan plannedCpus(const NewDomain &wish, const DomainTarget &target, std::optional<int> node)
{
    const HostCapabilities host = target.host.value_or(HostCapabilities());
    CpuPlan plan = planCpus(host, wish.vcpus.value_or(usualVcpus(host, node)), node);
    if (!wish.isPinned) {
        plan.hostCpus.clear();
        plan.emulatorCpus.clear();
    }
    return plan;
}

std::optional<quint64> plannedWindow(const NewDomainDraft &draft)
{
    if (draft.wish.firmware != GuestFirmware::Efi)
        return {};
    const DomainTarget &target = draft.target;
    std::optional<int> bits = target.domain.maxPhysicalBits;
    if (target.host && target.host->physicalBits)
        bits = target.host->physicalBits;
    if (draft.wish.maxPhysicalBits)
        bits = draft.wish.maxPhysicalBits;
    const bool isAmd = target.host ? target.host->cpuVendor == "AMD"_L1 : draft.snapshot.machine.cpuVendor == CpuVendor::Amd;
    // Every CPU with 41 bits or more has pages of 1 GiB; libvirt lists the feature only where it is not part of a model.
    return windowOverride(addressSpaceOf(draft.devices), ovmfWindow(bits, isAmd, true));
}

/// The IGD belongs to slot 2 of the root bus, where its drivers look for it (QEMU, docs/igd-assign.txt).
void placeIgd(NewDomainDraft &draft, const Function *igd)
{
    for (Hostdev &hostdev : draft.hostdevs) {
        if (hostdev.function != igd)
            continue;
        hostdev.guest = PciAddress{0, 0, 2, 0};
        hostdev.comments += i18nc("@info XML comment", "Intel's drivers expect the GPU at this address, where it cannot be attached to a running VM");
        if (draft.igd.needsOpRegionSwitch)
            hostdev.alias = QLatin1StringView(igdAlias);
        if (const QString limit = igdLimitText(draft.igd, draft.target.domain.qemuVersion()); !limit.isEmpty())
            hostdev.comments += limit;
    }
}

Result<NewDomainDraft> drafted(const Snapshot &snapshot, const QList<PciAddress> &gpus, const NewDomain &wish, const DomainTarget &target)
{
    Result<QList<AssignedTogether>> devices = allAssignedTogether(snapshot, gpus, wish.hostdev.with, wish.hostdev.without);
    if (!devices)
        return devices.error();
    NewDomainDraft draft{.snapshot = snapshot,
                         .wish = wish,
                         .target = target,
                         .devices = wish.mdevs.isEmpty() ? *devices : QList<AssignedTogether>(),
                         .hostdevs = {},
                         .ports = 0,
                         .cpus = plannedCpus(wish, target, nodeOf(*devices)),
                         .graphics = chosenGraphics(wish, target.domain),
                         .secureBoot = wish.secureBoot.value_or(wish.guest == GuestOs::Windows11 && wish.firmware == GuestFirmware::Efi),
                         .tpm = wish.tpm.value_or(wish.guest == GuestOs::Windows11),
                         .windowMib = {},
                         .igd = {}};
    draft.hostdevs = planHostdevs(snapshot, draft.devices, wish.hostdev, 1);
    for (const AssignedTogether &functions : std::as_const(draft.devices)) {
        const Function *function = mainFunction(functions);
        const IgdAssignment igd = igdAssignment(*function, target.domain.qemuVersion());
        if (igd.isIgd) {
            draft.igd = igd;
            placeIgd(draft, function);
        }
    }
    draft.windowMib = plannedWindow(draft);
    draft.ports = int(wish.hostdev.keepsLayout ? draft.devices.size() : draft.hostdevs.size()) + int(wish.mdevs.size()) + ownPorts + wish.freePorts;
    if (const std::optional<Error> error = objectionTo(draft))
        return *error;
    return draft;
}

void writeMemory(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    const NewDomain &wish = draft.wish;
    xml.writeStartElement(u"memory"_s);
    xml.writeAttribute(u"unit"_s, u"MiB"_s);
    xml.writeCharacters(QString::number(wish.mebibytes));
    xml.writeEndElement();
    if (wish.hugepageKib == 0 && !wish.isLocked)
        return;
    if (wish.hugepageKib > 0)
        comment(xml,
                i18nc("@info XML comment %1 and %2 are numbers",
                      "The VM starts only if the host has %1 free pages of %2 KiB",
                      wish.mebibytes * 1024 / wish.hugepageKib,
                      wish.hugepageKib));
    xml.writeStartElement(u"memoryBacking"_s);
    if (wish.hugepageKib > 0) {
        xml.writeStartElement(u"hugepages"_s);
        element(xml, u"page"_s, {{u"size"_s, QString::number(wish.hugepageKib)}, {u"unit"_s, u"KiB"_s}});
        xml.writeEndElement();
    }
    if (wish.isLocked)
        element(xml, u"locked"_s, {});
    xml.writeEndElement();
}

void writePins(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    const CpuPlan &cpus = draft.cpus;
    if (cpus.hostCpus.isEmpty())
        return;
    if (cpus.crossesCaches)
        comment(xml, i18nc("@info XML comment", "The vCPUs share more than one last-level cache; fewer vCPUs would be faster each"));
    xml.writeStartElement(u"cputune"_s);
    for (qsizetype i = 0; i < cpus.hostCpus.size(); ++i)
        element(xml, u"vcpupin"_s, {{u"vcpu"_s, QString::number(i)}, {u"cpuset"_s, QString::number(cpus.hostCpus[i])}});
    element(xml, u"emulatorpin"_s, {{u"cpuset"_s, cpuSetText(cpus.emulatorCpus)}});
    xml.writeEndElement();
    if (!cpus.node)
        return;
    comment(xml, i18nc("@info XML comment", "Memory comes from the NUMA node that the GPU is attached to"));
    xml.writeStartElement(u"numatune"_s);
    element(xml, u"memory"_s, {{u"mode"_s, u"preferred"_s}, {u"nodeset"_s, QString::number(*cpus.node)}});
    xml.writeEndElement();
}

void writeOs(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    const bool isEfi = draft.wish.firmware == GuestFirmware::Efi;
    xml.writeStartElement(u"os"_s);
    if (isEfi)
        xml.writeAttribute(u"firmware"_s, u"efi"_s);
    xml.writeStartElement(u"type"_s);
    xml.writeAttribute(u"arch"_s, u"x86_64"_s);
    xml.writeAttribute(u"machine"_s, u"q35"_s);
    xml.writeCharacters(u"hvm"_s);
    xml.writeEndElement();
    if (isEfi) {
        const QString enabled = draft.secureBoot ? u"yes"_s : u"no"_s;
        if (!draft.secureBoot)
            comment(xml, i18nc("@info XML comment", "Without these, libvirt may choose a firmware that only boots signed systems"));
        xml.writeStartElement(u"firmware"_s);
        element(xml, u"feature"_s, {{u"enabled"_s, enabled}, {u"name"_s, u"enrolled-keys"_s}});
        element(xml, u"feature"_s, {{u"enabled"_s, enabled}, {u"name"_s, u"secure-boot"_s}});
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

/// What libvirt has no elements for.
void writeQemuOptions(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    if (draft.windowMib) {
        comment(xml,
                i18nc("@info XML comment %1 is a number of MiB",
                      "The firmware reserves %1 MiB of addresses for the GPU's memory, which does not fit into what it reserves by itself",
                      *draft.windowMib));
        xml.writeStartElement(u"qemu:commandline"_s);
        element(xml, u"qemu:arg"_s, {{u"value"_s, u"-fw_cfg"_s}});
        element(xml, u"qemu:arg"_s, {{u"value"_s, u"name=opt/ovmf/X-PciMmio64Mb,string=%1"_s.arg(*draft.windowMib)}});
        xml.writeEndElement();
    }
    if (draft.igd.needsOpRegionSwitch) {
        comment(xml, i18nc("@info XML comment", "The guest's driver finds the connected displays in the OpRegion, which this QEMU passes on only if told to"));
        xml.writeStartElement(u"qemu:override"_s);
        xml.writeStartElement(u"qemu:device"_s);
        xml.writeAttribute(u"alias"_s, QLatin1StringView(igdAlias));
        xml.writeStartElement(u"qemu:frontend"_s);
        element(xml, u"qemu:property"_s, {{u"name"_s, u"x-igd-opregion"_s}, {u"type"_s, u"bool"_s}, {u"value"_s, u"true"_s}});
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }
}

void writeMetadata(QXmlStreamWriter &xml, GuestOs guest)
{
    const QString id = guest == GuestOs::Linux ? u"http://libosinfo.org/linux/2022"_s
        : guest == GuestOs::Windows10          ? u"http://microsoft.com/win/10"_s
                                               : u"http://microsoft.com/win/11"_s;
    xml.writeStartElement(u"metadata"_s);
    xml.writeStartElement(u"libosinfo:libosinfo"_s);
    xml.writeAttribute(u"xmlns:libosinfo"_s, u"http://libosinfo.org/xmlns/libvirt/domain/1.0"_s);
    element(xml, u"libosinfo:os"_s, {{u"id"_s, id}});
    xml.writeEndElement();
    xml.writeEndElement();
}

void writeDomain(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    const bool usesQemuOptions = draft.windowMib || draft.igd.needsOpRegionSwitch;
    xml.writeStartElement(u"domain"_s);
    if (usesQemuOptions)
        xml.writeAttribute(u"xmlns:qemu"_s, QLatin1StringView(qemuNamespace));
    xml.writeAttribute(u"type"_s, draft.target.domain.virtType);
    if (draft.target.isAssumed)
        comment(xml, i18nc("@info XML comment", "For libvirt 9.0 and QEMU 7.2 or later, because the target's capabilities are unknown"));
    xml.writeTextElement(u"name"_s, draft.wish.name);
    writeMetadata(xml, draft.wish.guest);
    writeMemory(xml, draft);
    xml.writeTextElement(u"vcpu"_s, QString::number(draft.cpus.cores * draft.cpus.threads));
    writePins(xml, draft);
    writeOs(xml, draft);
    writeNewFeatures(xml, draft);
    writeNewDevices(xml, draft);
    writeQemuOptions(xml, draft);
    xml.writeEndElement();
}
}

Result<QString> newDomainXml(const Snapshot &snapshot, const QList<PciAddress> &gpus, const NewDomain &wish, const DomainTarget &target)
{
    const Result<NewDomainDraft> draft = drafted(snapshot, gpus, wish, target);
    if (!draft)
        return draft.error();
    QString text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    writeDomain(xml, *draft);
    return QString(text.trimmed() + u'\n');
}

}
