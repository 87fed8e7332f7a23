// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "managersettings.h"

#include "host/sysfs/parse.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace host
{

namespace
{
using Settings = QList<core::ManagerSetting>;

constexpr qsizetype mostSettings = 256; ///< a machine with more is not one that people set up

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QString pathOf(Attribute attribute)
{
    return u'/' + QString::fromLatin1(row(attribute).name);
}

/// Calls `each(path, content)` for the files of a directory, by name.
template<typename Each>
void forEachFile(const Directory &root, Attribute directory, std::string_view ending, Each each)
{
    std::vector<std::string> names;
    root.child(row(directory).name).forEachEntry([&](const char *name) {
        if (std::string_view(name).ends_with(ending))
            names.emplace_back(name);
    });
    std::ranges::sort(names);
    for (const std::string &name : names) {
        if (const auto content = root.readIn(directory, name))
            each(pathOf(directory) + u'/' + text(name), std::string_view(*content));
    }
}

/// Calls `each(line)` for every line, without white space around it.
template<typename Each>
void forEachLine(std::string_view content, Each each)
{
    while (!content.empty())
        each(trimmed(take(content, '\n')));
}

/// systemd gives a unit a control group while it is active.
bool isActive(const Directory &root, const char *unit)
{
    return root.has((std::string("sys/fs/cgroup/system.slice/") + unit).c_str());
}

void addActive(const Directory &root, QLatin1StringView manager, const char *unit, Settings &settings)
{
    if (isActive(root, unit))
        settings.append({manager, u"/sys/fs/cgroup/system.slice/"_s + QLatin1StringView(unit), u"active"_s});
}

/// modprobe.d(5): IDs that vfio-pci claims, and drivers before which it is loaded.
void addModprobe(const Directory &root, Settings &settings)
{
    forEachFile(root, Attribute::ModprobeSettings, ".conf", [&settings](const QString &file, std::string_view content) {
        // Its files begin with a line that names it (envycontrol.py).
        const bool ofEnvyControl = content.find("EnvyControl") != std::string_view::npos;
        if (ofEnvyControl)
            settings.append({u"envycontrol"_s, file, u"generated"_s});
        forEachLine(content, [&](std::string_view line) {
            const QString words = text(line).simplified();
            const bool claims = (words.startsWith("options vfio-pci "_L1) || words.startsWith("options vfio_pci "_L1)) && words.contains("ids="_L1);
            const bool goesFirst = words.startsWith("softdep "_L1) && words.contains("vfio"_L1);
            if (!ofEnvyControl && (claims || goesFirst))
                settings.append({u"modprobe"_s, file, words});
        });
    });
}

void addDriverctl(const Directory &root, Settings &settings)
{
    forEachFile(root, Attribute::DriverctlOverrides, "", [&settings](const QString &file, std::string_view content) {
        settings.append({u"driverctl"_s, file, text(trimmed(content))});
    });
}

void addLaptopManagers(const Directory &root, Settings &settings)
{
    const auto supergfxd = root.readLong(Attribute::SupergfxdSettings);
    const QString mode = supergfxd ? QJsonDocument::fromJson(QByteArray::fromStdString(*supergfxd)).object()["mode"_L1].toString() : QString();
    if (!mode.isEmpty())
        settings.append({u"supergfxctl"_s, pathOf(Attribute::SupergfxdSettings), mode});
    else
        addActive(root, "supergfxctl"_L1, "supergfxd.service", settings);
    for (const char *rules : {"etc/udev/rules.d/50-remove-nvidia.rules", "lib/udev/rules.d/50-remove-nvidia.rules"}) {
        if (root.has(rules))
            settings.append({u"envycontrol"_s, u'/' + QString::fromLatin1(rules), u"integrated"_s});
    }
    addActive(root, "optimus-manager"_L1, "optimus-manager.service", settings);
    addActive(root, "switcheroo-control"_L1, "switcheroo-control.service", settings);
}

/// qm.conf(5): "hostpci0: 0000:01:00,pcie=1", up to the first section, which is a snapshot of the VM.
void addProxmox(const Directory &root, Settings &settings)
{
    const auto mappings = root.readLong(Attribute::ProxmoxMapping);
    forEachLine(mappings ? std::string_view(*mappings) : std::string_view(), [&](std::string_view line) {
        // "map id=10de:1b80,path=0000:01:00.0"
        const QString words = text(line);
        if (words.startsWith("map "_L1) && words.contains("path="_L1))
            settings.append({u"proxmox"_s, pathOf(Attribute::ProxmoxMapping), words});
    });
    forEachFile(root, Attribute::ProxmoxVms, ".conf", [&settings](const QString &file, std::string_view content) {
        bool inSnapshot = false;
        forEachLine(content, [&](std::string_view line) {
            inSnapshot = inSnapshot || line.starts_with('[');
            if (!inSnapshot && line.starts_with("hostpci"))
                settings.append({u"proxmox"_s, file, text(line)});
        });
    });
}

/// libvirt src/qemu/qemu_domain.c: the state of running VMs, with their hostdev elements.
void addLibvirt(const Directory &root, Settings &settings)
{
    forEachFile(root, Attribute::LibvirtStatus, ".xml", [&settings](const QString &file, std::string_view content) {
        QXmlStreamReader xml(QByteArray::fromRawData(content.data(), qsizetype(content.size())));
        bool inSource = false;
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (xml.name() == "source"_L1)
                inSource = token == QXmlStreamReader::StartElement;
            if (token != QXmlStreamReader::StartElement || xml.name() != "address"_L1 || !inSource)
                continue;
            const auto number = [&xml](const char *name) {
                return xml.attributes().value(QLatin1StringView(name)).toUInt(nullptr, 0);
            };
            if (xml.attributes().hasAttribute("bus"_L1) && xml.attributes().hasAttribute("function"_L1))
                settings.append(
                    {u"libvirt"_s, file, QString::asprintf("%04x:%02x:%02x.%x", number("domain"), number("bus"), number("slot"), number("function"))});
        }
    });
}
}

QList<core::ManagerSetting> readManagerSettings(const Directory &root)
{
    Settings settings;
    addModprobe(root, settings);
    addDriverctl(root, settings);
    addLaptopManagers(root, settings);
    addProxmox(root, settings);
    addLibvirt(root, settings);
    return settings.first(std::min(settings.size(), mostSettings));
}

}
