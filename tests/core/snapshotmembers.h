// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <tuple>

/// Every member of a value as a tuple of references. The structured bindings fail to compile when a member is added, so
/// tests that walk all members cannot forget one.
namespace tests
{

inline auto tied(core::Bar &v)
{
    auto &[a, b, c, d, e] = v;
    return std::tie(a, b, c, d, e);
}
inline auto tied(core::LinkState &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::Acs &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::Sriov &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::ResizableBar &v)
{
    auto &[a, b, c] = v;
    return std::tie(a, b, c);
}
inline auto tied(core::Capabilities &v)
{
    auto &[a, b, c, d, e, f, g, h, i, j] = v;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
}
inline auto tied(core::RuntimePm &v)
{
    auto &[a, b, c, d] = v;
    return std::tie(a, b, c, d);
}
inline auto tied(core::BusRange &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::Connector &v)
{
    auto &[a, b, c] = v;
    return std::tie(a, b, c);
}
inline auto tied(core::NetworkInterface &v)
{
    auto &[a, b, c] = v;
    return std::tie(a, b, c);
}
inline auto tied(core::BlockDevice &v)
{
    auto &[a, b, c, d, e, f, g] = v;
    return std::tie(a, b, c, d, e, f, g);
}
inline auto tied(core::UsbInput &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::UsbBus &v)
{
    auto &[a, b, c] = v;
    return std::tie(a, b, c);
}
inline auto tied(core::Holder &v)
{
    auto &[a, b, c, d] = v;
    return std::tie(a, b, c, d);
}
inline auto tied(core::MediatedDevice &v)
{
    auto &[a, b, c, d] = v;
    return std::tie(a, b, c, d);
}
inline auto tied(core::ManagerSetting &v)
{
    auto &[a, b, c] = v;
    return std::tie(a, b, c);
}
inline auto tied(core::Holders &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::VfioCandidate &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::TurnoutDriver &v)
{
    auto &[a, b, c, d, e, f, g, h, i, j] = v;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
}
inline auto tied(core::HostDriverState &v)
{
    auto &[a, b, c, d] = v;
    return std::tie(a, b, c, d);
}
inline auto tied(core::Identity &v)
{
    auto &[a, b, c, d, e, f, g] = v;
    return std::tie(a, b, c, d, e, f, g);
}
inline auto tied(core::BootAssignment::Part &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::BootAssignment &v)
{
    auto &[a, b] = v;
    return std::tie(a, b);
}
inline auto tied(core::StoredBootAssignments &v)
{
    auto &[a, b, c, d, e] = v;
    return std::tie(a, b, c, d, e);
}
inline auto tied(core::ReservedRegion &v)
{
    auto &[a, b, c] = v;
    return std::tie(a, b, c);
}
inline auto tied(core::Group &v)
{
    auto &[a, b, c, d] = v;
    return std::tie(a, b, c, d);
}
inline auto tied(core::Machine &v)
{
    auto &[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, w, x, y, z, a1, b1, c1] = v;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, w, x, y, z, a1, b1, c1);
}
inline auto tied(core::Function &v)
{
    auto &[a1,
           a2,
           a3,
           a4,
           a5,
           a6,
           a7,
           a8,
           a9,
           b1,
           b2,
           b3,
           b4,
           b5,
           b6,
           b7,
           b8,
           b9,
           c1,
           c2,
           c3,
           c4,
           c5,
           c6,
           c7,
           c8,
           c9,
           d1,
           d2,
           d3,
           d4,
           d5,
           d6,
           d7,
           d8,
           d9,
           e1,
           e2,
           e3,
           e4,
           e5,
           e6,
           e7,
           e8,
           e9,
           f1,
           f2,
           f3,
           f4] = v;
    return std::tie(a1,
                    a2,
                    a3,
                    a4,
                    a5,
                    a6,
                    a7,
                    a8,
                    a9,
                    b1,
                    b2,
                    b3,
                    b4,
                    b5,
                    b6,
                    b7,
                    b8,
                    b9,
                    c1,
                    c2,
                    c3,
                    c4,
                    c5,
                    c6,
                    c7,
                    c8,
                    c9,
                    d1,
                    d2,
                    d3,
                    d4,
                    d5,
                    d6,
                    d7,
                    d8,
                    d9,
                    e1,
                    e2,
                    e3,
                    e4,
                    e5,
                    e6,
                    e7,
                    e8,
                    e9,
                    f1,
                    f2,
                    f3,
                    f4);
}

template<typename T>
concept Struct = requires(T &value) { tied(value); };

}
