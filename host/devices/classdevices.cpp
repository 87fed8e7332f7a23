// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "classdevices.h"

#include <cstring>

namespace host
{

namespace
{
QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QString textOr(const core::Reading<std::string_view> &reading, QLatin1StringView fallback)
{
    return reading ? text(*reading) : fallback.toString();
}

/// Calls `each(name, function)` for every member of a class that is behind a function.
template<typename Each>
void forEachDevice(const Directory &classDirectory, const FunctionIndex &functions, Each each)
{
    classDirectory.forEachEntry([&](const char *name) {
        const auto path = classDirectory.link(name);
        if (core::Function *function = path ? functions.behind(*path) : nullptr)
            each(std::string_view(name), *function);
    });
}

bool isNumbered(std::string_view name, std::string_view prefix)
{
    return name.starts_with(prefix) && unsignedNumber(name.substr(prefix.size())).has_value();
}

/// "card0-HDMI-A-1" is the connector "HDMI-A-1" (drivers/gpu/drm/drm_sysfs.c, drm_sysfs_connector_add).
void addConnector(const Directory &drm, std::string_view name, core::Function &function)
{
    const auto dash = name.find('-');
    if (!name.starts_with("card") || dash == std::string_view::npos)
        return;
    core::Connector connector;
    connector.name = text(name.substr(dash + 1));
    connector.status = textOr(drm.read(name, Attribute::ConnectorStatus), QLatin1StringView("unknown"));
    const auto enabled = drm.read(name, Attribute::ConnectorEnabled);
    connector.enabled = enabled && *enabled == "enabled";
    function.connectors.append(connector);
}
}

void readGraphics(const Directory &root, const FunctionIndex &functions)
{
    const Directory drm = root.child("sys/class/drm");
    forEachDevice(drm, functions, [&](std::string_view name, core::Function &function) {
        if (isNumbered(name, "card") || isNumbered(name, "renderD"))
            function.drmNodes.append(text(name));
        else
            addConnector(drm, name, function);
    });
    const Directory graphics = root.child("sys/class/graphics");
    forEachDevice(graphics, functions, [](std::string_view name, core::Function &function) {
        if (isNumbered(name, "fb"))
            function.framebuffers.append(text(name));
    });
    for (core::Function &function : functions.all()) {
        function.drmNodes.sort();
        function.framebuffers.sort();
        std::ranges::sort(function.connectors, {}, &core::Connector::name);
    }
}

void readDeviceNodes(const Directory &root, const FunctionIndex &functions)
{
    // The class, and where its nodes are below /dev.
    constexpr std::array<std::pair<const char *, const char *>, 3> classes{{{"sys/class/accel", "accel/"}, {"sys/class/drm_dp_aux_dev", ""}, {"sys/class/i2c-dev", ""}}};
    for (const auto &[directory, below] : classes) {
        forEachDevice(root.child(directory), functions, [below](std::string_view name, core::Function &function) {
            function.deviceNodes.append(QString::fromLatin1(below) + text(name));
        });
    }
    for (core::Function &function : functions.all())
        function.deviceNodes.sort();
}

void readSoundCards(const Directory &root, const FunctionIndex &functions)
{
    const Directory sound = root.child("sys/class/sound");
    forEachDevice(sound, functions, [](std::string_view name, core::Function &function) {
        if (isNumbered(name, "card"))
            function.soundCards.append(text(name));
    });
    for (core::Function &function : functions.all())
        function.soundCards.sort();
}

void readNetworkInterfaces(const Directory &root, const FunctionIndex &functions)
{
    const Directory net = root.child("sys/class/net");
    forEachDevice(net, functions, [&](std::string_view name, core::Function &function) {
        core::NetworkInterface interface;
        interface.name = text(name);
        interface.mac = textOr(net.read(name, Attribute::NetAddress), {});
        const auto state = net.read(name, Attribute::NetOperstate);
        interface.up = state && *state == "up";
        function.networkInterfaces.append(interface);
    });
    for (core::Function &function : functions.all())
        std::ranges::sort(function.networkInterfaces, {}, &core::NetworkInterface::name);
}

}
