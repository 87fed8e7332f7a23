// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QtTypes>

#include <optional>
#include <utility>

namespace core
{

/// Why a value is unknown. Shown to the user: an unread value is reported, never left out.
enum class Unread : quint8 {
    Absent, ///< the kernel has no such value for this function
    NeedsPermission, ///< it exists, but this user may not read it
    Suspended, ///< reading it would wake a suspended function, so it was not read
    Vanished, ///< the function disappeared during the read
    Malformed, ///< it was read and is invalid
    Busy, ///< a kernel call for the function is blocked; reading would block, too
    NotResponding, ///< the function is active, but all its registers read ones: it lost its link or power
};

/// One value of the machine, or the reason why it is unknown.
template<typename T>
class Reading
{
public:
    Reading() = default;
    Reading(T value) // NOLINT(google-explicit-constructor)
        : m_value(std::move(value))
    {
    }
    Reading(Unread why) // NOLINT(google-explicit-constructor)
        : m_why(why)
    {
    }

    bool known() const { return m_value.has_value(); }
    explicit operator bool() const { return known(); }

    /// Only when known().
    const T &operator*() const { return *m_value; }
    const T *operator->() const { return &*m_value; }
    T valueOr(T fallback) const { return m_value.value_or(std::move(fallback)); }

    /// Only when not known().
    Unread why() const { return m_why; }

    bool operator==(const Reading &other) const
    {
        return m_value == other.m_value && (known() || m_why == other.m_why);
    }

private:
    std::optional<T> m_value;
    Unread m_why = Unread::Absent;
};

}
