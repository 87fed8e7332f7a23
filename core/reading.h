// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QtTypes>

#include <optional>
#include <utility>

namespace core
{

/// Why a value is not known. Shown to the user: what could not be read is said, never left out.
enum class Unread : quint8 {
    Absent, ///< The kernel has no such value for this function.
    NeedsPermission, ///< It is there, but this user may not read it.
    Suspended, ///< Reading it would wake a runtime-suspended function, so it was not read.
    Vanished, ///< The function went away while it was being read.
    Malformed, ///< It was read and makes no sense.
    Busy, ///< The kernel is stuck at work on the function; reading it would wait along.
};

/// One value of the machine, or the reason why it is not known.
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
