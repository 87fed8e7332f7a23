// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostcapabilities.h"

#include "xmltree.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// More than Linux supports (CONFIG_NR_CPUS).
constexpr int mostCpus = 8192;

int lowestOf(const QString &set, int otherwise)
{
    const std::optional<QList<int>> cpus = parseCpuSet(set);
    return cpus && !cpus->isEmpty() ? *std::ranges::min_element(*cpus) : otherwise;
}

void takeCell(const XmlNode &cell, HostCapabilities &host)
{
    const int node = cell.attribute(u"id").toInt();
    for (const XmlNode &pages : cell.children(u"pages")) {
        const quint64 size = parseLibvirtNumber(pages.attribute(u"size")).value_or(0);
        if (pages.attribute(u"unit") == u"KiB" && size > 4)
            host.pages.append({node, size, parseLibvirtNumber(pages.text()).value_or(0)});
    }
    for (const XmlNode &cpu : cell.child(u"cpus").children(u"cpu")) {
        bool ok = false;
        const int id = cpu.attribute(u"id").toInt(&ok);
        if (ok && id >= 0 && id < mostCpus)
            host.cpus.append({id, node, lowestOf(cpu.attribute(u"siblings"), id), -1});
    }
}

/// The last level is the highest there is.
void takeCaches(const XmlNode &cache, HostCapabilities &host)
{
    int last = 0;
    for (const XmlNode &bank : cache.children(u"bank"))
        last = std::max(last, bank.attribute(u"level").toInt());
    for (const XmlNode &bank : cache.children(u"bank")) {
        const std::optional<QList<int>> shared = parseCpuSet(bank.attribute(u"cpus"));
        if (bank.attribute(u"level").toInt() != last || !shared || shared->isEmpty())
            continue;
        const int lowest = *std::ranges::min_element(*shared);
        for (HostCpu &cpu : host.cpus) {
            if (shared->contains(cpu.id))
                cpu.cache = lowest;
        }
    }
}
}

Result<HostCapabilities> HostCapabilities::parse(const QByteArray &xml)
{
    const Result<XmlTree> tree = XmlTree::parse(xml);
    if (!tree)
        return tree.error();
    const XmlNode root = tree->root();
    if (root->name != "capabilities"_L1)
        return Error{i18nc("@info", "The host's capabilities could not be read."),
                     i18nc("@info %1 is the name of an XML element", "The document is <%1>, not <capabilities>.", root->name.left(40)),
                     i18nc("@info", "Save them on the target host: virsh capabilities")};
    HostCapabilities host;
    const XmlNode machine = root.child(u"host");
    const XmlNode cpu = machine.child(u"cpu");
    host.cpuVendor = cpu.child(u"vendor").text();
    if (const auto bits = parseLibvirtNumber(cpu.child(u"maxphysaddr").attribute(u"bits")))
        host.physicalBits = int(qMin<quint64>(*bits, 64));
    host.hasOneGibPages = std::ranges::any_of(cpu.children(u"feature"), [](const XmlNode &feature) {
        return feature.attribute(u"name") == u"pdpe1gb";
    });
    for (const XmlNode &cell : machine.child(u"topology").child(u"cells").children(u"cell"))
        takeCell(cell, host);
    takeCaches(machine.child(u"cache"), host);
    std::ranges::sort(host.cpus, {}, &HostCpu::id);
    return host;
}

std::optional<QList<int>> parseCpuSet(QStringView text)
{
    QList<int> cpus;
    for (QStringView part : text.split(u',')) {
        part = part.trimmed();
        const bool isExcluded = part.startsWith(u'^');
        if (isExcluded)
            part = part.sliced(1);
        const qsizetype dash = part.indexOf(u'-');
        bool isFirst = false;
        bool isLast = false;
        const int first = part.first(dash < 0 ? part.size() : dash).toInt(&isFirst);
        const int last = part.sliced(dash + 1).toInt(&isLast);
        if (!isFirst || !isLast || first < 0 || last < first || last >= mostCpus)
            return {};
        for (int cpu = first; cpu <= last; ++cpu) {
            if (isExcluded)
                cpus.removeAll(cpu);
            else if (!cpus.contains(cpu))
                cpus.append(cpu);
        }
    }
    std::ranges::sort(cpus);
    return cpus;
}

QString cpuSetText(QList<int> cpus)
{
    std::ranges::sort(cpus);
    QStringList parts;
    for (qsizetype i = 0; i < cpus.size();) {
        qsizetype end = i + 1;
        while (end < cpus.size() && cpus[end] == cpus[end - 1] + 1)
            ++end;
        const QString first = QString::number(cpus[i]);
        parts += end - i == 1 ? first : first + u'-' + QString::number(cpus[end - 1]);
        i = end;
    }
    return parts.join(u',');
}

}
