// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <sys/fsuid.h>
#include <unistd.h>

Tree::Tree()
{
    // Found by ordinary users too: QTemporaryDir is closed to them.
    QFile::setPermissions(m_directory.path(), QFile::Permissions::fromInt(0x7755));
    for (const char *name : {"sys/bus/pci/devices", "sys/class", "proc"})
        QDir(path()).mkpath(QString::fromLatin1(name));
}

QString Tree::path(const QByteArray &relative) const
{
    return m_directory.filePath(QString::fromUtf8(relative));
}

void Tree::file(const QByteArray &relative, const QByteArray &content) const
{
    const QString name = path(relative);
    QDir().mkpath(QFileInfo(name).path());
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
}

void Tree::link(const QByteArray &relative, const QByteArray &target) const
{
    const QByteArray name = path(relative).toLocal8Bit();
    QDir().mkpath(QFileInfo(path(relative)).path());
    if (::symlink(target.constData(), name.constData()) != 0)
        qFatal("cannot link %s", name.constData());
}

void Tree::remove(const QByteArray &relative) const
{
    const QString name = path(relative);
    const QFileInfo info(name);
    if (info.isDir() && !info.isSymLink())
        QDir(name).removeRecursively();
    else
        QFile::remove(name);
}

QByteArray Tree::function(const QByteArray &place, const QByteArray &classCode) const
{
    const QByteArray at = "sys/devices/" + place;
    const QByteArray classId = "bc" + classCode.first(2) + "sc" + classCode.sliced(2, 2) + 'i' + classCode.last(2);
    file(at + "/modalias", "pci:v000010DEd00001F08sv00001462sd00003752" + classId + '\n');
    file(at + "/revision", "0xa1\n");
    file(at + "/resource", "0x0000000000000000 0x0000000000000000 0x0000000000000000\n");
    file(at + "/numa_node", "-1\n");
    file(at + "/driver_override", "(null)\n");
    file(at + "/power_state", "D0\n");
    file(at + "/d3cold_allowed", "1\n");
    file(at + "/power/runtime_status", "active\n");
    file(at + "/power/control", "auto\n");
    file(at + "/power/runtime_active_time", "1200\n");
    file(at + "/power/runtime_suspended_time", "3400\n");
    file(at + "/config", configSpace());
    for (const char *attribute : {"/current_link_speed", "/max_link_speed"})
        file(at + attribute, "16.0 GT/s PCIe\n");
    for (const char *attribute : {"/current_link_width", "/max_link_width"})
        file(at + attribute, "8\n");
    link("sys/bus/pci/devices/" + place.sliced(place.lastIndexOf('/') + 1), "../../../devices/" + place);
    return at;
}

QByteArray Tree::classDevice(const QByteArray &function, const QByteArray &classAndName) const
{
    const QByteArray at = function + '/' + classAndName;
    QDir().mkpath(path(at));
    const QByteArray className = classAndName.first(classAndName.indexOf('/'));
    const QByteArray name = classAndName.sliced(classAndName.lastIndexOf('/') + 1);
    link("sys/class/" + className + '/' + name, "../../" + at.sliced(4));
    return at;
}

core::Snapshot Tree::read() const
{
    std::vector<std::string> ignored;
    return read(ignored);
}

core::Snapshot Tree::read(std::vector<std::string> &accesses) const
{
    const auto snapshot = host::readMachine({.sysroot = path(), .withHolders = true, .onAccess = [&accesses](const char *path) {
                                                 accesses.emplace_back(path);
                                             }});
    if (!snapshot)
        qFatal("%s", qPrintable(snapshot.error().text()));
    return *snapshot;
}

core::Snapshot Tree::readUnprivileged() const
{
    // For root: this thread then has neither root's files nor CAP_DAC_OVERRIDE (capabilities(7)).
    constexpr uid_t nobody = 65534;
    const auto before = uid_t(::setfsuid(nobody));
    core::Snapshot snapshot = read();
    ::setfsuid(before);
    return snapshot;
}

core::PciAddress address(const char *text)
{
    return core::PciAddress::parse(QString::fromLatin1(text)).value();
}

QByteArray configSpace(qsizetype size)
{
    QByteArray bytes(size, '\0');
    const auto set = [&](qsizetype offset, QByteArray hex) {
        const QByteArray value = QByteArray::fromHex(hex);
        if (offset + value.size() <= size)
            bytes.replace(offset, value.size(), value);
    };
    set(0x00, "de10081f 07001000"); // status: there is a capability list
    set(0x0c, "00008000"); // multifunction
    set(0x34, "60");
    set(0x60, "1000 0200 00000010"); // PCIe endpoint, the last one, with FLR
    set(0x100, "0d000100 5f001d00"); // ACS
    return bytes;
}

QByteArray bridgeConfigSpace(int secondary, int subordinate)
{
    QByteArray bytes(256, '\0');
    bytes[0x0e] = 1;
    bytes[0x19] = char(secondary);
    bytes[0x1a] = char(subordinate);
    return bytes;
}
