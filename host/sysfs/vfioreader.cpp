// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "vfioreader.h"

#include "parse.h"

#include <algorithm>
#include <limits>

namespace host
{

namespace
{
QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// The entry of the directory "vfio-dev" (drivers/vfio/vfio_main.c, vfio_init_device; since Linux 6.1).
QString vfioDevice(const Directory &directory)
{
    QString name;
    directory.child("vfio-dev").forEachEntry([&name](const char *entry) {
        name = text(entry);
    });
    return name;
}

std::optional<core::IommuGroupId> groupOf(const Directory &directory)
{
    const auto link = directory.link("iommu_group");
    const auto number = link ? unsignedNumber(baseName(*link)) : std::nullopt;
    return number && *number <= std::numeric_limits<quint32>::max() ? std::optional(core::IommuGroupId(*number)) : std::nullopt;
}

core::MediatedDevice mediatedDevice(const Directory &directory, const std::string &uuid)
{
    const Directory device = directory.child(uuid.c_str());
    core::MediatedDevice made{.uuid = QString::fromStdString(uuid), .type = {}, .group = groupOf(device), .vfioDevice = vfioDevice(device)};
    if (const auto type = device.link("mdev_type"))
        made.type = text(baseName(*type));
    return made;
}
}

void readVfio(const Directory &directory, const FunctionEntries &entries, core::Function &function)
{
    if (entries.hasVfio())
        function.vfioDevice = vfioDevice(directory);
    for (const std::string &uuid : entries.uuids())
        function.mediatedDevices.append(mediatedDevice(directory, uuid));
    std::ranges::sort(function.mediatedDevices, {}, &core::MediatedDevice::uuid);
}

}
