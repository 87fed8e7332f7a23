// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "markers.h"

#include "host/sysfs/parse.h"

#include "core/checks/bootsetups.h"

namespace host
{

namespace
{
/// "/etc/default/grub:GRUB_ENABLE_BLSCFG=true"; quotes around the value make no difference.
bool hasSetting(std::string_view text, QStringView setting)
{
    while (!text.empty()) {
        const std::string_view line = trimmed(take(text, '\n'));
        if (QString::fromUtf8(line.data(), qsizetype(line.size())).remove(QLatin1Char('"')) == setting)
            return true;
    }
    return false;
}
}

QStringList readMarkers(const Directory &root)
{
    constexpr QLatin1StringView grubDefaults("/etc/default/grub:");
    QStringList found;
    std::optional<std::string> grub;
    for (const QString &marker : core::markerFiles()) {
        if (marker.startsWith(grubDefaults)) {
            if (!grub)
                grub = root.readLong(Attribute::GrubDefaults).valueOr({});
            if (hasSetting(*grub, QStringView(marker).sliced(grubDefaults.size())))
                found.append(marker);
        } else if (root.has(marker.toUtf8().constData() + 1)) {
            found.append(marker);
        }
    }
    return found;
}

}
