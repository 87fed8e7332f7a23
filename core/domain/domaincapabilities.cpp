// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "domaincapabilities.h"

#include "xmltree.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QStringList valuesOf(const XmlNode &parent, QStringView name)
{
    QStringList values;
    for (const XmlNode &list : parent.children(u"enum")) {
        if (list.attribute(u"name") != name)
            continue;
        for (const XmlNode &value : list.children(u"value"))
            values += value.text();
    }
    return values;
}

bool isSupported(const XmlNode &node)
{
    return node.attribute(u"supported") == u"yes";
}

void takeCpu(const XmlNode &cpu, DomainCapabilities &capabilities)
{
    for (const XmlNode &mode : cpu.children(u"mode")) {
        if (mode.attribute(u"name") == u"host-passthrough")
            capabilities.hasHostPassthrough = isSupported(mode);
        // The limit of host-model is what the host's CPU has.
        if (const auto bits = parseLibvirtNumber(mode.child(u"maxphysaddr").attribute(u"limit")))
            capabilities.maxPhysicalBits = int(qMin<quint64>(*bits, 64));
    }
}

void takeOs(const XmlNode &os, DomainCapabilities &capabilities)
{
    capabilities.hasEfi = valuesOf(os, u"firmware").contains(u"efi"_s);
    capabilities.hasSecureBoot = capabilities.hasEfi && valuesOf(os.child(u"loader"), u"secure").contains(u"yes"_s);
}

void takeDevices(const XmlNode &devices, DomainCapabilities &capabilities)
{
    capabilities.graphics = valuesOf(devices.child(u"graphics"), u"type");
    capabilities.videoModels = valuesOf(devices.child(u"video"), u"modelType");
    capabilities.rngBackends = valuesOf(devices.child(u"rng"), u"backendModel");
    capabilities.audioTypes = valuesOf(devices.child(u"audio"), u"type");
    if (const XmlNode tpm = devices.child(u"tpm"); isSupported(tpm) && valuesOf(tpm, u"backendModel").contains(u"emulator"_s)) {
        capabilities.tpmModels = valuesOf(tpm, u"model");
        capabilities.tpmVersions = valuesOf(tpm, u"backendVersion");
    }
    const XmlNode hostdev = devices.child(u"hostdev");
    capabilities.hasPciHostdev = isSupported(hostdev) && valuesOf(hostdev, u"subsysType").contains(u"pci"_s);
    capabilities.hasVfio = valuesOf(hostdev, u"pciBackend").contains(u"vfio"_s);
    capabilities.hasIommufd = valuesOf(hostdev, u"iommufd").contains(u"yes"_s);
}
}

Result<DomainCapabilities> DomainCapabilities::parse(const QByteArray &xml)
{
    const Result<XmlTree> tree = XmlTree::parse(xml);
    if (!tree)
        return tree.error();
    const XmlNode root = tree->root();
    if (root->name != "domainCapabilities"_L1)
        return Error{i18nc("@info", "The domain capabilities could not be read."),
                     i18nc("@info %1 is the name of an XML element", "The document is <%1>, not <domainCapabilities>.", root->name.left(40)),
                     i18nc("@info", "Save them on the target host: virsh domcapabilities --machine q35")};
    DomainCapabilities capabilities;
    capabilities.emulator = root.child(u"path").text();
    capabilities.virtType = root.child(u"domain").text();
    capabilities.machine = root.child(u"machine").text();
    takeOs(root.child(u"os"), capabilities);
    takeCpu(root.child(u"cpu"), capabilities);
    capabilities.memorySources = valuesOf(root.child(u"memoryBacking"), u"sourceType");
    takeDevices(root.child(u"devices"), capabilities);
    if (const XmlNode hyperv = root.child(u"features").child(u"hyperv"); isSupported(hyperv))
        capabilities.hypervFeatures = valuesOf(hyperv, u"features");
    return capabilities;
}

DomainCapabilities DomainCapabilities::assumed()
{
    DomainCapabilities capabilities;
    capabilities.virtType = u"kvm"_s;
    capabilities.machine = u"pc-q35-7.2"_s;
    capabilities.hasEfi = true;
    capabilities.hasSecureBoot = true;
    capabilities.hasHostPassthrough = true;
    capabilities.memorySources = {u"file"_s, u"anonymous"_s, u"memfd"_s};
    capabilities.graphics = {u"vnc"_s, u"spice"_s};
    capabilities.videoModels = {u"vga"_s, u"virtio"_s, u"none"_s, u"bochs"_s, u"qxl"_s};
    capabilities.tpmModels = {u"tpm-tis"_s, u"tpm-crb"_s};
    capabilities.tpmVersions = {u"2.0"_s};
    capabilities.rngBackends = {u"random"_s};
    capabilities.hypervFeatures = {u"relaxed"_s, u"vapic"_s, u"spinlocks"_s, u"vpindex"_s, u"runtime"_s, u"synic"_s, u"stimer"_s, u"frequencies"_s};
    capabilities.hasPciHostdev = true;
    capabilities.hasVfio = true;
    return capabilities;
}

QVersionNumber DomainCapabilities::qemuVersion() const
{
    qsizetype end = 0;
    const QString text = machine.sliced(machine.lastIndexOf(u'-') + 1);
    const QVersionNumber version = QVersionNumber::fromString(text, &end);
    return end == text.size() ? version : QVersionNumber();
}

}
