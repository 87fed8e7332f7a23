// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "snapshotmembers.h"

#include <QRandomGenerator>

namespace tests
{

/// The number of enumerators, as written in the headers.
template<typename Enum>
inline constexpr int enumerators = 0;
template<>
inline constexpr int enumerators<core::Bar::Kind> = int(core::Bar::Kind::Memory64) + 1;
template<>
inline constexpr int enumerators<core::RuntimeStatus> = int(core::RuntimeStatus::Unsupported) + 1;
template<>
inline constexpr int enumerators<core::UsbInput::Kind> = int(core::UsbInput::Kind::Other) + 1;
template<>
inline constexpr int enumerators<core::Firmware> = int(core::Firmware::Efi) + 1;
template<>
inline constexpr int enumerators<core::IommuKind> = int(core::IommuKind::Other) + 1;
template<>
inline constexpr int enumerators<core::CpuVendor> = int(core::CpuVendor::Other) + 1;
template<>
inline constexpr int enumerators<core::BootLoader> = int(core::BootLoader::Refind) + 1;
template<>
inline constexpr int enumerators<core::InitramfsTool> = int(core::InitramfsTool::Mkinitcpio) + 1;
template<>
inline constexpr int enumerators<core::Unread> = int(core::Unread::NotResponding) + 1;

template<typename Enum>
QList<Enum> all()
{
    QList<Enum> values;
    for (int i = 0; i < enumerators<Enum>; ++i)
        values += Enum(i);
    return values;
}
template<>
inline QList<core::PcieType> all()
{
    using enum core::PcieType;
    return {Endpoint, LegacyEndpoint, RootPort, UpstreamPort, DownstreamPort, PcieToPciBridge, PciToPcieBridge, RootComplexEndpoint, RootComplexEventCollector};
}

/// Fills values with anything their types and contracts allow, including hostile text.
class Dice
{
public:
    enum class Fill {
        Anyhow,
        Everything
    };

    explicit Dice(quint32 seed, Fill fill = Fill::Anyhow)
        : m_random(seed)
        , m_full(fill == Fill::Everything)
    {
    }

    quint32 below(quint32 bound)
    {
        return m_random.bounded(bound);
    }
    bool chance(quint32 oneIn)
    {
        return below(oneIn) == 0;
    }

    void roll(bool &value)
    {
        value = chance(2);
    }
    template<std::integral T>
    void roll(T &value)
    {
        value = T(m_random.generate64() >> below(64));
    }
    void roll(QString &value)
    {
        static const QStringList pieces = {
            QStringLiteral("card0"),
            QStringLiteral("\"\\/"),
            QStringLiteral("\n\t\r\b\f"),
            QStringLiteral("Grafikkarte für Zürich"),
            QStringLiteral("显卡"),
            QStringLiteral("\U0001F4A1"),
            QString(QChar(0)),
            QString(QChar(0xd800)),
            QString(QChar(0xdc00)),
            QString(QChar(0x2028)),
            QString(QChar(0x9b)),
            QString(QChar(0xffff)),
            QStringLiteral("{\"unread\": \"suspended\"}"),
        };
        value.clear();
        for (quint32 i = below(4); i > 0; --i)
            value += pieces[below(pieces.size())];
    }
    void roll(core::PciAddress &value)
    {
        value = {chance(4) ? m_random.generate() : 0, quint8(below(256)), quint8(below(32)), quint8(below(8))};
    }
    template<typename Enum>
        requires std::is_enum_v<Enum>
    void roll(Enum &value)
    {
        static const QList<Enum> values = all<Enum>();
        value = values[below(values.size())];
    }
    void roll(core::IommuGroupId &value)
    {
        value = core::IommuGroupId(m_random.generate());
    }
    template<typename T>
    void roll(std::optional<T> &value)
    {
        value.reset();
        if (m_full || chance(2))
            roll(value.emplace());
    }
    template<typename T>
    void roll(core::Reading<T> &value)
    {
        if (!m_full && chance(2)) {
            core::Unread why{};
            roll(why);
            value = why;
        } else {
            T known{};
            roll(known);
            value = known;
        }
    }
    template<typename T>
    void roll(QList<T> &list)
    {
        list.clear();
        for (quint32 i = m_full ? 1 : below(4); i > 0; --i)
            roll(list.emplaceBack());
    }
    template<Struct T>
    void roll(T &value)
    {
        std::apply(
            [this](auto &...member) {
                (this->roll(member), ...);
            },
            tied(value));
        limit(value);
    }

    core::Snapshot snapshot(quint32 functions, quint32 groups);

private:
    // What the headers promise beyond the types.
    void limit(auto &)
    {
    }
    void limit(core::Bar &bar)
    {
        bar.index %= 6;
    }
    void limit(core::ResizableBar &bar)
    {
        bar.index %= 8;
        bar.current %= 64;
    }
    void limit(core::Holder &holder)
    {
        holder.pid &= 0x7fffffff;
    }
    void limit(core::Function &function)
    {
        function.classCode &= 0xffffff;
    }
    void limit(core::Identity &identity)
    {
        static const QStringList paths = {QStringLiteral("pci0000:00/01.1/00.0"), QStringLiteral("pci10000:e0/1f.7")};
        identity.path = paths[below(paths.size())];
        identity.classCode &= 0xffffff;
    }
    void limit(core::BootAssignment::Part &part)
    {
        static const QStringList drivers = {QStringLiteral("vfio-pci"), QStringLiteral("turnout_vfio_pci")};
        part.driver = drivers[below(drivers.size())];
    }
    void limit(core::BootAssignment &assignment)
    {
        if (assignment.parts.isEmpty())
            roll(assignment.parts.emplaceBack());
    }

    QRandomGenerator m_random;
    bool m_full;
};

inline core::Snapshot Dice::snapshot(quint32 functions, quint32 groups)
{
    core::Snapshot snapshot;
    roll(snapshot.machine);
    roll(snapshot.boot);
    for (quint32 i = 0; i < functions; ++i) {
        core::Function &function = snapshot.functions.emplace_back();
        roll(function);
        function.address = {i >> 16, quint8(i >> 8), quint8(i >> 3 & 0x1f), quint8(i & 7)};
        if (function.parent && function.parent >= function.address)
            function.parent.reset();
    }
    for (quint32 i = 0; i < groups; ++i) {
        core::Group &group = snapshot.groups.emplace_back();
        roll(group);
        group.id = core::IommuGroupId(i * 3);
        group.members.clear();
        if (i < functions)
            group.members += snapshot.functions[i].address;
    }
    return snapshot;
}

}
