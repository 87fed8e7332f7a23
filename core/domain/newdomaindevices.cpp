// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "newdomaindraft.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// The order in which the firmware tries the disks. An empty disk is passed over, so the installer runs once.
constexpr int diskOrder = 1;
constexpr int installerOrder = 2;

void writeOrder(QXmlStreamWriter &xml, int order)
{
    element(xml, u"boot"_s, {{u"order"_s, QString::number(order)}});
}

void writeDisk(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    const GuestDisk &disk = draft.wish.disk;
    if (disk.kind == GuestDisk::Kind::None)
        return;
    const bool isBlock = disk.kind == GuestDisk::Kind::BlockDevice;
    if (disk.kind == GuestDisk::Kind::NewImage)
        comment(xml,
                i18nc("@info XML comment, a command; %1 is a format, %2 a file, %3 a number",
                      "Create this disk first: qemu-img create -f %1 %2 %3G",
                      disk.format,
                      disk.path,
                      QString::number(disk.gibibytes)));
    if (!draft.usesVirtio())
        comment(xml, i18nc("@info XML comment", "SATA, because the installer of Windows has no drivers for virtio"));
    xml.writeStartElement(u"disk"_s);
    xml.writeAttribute(u"type"_s, isBlock ? u"block"_s : u"file"_s);
    xml.writeAttribute(u"device"_s, u"disk"_s);
    element(xml,
            u"driver"_s,
            {{u"name"_s, u"qemu"_s}, {u"type"_s, isBlock ? u"raw"_s : disk.format}, {u"cache"_s, isBlock ? u"none"_s : QString()}, {u"discard"_s, u"unmap"_s}});
    element(xml, u"source"_s, {{isBlock ? u"dev"_s : u"file"_s, disk.path}});
    element(xml, u"target"_s, {{u"dev"_s, draft.usesVirtio() ? u"vda"_s : u"sda"_s}, {u"bus"_s, draft.usesVirtio() ? u"virtio"_s : u"sata"_s}});
    writeOrder(xml, diskOrder);
    xml.writeEndElement();
}

void writeCdrom(QXmlStreamWriter &xml, const QString &file, const QString &target, std::optional<int> order)
{
    if (file.isEmpty())
        return;
    xml.writeStartElement(u"disk"_s);
    xml.writeAttribute(u"type"_s, u"file"_s);
    xml.writeAttribute(u"device"_s, u"cdrom"_s);
    element(xml, u"driver"_s, {{u"name"_s, u"qemu"_s}, {u"type"_s, u"raw"_s}});
    element(xml, u"source"_s, {{u"file"_s, file}});
    element(xml, u"target"_s, {{u"dev"_s, target}, {u"bus"_s, u"sata"_s}});
    element(xml, u"readonly"_s, {});
    if (order)
        writeOrder(xml, *order);
    xml.writeEndElement();
}

void writePorts(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    element(xml, u"controller"_s, {{u"type"_s, u"usb"_s}, {u"model"_s, u"qemu-xhci"_s}});
    element(xml, u"controller"_s, {{u"type"_s, u"pci"_s}, {u"index"_s, u"0"_s}, {u"model"_s, u"pcie-root"_s}});
    comment(xml, i18nc("@info XML comment", "One root port for each device; only a device alone on its port can be attached and detached while the VM runs"));
    for (int port = 1; port <= draft.ports; ++port)
        element(xml, u"controller"_s, {{u"type"_s, u"pci"_s}, {u"index"_s, QString::number(port)}, {u"model"_s, u"pcie-root-port"_s}});
}

void writeNetwork(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    const NewDomain &wish = draft.wish;
    if (wish.network == GuestNetwork::None)
        return;
    const QString type = wish.network == GuestNetwork::Libvirt ? u"network"_s : wish.network == GuestNetwork::Bridge ? u"bridge"_s : u"user"_s;
    xml.writeStartElement(u"interface"_s);
    xml.writeAttribute(u"type"_s, type);
    if (wish.network != GuestNetwork::User)
        element(xml, u"source"_s, {{type, wish.networkName}});
    element(xml, u"model"_s, {{u"type"_s, draft.usesVirtio() ? u"virtio"_s : u"e1000e"_s}});
    xml.writeEndElement();
}

void writeInput(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    if (draft.graphics != GuestGraphics::None)
        element(xml, u"input"_s, {{u"type"_s, u"tablet"_s}, {u"bus"_s, u"usb"_s}});
    if (draft.wish.evdev.isEmpty())
        return;
    comment(xml, i18nc("@info XML comment", "Press both Ctrl keys to switch keyboard and mouse between host and VM"));
    bool isFirst = true;
    for (const QString &device : draft.wish.evdev) {
        xml.writeStartElement(u"input"_s);
        xml.writeAttribute(u"type"_s, u"evdev"_s);
        // One device switches all of them.
        element(xml,
                u"source"_s,
                {{u"dev"_s, device},
                 {u"grab"_s, isFirst ? u"all"_s : QString()},
                 {u"grabToggle"_s, isFirst ? u"ctrl-ctrl"_s : QString()},
                 {u"repeat"_s, isFirst ? u"on"_s : QString()}});
        xml.writeEndElement();
        isFirst = false;
    }
}

void writeTpm(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    if (!draft.tpm)
        return;
    xml.writeStartElement(u"tpm"_s);
    xml.writeAttribute(u"model"_s, draft.target.domain.tpmModels.contains(u"tpm-crb"_s) ? u"tpm-crb"_s : u"tpm-tis"_s);
    element(xml, u"backend"_s, {{u"type"_s, u"emulator"_s}, {u"version"_s, u"2.0"_s}});
    xml.writeEndElement();
}

void writeVideo(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    if (draft.graphics == GuestGraphics::None) {
        xml.writeStartElement(u"video"_s);
        element(xml, u"model"_s, {{u"type"_s, u"none"_s}});
        xml.writeEndElement();
        return;
    }
    const bool isSpice = draft.graphics == GuestGraphics::Spice;
    comment(xml, i18nc("@info XML comment", "Shows the VM until the guest has a driver for the GPU; then replace the video model by none"));
    xml.writeStartElement(u"graphics"_s);
    xml.writeAttribute(u"type"_s, isSpice ? u"spice"_s : u"vnc"_s);
    xml.writeAttribute(u"autoport"_s, u"yes"_s);
    element(xml, u"listen"_s, {{u"type"_s, u"address"_s}, {u"address"_s, u"127.0.0.1"_s}});
    xml.writeEndElement();
    const QStringList &models = draft.target.domain.videoModels;
    // Windows has no driver for virtio's.
    const QString model = !draft.isWindows() && models.contains(u"virtio"_s)       ? u"virtio"_s
        : models.contains(u"bochs"_s) && draft.wish.firmware == GuestFirmware::Efi ? u"bochs"_s
                                                                                   : u"vga"_s;
    xml.writeStartElement(u"video"_s);
    element(xml, u"model"_s, {{u"type"_s, model}});
    xml.writeEndElement();
    if (!isSpice)
        return;
    xml.writeStartElement(u"channel"_s);
    xml.writeAttribute(u"type"_s, u"spicevmc"_s);
    element(xml, u"target"_s, {{u"type"_s, u"virtio"_s}, {u"name"_s, u"com.redhat.spice.0"_s}});
    xml.writeEndElement();
}

void writeAudio(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    if (draft.wish.audio == GuestAudio::None)
        return;
    const bool isPipeWire = draft.wish.audio == GuestAudio::PipeWire;
    xml.writeStartElement(u"sound"_s);
    xml.writeAttribute(u"model"_s, u"ich9"_s);
    element(xml, u"audio"_s, {{u"id"_s, u"1"_s}});
    xml.writeEndElement();
    if (isPipeWire)
        comment(xml, i18nc("@info XML comment", "QEMU must run as the user of this folder: set user in /etc/libvirt/qemu.conf"));
    element(xml,
            u"audio"_s,
            {{u"id"_s, u"1"_s}, {u"type"_s, isPipeWire ? u"pipewire"_s : u"spice"_s}, {u"runtimeDir"_s, isPipeWire ? draft.wish.audioRuntimeDir : QString()}});
}

void writeMdev(QXmlStreamWriter &xml, const QString &uuid)
{
    xml.writeStartElement(u"hostdev"_s);
    xml.writeAttribute(u"mode"_s, u"subsystem"_s);
    xml.writeAttribute(u"type"_s, u"mdev"_s);
    xml.writeAttribute(u"model"_s, u"vfio-pci"_s);
    xml.writeStartElement(u"source"_s);
    element(xml, u"address"_s, {{u"uuid"_s, uuid}});
    xml.writeEndElement();
    xml.writeEndElement();
}

void writeHostdevs(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    if (draft.wish.hostdev.keepsLayout && draft.hostdevs.size() > draft.devices.size())
        comment(xml,
                i18nc("@info XML comment",
                      "As one device with several functions, the GPU cannot be attached to or detached from a running VM, nor can its return be requested"));
    for (const Hostdev &hostdev : draft.hostdevs)
        writeHostdev(xml, hostdev);
    for (const QString &uuid : draft.wish.mdevs)
        writeMdev(xml, uuid);
}

void writeLookingGlass(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    if (!draft.wish.lookingGlass)
        return;
    comment(xml,
            i18nc("@info XML comment %1 and %2 are numbers of pixels",
                  "Looking Glass: two frames of %1 x %2; your user needs access to /dev/shm/looking-glass",
                  QString::number(draft.wish.lookingGlass->width),
                  QString::number(draft.wish.lookingGlass->height)));
    xml.writeStartElement(u"shmem"_s);
    xml.writeAttribute(u"name"_s, u"looking-glass"_s);
    element(xml, u"model"_s, {{u"type"_s, u"ivshmem-plain"_s}});
    xml.writeStartElement(u"size"_s);
    xml.writeAttribute(u"unit"_s, u"M"_s);
    xml.writeCharacters(QString::number(draft.wish.lookingGlass->mebibytes()));
    xml.writeEndElement();
    xml.writeEndElement();
}

void writeAgent(QXmlStreamWriter &xml)
{
    xml.writeStartElement(u"channel"_s);
    xml.writeAttribute(u"type"_s, u"unix"_s);
    element(xml, u"target"_s, {{u"type"_s, u"virtio"_s}, {u"name"_s, u"org.qemu.guest_agent.0"_s}});
    xml.writeEndElement();
}

void writeRest(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    comment(xml, i18nc("@info XML comment", "All memory is pinned for the GPU, so none of it can be ballooned"));
    element(xml, u"memballoon"_s, {{u"model"_s, u"none"_s}});
    if (!draft.target.domain.rngBackends.contains(u"random"_s))
        return;
    xml.writeStartElement(u"rng"_s);
    xml.writeAttribute(u"model"_s, u"virtio"_s);
    xml.writeStartElement(u"backend"_s);
    xml.writeAttribute(u"model"_s, u"random"_s);
    xml.writeCharacters(u"/dev/urandom"_s);
    xml.writeEndElement();
    xml.writeEndElement();
}
}

void writeNewDevices(QXmlStreamWriter &xml, const NewDomainDraft &draft)
{
    xml.writeStartElement(u"devices"_s);
    if (!draft.target.domain.emulator.isEmpty())
        xml.writeTextElement(u"emulator"_s, draft.target.domain.emulator);
    writeDisk(xml, draft);
    const bool isSata = !draft.usesVirtio() && draft.wish.disk.kind != GuestDisk::Kind::None;
    writeCdrom(xml, draft.wish.installer, isSata ? u"sdb"_s : u"sda"_s, installerOrder);
    writeCdrom(xml, draft.wish.virtioDrivers, u"sdc"_s, {});
    writePorts(xml, draft);
    writeNetwork(xml, draft);
    writeAgent(xml);
    writeInput(xml, draft);
    writeTpm(xml, draft);
    writeVideo(xml, draft);
    writeAudio(xml, draft);
    writeHostdevs(xml, draft);
    writeLookingGlass(xml, draft);
    writeRest(xml, draft);
    xml.writeEndElement();
}

}
