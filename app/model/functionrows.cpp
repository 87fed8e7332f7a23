// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionrows.h"

#include "app/text/devicetext.h"
#include "app/text/format.h"
#include "core/pci/pciclass.h"
#include "core/pci/topology.h"

#include <KLocalizedString>

namespace app
{

namespace
{

QString iconOf(const core::Function &function)
{
    if (core::isBridge(function))
        return QStringLiteral("branch");
    if (core::isAudio(function))
        return QStringLiteral("audio-card");
    if (core::isUsbController(function))
        return QStringLiteral("drive-removable-media-usb");
    if (core::isStorage(function))
        return QStringLiteral("drive-harddisk");
    if (core::isNetwork(function))
        return QStringLiteral("network-wired");
    return QStringLiteral("preferences-devices-cpu");
}

/// The kind of a bridge tells more than its name.
QString nameOf(const core::Function &function, int virtualFunction)
{
    if (virtualFunction > 0)
        return i18nc("@item a virtual function of the device above it, with its number", "VF %1: %2", virtualFunction, core::displayName(function));
    return core::isBridge(function) ? portText(function) : core::displayName(function);
}

QString descriptionOf(const core::Function &function, const Annotations &annotations)
{
    QStringList parts{i18nc("@info:tooltip name, address", "%1 at %2", core::displayName(function), function.address.toShortString()), function.className};
    if (function.group)
        parts.append(i18nc("@info:tooltip", "IOMMU group %1", core::number(*function.group)));
    parts.append(function.driver ? i18nc("@info:tooltip", "driver %1", *function.driver) : i18nc("@info:tooltip", "no driver"));
    if (core::isSuspended(function))
        parts.append(i18nc("@info:tooltip", "suspended"));
    if (const auto found = annotations.findings.constFind(function.address); found != annotations.findings.cend())
        parts.append(verdictText(core::verdict(*found), core::isOnVfio(function)));
    parts.append(annotations.bootNotes.value(function.address).text);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

size_t appearanceOf(const FunctionRow &row)
{
    constexpr int none = -1;
    const size_t texts = qHashRange(row.texts.begin(), row.texts.end());
    return qHashMulti(0, texts, row.icon, row.description, row.searchText, row.state ? static_cast<int>(*row.state) : none);
}

/// `virtualFunction`: its number among those of the function above; 0: it is none.
FunctionRow functionRow(const core::TopologyNode &node, const Annotations &annotations, int virtualFunction = 0)
{
    const core::Function &function = *node.function;
    FunctionRow row;
    row.kind = FunctionRow::Kind::Function;
    row.address = function.address;
    row.icon = iconOf(function);
    if (core::isGpu(function))
        row.state = deviceState(function);

    row.text(FunctionColumn::Name) = nameOf(function, virtualFunction);
    row.text(FunctionColumn::Address) = function.address.toShortString();
    row.text(FunctionColumn::Group) = function.group ? QString::number(core::number(*function.group)) : noValue();
    row.text(FunctionColumn::Driver) = function.driver ? *function.driver : noValue();
    row.text(FunctionColumn::Power) = powerTag(function);
    row.text(FunctionColumn::Boot) = annotations.bootNotes.value(function.address).tag;
    row.description = descriptionOf(function, annotations);
    row.searchText = core::displayName(function) + QLatin1Char('\n') + function.address.toString() + QLatin1Char('\n') + function.className + QLatin1Char('\n')
        + row.text(FunctionColumn::Driver) + QLatin1Char('\n') + idText(function.vendor, function.device) + QLatin1Char('\n')
        + (core::isBridge(function) ? portText(function) : kindText(function));

    row.appearance = appearanceOf(row);
    row.children.reserve(node.children.size());
    int number = 0;
    for (const core::TopologyNode &child : node.children)
        row.children.push_back(functionRow(child, annotations, child.function->physicalFunction == function.address ? ++number : 0));
    return row;
}

FunctionRow rootBusRow(const core::RootBus &bus, const Annotations &annotations)
{
    FunctionRow row;
    row.kind = FunctionRow::Kind::RootBus;
    row.address = {.domain = bus.domain, .bus = bus.bus};
    row.icon = QStringLiteral("distribute-graph-directed");
    row.text(FunctionColumn::Name) = rootBusName(bus.domain, bus.bus);
    row.description = row.texts[0];
    row.appearance = appearanceOf(row);
    row.children.reserve(bus.children.size());
    for (const core::TopologyNode &child : bus.children)
        row.children.push_back(functionRow(child, annotations));
    return row;
}

}

FunctionRow functionRows(const core::Snapshot &snapshot, const Annotations &annotations)
{
    FunctionRow row;
    row.kind = FunctionRow::Kind::Machine;
    row.icon = QStringLiteral("computer");
    row.text(FunctionColumn::Name) = machineName(snapshot.machine);
    row.description = row.texts[0];
    row.appearance = appearanceOf(row);
    for (const core::RootBus &bus : core::topology(snapshot))
        row.children.push_back(rootBusRow(bus, annotations));
    return row;
}

}
